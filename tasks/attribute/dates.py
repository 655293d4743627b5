"""When something was said, where the sentence of the cue states it."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from tasks.article import Mention
from tasks.attribute.tree import Tree
from tasks.attribute.utterance import Utterance

DATE: Final = "DATE"
NEAREST: Final = 8
"""Tokens between a cue and its date; farther away a date belongs to something else."""


def said_on(tree: Tree, utterance: Utterance, dates: Iterable[Mention]) -> Mention | None:
    """Return the date that goes with the cue: in its sentence, near it, and no part of the content or the source."""
    cue = utterance.cue_stretch
    if cue is None:
        return None
    best: tuple[int, Mention] | None = None
    for mention in dates:
        token = bisect_left(tree.tokens.start, mention.start)
        distance = abs(token - cue.first)
        if distance > NEAREST or token >= len(tree) or tree.sentence[token] != tree.sentence[cue.first]:
            continue
        taken = [*utterance.content, *([utterance.source.stretch] if utterance.source else [])]
        if not any(first <= token < stop for first, stop in taken) and (best is None or distance < best[0]):
            best = (distance, mention)
    return best[1] if best else None
