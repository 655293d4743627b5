"""How well a web page was read: measures of its body and its metadata."""

import re
from collections import Counter
from collections.abc import Iterable

LENGTH = 4
"""Words of a shingle; of shorter texts all words are one."""


def f1(found: str, expected: str) -> float:
    """Return the harmonic mean of precision and recall of shingles of words, as often as each occurs."""
    ours, theirs = _shingles(found), _shingles(expected)
    right = sum((ours & theirs).values())
    return 2 * right / (sum(ours.values()) + sum(theirs.values())) if right else float(not ours and not theirs)


def without(text: Iterable[str], beside: Iterable[str]) -> str:
    """Return lines but those that count neither way."""
    neutral = {_plain(line) for line in beside}
    return "\n".join(line for line in text if _plain(line) not in neutral)


def same(found: str, expected: str) -> bool:
    """Tell whether two values are the same but for white space, letter case and kinds of quotation marks."""
    return _plain(found) == _plain(expected)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return Counter(tuple(words[start : start + LENGTH]) for start in range(max(1, len(words) - LENGTH + 1)) if words)
