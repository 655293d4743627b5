"""Find who a cue names as its source: the phrase, and how the sentence says so."""

from typing import Final

from tasks.attribute import nouns
from tasks.attribute.grammar import FINITE, NOMINAL, PAST, RELATIVE, TIMES
from tasks.attribute.inversion import inverted
from tasks.attribute.nounphrases import nominal, phrase
from tasks.attribute.source import Source
from tasks.attribute.tree import OUTSIDE, Stretch, Tree

NEAREST: Final = 4
"""Heads to climb for a shared subject; a subject farther up belongs to another act."""
SPEAKERS: Final = frozenset(("PERSON", "ORG", "GPE", "NORP"))
PEOPLE: Final = ("ers", "ists", "ians", "men", "women")
"""How many nouns for people end."""
CLAUSES: Final = frozenset(("conj", "advcl", "xcomp", "acl", "parataxis", "ccomp", "obl", "nmod", "obj", "dep"))
"""How a clause without a subject of its own hangs on one that has it."""


def source_of(tree: Tree, verb: int) -> Source | None:
    """Return the source of a reporting verb: its subject, its agent, the noun it modifies or the subject it shares."""
    if verb and tree.is_mark(verb - 1) and (after := inverted(tree, verb)):
        return after
    if is_passive(tree, verb):
        return _agent(tree, verb)
    subject = subject_of(tree, verb)
    if subject is not None and not (tree.quotation[subject] != OUTSIDE and tree.quotation[verb] == OUTSIDE):
        return _with_name(tree, _resolved(tree, subject, verb))
    return inverted(tree, verb) or _beside(tree, verb) or _modified(tree, verb) or _shared(tree, verb)


def _with_name(tree: Tree, source: Source | None) -> Source | None:
    """Return a source with the name before it where the parser took the apposition for the subject: Ann Lee, | a minister, said."""
    if source is None or source.stretch.stop >= len(tree) or tree.words[source.stretch.stop] != "," or tree.words[source.stretch.first - 1] != ",":
        return source
    found = nominal(tree, tree.sentences[tree.sentence[source.head]].first, source.stretch.first - 1)
    is_name = found is not None and tree.tokens.upos[found.stop - 1] == "PROPN" and tree.words[found.stop - 1] not in TIMES
    if found is None or not is_name or tree.tokens.upos[source.head] != "NOUN":
        return source
    return source._replace(stretch=Stretch(found.first, source.stretch.stop), head=found.stop - 1)


def is_passive(tree: Tree, verb: int) -> bool:
    """Tell whether a verb is in the passive: its subject is not who speaks."""
    kids = [kid for kid in tree.kids[verb] if kid < verb]
    if tree.base[verb] == "root" and tree.words[verb + 1 : verb + 2] == ["that"] and not any(tree.base[kid] == "aux" for kid in kids):
        return False
    if any(tree.tokens.dep[kid] in {"aux:pass", "nsubj:pass"} for kid in kids):
        return True
    if tree.tokens.tag[verb] != "VBN" or any(tree.base[kid] in {"nsubj", "aux"} for kid in kids):
        return False
    if _ends_sentence(tree, verb):
        return False
    # Taggers take many a past tense after a comma for a participle; with a clause of its own it is none.
    return tree.base[verb] in {"acl", "amod"} or (tree.base[verb] not in {"root", "conj"} and tree.child(verb, "ccomp") is None)


def _ends_sentence(tree: Tree, verb: int) -> bool:
    """Tell whether a participle after a comma is the last verb of a sentence that had one before: it rained, the mayor, Ann Lee, announced."""
    sentence = tree.sentences[tree.sentence[verb]]
    commas = [token for token in range(sentence.first, verb) if tree.words[token] == ","]
    if len(commas) < 2 or commas[-1] != verb - 1:  # noqa: PLR2004 - one before the name and one after it
        return False
    has_before = any(tree.tokens.tag[token] in FINITE for token in range(sentence.first, commas[0]))
    return has_before and not any(tree.tokens.tag[token] in FINITE or tree.words[token] == "by" for token in range(verb + 1, sentence.stop))


def subject_of(tree: Tree, verb: int) -> int | None:
    """Return the head of a verb's own subject."""
    found: int | None = None
    for kid in tree.kids[verb]:
        # Of two subjects before a verb the parser has cut one phrase in two, and the one by the verb has the name.
        if tree.base[kid] == "nsubj" and (found is None or (kid < verb and tree.left[kid] == tree.right[found] + 1)):
            found = kid
    return found


def _resolved(tree: Tree, subject: int, verb: int) -> Source | None:
    """Return a subject as a source; a relative pronoun stands for the noun before its clause."""
    if tree.words[subject] in RELATIVE and tree.tokens.head[verb] < subject and tree.tokens.head[verb] != verb:
        antecedent = tree.tokens.head[verb]
        if tree.tokens.upos[antecedent] in NOMINAL:
            return Source(phrase(tree, antecedent, tree.left[verb]), antecedent)
    if tree.words[subject] == "who" and tree.words[subject - 1] == ",":
        # The parser hung the clause elsewhere; what stands before its comma is whom it is about all the same.
        found = nominal(tree, tree.sentences[tree.sentence[subject]].first, subject - 1)
        if found is not None:
            return Source(found, found.stop - 1)
    if tree.words[subject] in {"there", "what", "it"} and tree.tokens.dep[subject] == "expl":
        return None
    return Source(phrase(tree, subject, verb), subject)


def _agent(tree: Tree, verb: int) -> Source | None:
    for kid in tree.kids[verb]:
        if kid > verb and tree.base[kid] == "obl" and tree.words[tree.left[kid]] == "by":
            found = phrase(tree, kid, tree.left[kid])
            return Source(found, kid)
    return None


def _beside(tree: Tree, verb: int) -> Source | None:
    """Return the noun phrase right before a finite verb that the parser gave no subject, an apposition between commas with it."""
    if tree.tokens.tag[verb] not in PAST and not any(tree.base[kid] == "aux" for kid in tree.kids[verb]):
        return None
    first = tree.sentences[tree.sentence[verb]].first
    stop = verb
    while stop > first and (tree.tokens.upos[stop - 1] in {"ADV", "AUX"} or tree.words[stop - 1] in TIMES):
        stop -= 1 + (tree.words[stop - 1] in TIMES and tree.words[stop - 2] == "on")
    if stop > first and tree.words[stop - 1] == ",":
        comma = next((token for token in range(stop - 2, first, -1) if tree.words[token] == ","), first)
        found = nominal(tree, first, comma)
        return found and Source(Stretch(found.first, stop - 1), found.stop - 1)
    found = nominal(tree, first, stop)
    return found and Source(found, found.stop - 1)


def _modified(tree: Tree, verb: int) -> Source | None:
    """Return the noun that a participle modifies: a letter saying so, groups claiming victory."""
    head = tree.tokens.head[verb]
    if tree.base[verb] == "acl" and head < verb and tree.tokens.upos[head] in {"NOUN", "PROPN", "PRON"}:
        if nouns.DOCUMENT in nouns.kinds(tree.words[head]) and tree.base[head] == "obj" and (issuer := _shared(tree, head, is_object=True)):
            return issuer
        if tree.words[verb - 1] == "," and tree.tokens.tag[verb] == "VBG":
            return _shared(tree, head) or Source(phrase(tree, head, verb), head)
        return Source(phrase(tree, head, verb), head)
    return None


def _shared(tree: Tree, verb: int, *, is_object: bool = False) -> Source | None:
    """Return the subject of the nearest clause above that the verb belongs to."""
    token = verb
    for _ in range(1 if is_object else NEAREST):
        above = tree.tokens.head[token]
        if above == token:
            return None
        if tree.base[token] in CLAUSES:
            subject = subject_of(tree, above)
            if subject is not None and tree.quotation[subject] != OUTSIDE and tree.quotation[verb] == OUTSIDE:
                return None
            if subject is not None and tree.words[subject] not in RELATIVE:
                return Source(phrase(tree, subject, min(verb, above) if subject < above else above), subject, is_shared=True)
            if subject is not None:
                found = _resolved(tree, subject, above)
                return found._replace(is_shared=True) if found else None
            if tree.tokens.upos[above] in {"VERB", "AUX"} and is_passive(tree, above) and (agent := _agent(tree, above)):
                return agent._replace(is_shared=True)
        token = above
    return None


def can_speak(tree: Tree, source: Source) -> bool:
    """Tell whether a source is somebody: a name, a pronoun, or a noun for people, bodies or documents."""
    inside = range(*source.stretch)
    if any(tree.tokens.entity[token][2:] in SPEAKERS for token in inside) or tree.tokens.upos[source.head] in {"PRON", "PROPN"}:
        return True
    word = tree.words[source.head]
    return bool(nouns.kinds(word)) or word.endswith(PEOPLE)
