"""The labels of foreign pipelines in the terms of our tables."""

from typing import Final

NAMES: Final = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
    "EVENT": "EVENT",
    "MISC": "MISC",
    "PRODUCT": "MISC",
    "WORK_OF_ART": "MISC",
    "LAW": "MISC",
    "LANGUAGE": "MISC",
    "DATE": "DATE",
    "TIME": "DATE",
}
"""OntoNotes and CoNLL names to ours; what is not here (amounts, ordinals) is no name to us."""

RELATIONS: Final = {
    "acomp": "xcomp",
    "agent": "obl:agent",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "complm": "mark",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "pcomp": "advcl",
    "pobj": "obl",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prep": "case",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
"""ClearNLP relations to the nearest universal one; heads stay where the pipeline put them. What is not here is kept."""


def relation(label: str) -> str:
    """Return the universal relation of a label, in lower case.

    >>> relation("nsubjpass"), relation("ROOT"), relation("acl:relcl")
    ('nsubj:pass', 'root', 'acl:relcl')
    """
    lower = label.lower()
    return RELATIONS.get(lower, lower)
