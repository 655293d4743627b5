"""Compare spans of two texts by their words, so that quotation marks, punctuation and a missing title or footer do not count."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final, NamedTuple, TypeAlias

WORD: Final = re.compile(r"\w+(?:['’]\w+)?")

Words: TypeAlias = frozenset[int]
"""Words by their number in the gold text; a word that gold does not have has a negative number of its own."""


class Span(NamedTuple):
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int


class Numbering:
    """The words of a text under the numbers they have in the gold text."""

    def __init__(self, text: str, gold_text: str) -> None:
        self._starts = [word.start() for word in WORD.finditer(text)]
        self._numbers = range(len(self._starts)) if text == gold_text else _aligned(WORD.findall(text), WORD.findall(gold_text))

    def within(self, spans: Iterable[Span]) -> Words:
        """Return the words that begin in any of the spans."""
        ranges = [span for span in spans if span.start < span.end]
        return frozenset(
            number for start, number in zip(self._starts, self._numbers, strict=True) if any(first <= start < end for first, end in ranges)
        )


def _aligned(words: list[str], gold: list[str]) -> list[int]:
    numbers = [-1 - place for place in range(len(words))]
    for at, gold_at, size in SequenceMatcher(None, words, gold, autojunk=False).get_matching_blocks():
        numbers[at : at + size] = range(gold_at, gold_at + size)
    return numbers
