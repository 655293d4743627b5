"""An act of saying, as the rules hand it on."""

from dataclasses import dataclass, field
from typing import Final

from tasks.attribute.cues import Cue
from tasks.attribute.source import Source
from tasks.attribute.tree import Stretch, Tree

LONGEST_DATELINE: Final = 9
"""Tokens of a place, an agency and a day before a dash."""


@dataclass(slots=True)
class Utterance:
    """A cue, if there is one, what it reports, in one or more stretches, and whom it names as the source.

    `rule` says which rule found it, `frame` how the cue takes its content; `continues` is the utterance whose speaker goes
    on speaking where this one has neither cue nor source.
    """

    rule: str
    content: list[Stretch]
    cue: Cue | None = None
    cue_stretch: Stretch | None = None
    frame: str = ""
    source: Source | None = None
    quotes: list[int] = field(default_factory=list)

    @property
    def first(self) -> int:
        """The first token of its content."""
        return self.content[0].first

    @property
    def stop(self) -> int:
        """Where its content ends."""
        return self.content[-1].stop


def clipped(tree: Tree, first: int, stop: int) -> Stretch | None:
    """Return a stretch without the commas, full stops and conjunctions at its edges, quotation marks kept; None when no word is left."""
    while (
        first < stop
        and tree.is_punctuation(first)
        and not tree.is_mark(first)
        and tree.words[first] not in {"(", "[", "...", "…", "$", "£", "€", "#"}
    ):
        first += 1
    while first < stop and tree.is_punctuation(stop - 1) and not tree.is_mark(stop - 1) and tree.words[stop - 1] not in {")", "]", "...", "…", "%"}:
        stop -= 1
    return Stretch(first, stop) if first < stop and any(not tree.is_punctuation(token) for token in range(first, stop)) else None


def past_dateline(tree: Tree, first: int) -> int:
    """Return where a sentence begins after the place it is dated from: LUND (AP) — | The port is closed."""
    if first and tree.paragraph[first - 1] == tree.paragraph[first]:
        return first
    for token in range(first, min(first + LONGEST_DATELINE, len(tree))):
        if tree.words[token] in {"—", "–", "--"}:
            return token + 1
        if tree.surface((token, token + 1))[0].islower():
            return first
    return first
