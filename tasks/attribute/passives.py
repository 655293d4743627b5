"""Find what a verb in the passive reports: its subject and what is said of it."""

from typing import Final

from tasks.attribute.complements import is_infinitive, without_that
from tasks.attribute.cues import AS, CLAUSE, OBJECT, PERSON, TO, Cue
from tasks.attribute.grammar import RELATIVE
from tasks.attribute.sources import source_of, subject_of
from tasks.attribute.tree import Stretch, Tree
from tasks.attribute.utterance import Utterance, clipped

LEAST_RATE: Final = 0.6
"""A verb whose object is reported more rarely than this reports no subject of its passive."""
HEARSAY: Final = frozenset(["allege", "report", "say", "believe", "think", "rumor", "rumour", "claim", "estimate", "suspect", "understand"])
"""Verbs that in the passive report what nobody in particular says."""


def passive(tree: Tree, cue: Cue) -> Utterance | None:
    """Return what a verb in the passive reports: its subject and what is said of it."""
    verb, source = cue.head, source_of(tree, cue.head)
    if source is None and cue.entry.lemma not in HEARSAY:
        return None
    subject = subject_of(tree, verb)
    if subject is None and tree.base[verb] == "acl":
        return None
    before = Stretch(tree.left[subject], tree.right[subject] + 1) if subject is not None and tree.right[subject] < verb else None
    for kid in (kid for kid in tree.kids[verb] if kid > verb):
        frame = _passive_frame(tree, kid)
        if frame and {frame, PERSON, CLAUSE} & set(cue.entry.frames):
            first, stop = without_that(tree, tree.left[kid]), tree.right[kid] + 1
            if source is not None and first < source.stretch.first < stop:
                stop = source.stretch.first - 1
            is_relative = before is not None and tree.words[before.first] in RELATIVE
            content = clipped(tree, first + (is_relative and frame == AS), stop)
            parts = [before] if before and frame != CLAUSE and not is_relative else []
            return content and Utterance("passive", [*parts, content], cue, cue.stretch, frame, source)
    if source is not None and before is not None and cue.entry.rate(OBJECT) >= LEAST_RATE:
        return Utterance("passive", [before], cue, cue.stretch, OBJECT, source)
    return None


def _passive_frame(tree: Tree, kid: int) -> str:
    if tree.base[kid] in {"xcomp", "advcl"} and is_infinitive(tree, kid):
        return TO
    if tree.base[kid] == "ccomp":
        return CLAUSE
    return AS if tree.words[tree.left[kid]] == "as" else ""
