"""What makes a claim hard to find, so that misses can be told apart."""

from collections.abc import Iterator
from typing import Final

from tasks.score.claims import Claim
from tasks.score.words import WORD

PRONOUNS: Final = frozenset(("he", "she", "it", "they", "we", "i", "you", "who", "his", "her", "its", "their"))
SHORT: Final = 3
"""Words of a short content."""
FAR: Final = 10
"""Words between a source and its cue from which it is far."""


def traits(text: str, claim: Claim) -> Iterator[str]:
    """Yield what is hard about a claim.

    >>> list(traits("Lost, she says.", Claim([(0, 4)], source=(6, 9), cue=(10, 14), speakers=["Ann Lee"])))
    ['pronoun', 'short content']
    """
    if claim.source is None and claim.cue is None:
        yield "floating"
    if claim.nested:
        yield "nested"
    if claim.source is not None:
        start, end = claim.source
        if text[start:end].lower() in PRONOUNS:
            yield "pronoun"
        if claim.cue is not None and _words(text, min(end, claim.cue[1]), max(start, claim.cue[0])) > FAR:
            yield "source far"
    if len(claim.speakers) > 1:
        yield "several speakers"
    if len(claim.content) > 1:
        yield "divided"
    if sum(_words(text, *part) for part in claim.content) <= SHORT:
        yield "short content"


def _words(text: str, start: int, end: int) -> int:
    return len(WORD.findall(text[start:end]))
