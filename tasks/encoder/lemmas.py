"""Lemmas as edits: what comes off the end of a word, and what takes its place.

An edit is written `l-ies+y`: make the word lower case, or keep it (`k`), take `ies` off and put `y` on.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

REMEMBERED: Final = 100_000
LOWER: Final = "l"
KEPT: Final = "k"


def edit(word: str, lemma: str) -> str:
    """Return the edit that makes a lemma of a word.

    >>> edit("Cities", "city"), edit("said", "say"), edit("Paris", "Paris")
    ('l-ies+y', 'l-id+y', 'k-+')
    """
    way = LOWER if lemma == lemma.lower() else KEPT
    written = word.lower() if way == LOWER else word
    shared = 0
    for ours, theirs in zip(written, lemma, strict=False):
        if ours != theirs:
            break
        shared += 1
    return f"{way}-{written[shared:]}+{lemma[shared:]}"


def edited(word: str, rule: str) -> str | None:
    """Return the lemma that an edit makes of a word, none where the word does not end so.

    >>> edited("Parties", "l-ies+y"), edited("party", "l-ies+y")
    ('party', None)
    """
    written = word.lower() if rule[0] == LOWER else word
    off, _, on = rule[2:].partition("+")
    if not written.endswith(off):
        return None
    return written[: len(written) - len(off)] + on or None


class Lemmatizer:
    """Makes lemmas from scored edits; `known` holds those no edit makes, by `word/UPOS` in lower case."""

    def __init__(self, edits: Sequence[str], known: Mapping[str, str]) -> None:
        self._edits, self._known = list(edits), known
        self._made: dict[tuple[str, str, int], str] = {}

    def __call__(self, words: Sequence[str], upos: Sequence[str], scores: NDArray[np.float32]) -> list[str]:
        """Return the lemma of each word, by the best edit that its ending allows; `scores` are [word, edit]."""
        best = scores.argmax(1).tolist()
        return [self._lemma(word, pos, number, scores[at]) for at, (word, pos, number) in enumerate(zip(words, upos, best, strict=True))]

    def _lemma(self, word: str, pos: str, best: int, scores: NDArray[np.float32]) -> str:
        made = self._made.get((word, pos, best))
        if made is not None:
            return made
        found = self._known.get(f"{word.lower()}/{pos}") or edited(word, self._edits[best])
        if found is None:
            ways = (edited(word, self._edits[number]) for number in (-scores).argsort(kind="stable").tolist())
            return next((lemma for lemma in ways if lemma), word.lower())
        if len(self._made) >= REMEMBERED:
            self._made.clear()
        self._made[word, pos, best] = found
        return found
