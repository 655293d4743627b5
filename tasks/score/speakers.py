"""Tell whether two names of a speaker are the same by name."""

import re
from collections.abc import Sequence
from typing import Final

TITLES: Final = (
    frozenset({"mr", "mrs", "ms", "dr", "sir", "dame", "lord", "lady", "king", "queen", "prince", "princess", "pope"})
    | {"sen", "rep", "gov", "president", "prime", "minister", "senator", "governor", "mayor", "secretary"}
    | {"professor", "prof", "judge", "justice", "gen", "general", "col", "capt", "sgt", "rev", "chief", "director"}
    | {"spokesman", "spokeswoman", "the"}
)
"""Words before a name that are no part of it, for the comparison of names only."""

_POSSESSIVE = re.compile(r"['’]s")
_WORD = re.compile(r"[\w’'-]+")


def same_speakers(found: Sequence[str], gold: Sequence[str]) -> bool:
    """Tell whether both name the same speakers, or neither names any.

    >>> same_speakers(["President Ana Ruiz"], ["Ana María Ruiz"])
    True
    >>> same_speakers(["Ruiz"], ["Ana Ruiz"])
    False
    """
    left, right = [_words(name) for name in found], [_words(name) for name in gold]
    return _covers(left, right) and _covers(right, left)


def _covers(names: list[list[str]], others: list[list[str]]) -> bool:
    """Tell whether each of the others is among the names."""
    return all(any(_same(name, other) for name in names) for other in others)


def _words(name: str) -> list[str]:
    words = _WORD.findall(_POSSESSIVE.sub("", name.lower()))
    return [word for word in words if word not in TITLES] or words


def _same(left: list[str], right: list[str]) -> bool:
    """Tell whether two names are equal, or agree in first and last word."""
    return left == right or (min(len(left), len(right)) > 1 and (left[0], left[-1]) == (right[0], right[-1]))
