"""Find dates and times by rules: points and periods of the calendar, neither durations nor ages."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from tasks.paragraphs import Span
from tasks.tag.expressions import FIND, MONTH_ALONE, YEAR_ALONE
from tasks.tag.name import Name, Words

RULE_CONFIDENCE: Final = 0.9
AMBIGUOUS_MONTHS: Final = frozenset({"May", "March", "Mar", "Mar.", "April", "August", "June"})
"""Months that are also verbs or people: alone they need a word of time before them."""

_BEFORE_TIME = re.compile(
    r"\b(?:in|since|by|until|till|of|during|from|for|to|through|between|and|last|this|next|early|late|mid|before|after|around|on|every)[\s-]+$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+(?:[a-z]+\s)?(?:people|troops|soldiers|men|women|children|dollars|euros|pounds|miles|kilomet\w+|met\w+s|feet|jobs|homes|cases)\b"
)


def find(text: str) -> Iterator[Span]:
    """Yield the stretches of a text that are dates or times, in order.

    >>> text = "On Monday the mill closed; it was built in May 1912 and ran for ten months a year."
    >>> [text[start:end] for start, end in find(text)]
    ['Monday', 'May 1912']
    """
    for match in FIND.finditer(text):
        if _is_date(text, match):
            yield Span(*match.span())


def _is_date(text: str, match: re.Match[str]) -> bool:
    surface = match.group()
    before = text[max(0, match.start() - 12) : match.start()]
    if surface.rstrip(".") in AMBIGUOUS_MONTHS and MONTH_ALONE.fullmatch(surface):
        return bool(_BEFORE_TIME.search(before))
    if YEAR_ALONE.fullmatch(surface):
        return not _COUNTED.match(text, match.end())
    return True


def merge(words: Words, names: list[Name]) -> list[Name]:
    """Return names and dates: a date inside a longer name belongs to it."""
    found = list(_as_names(words))
    owner = {index: name for name in names for index in range(name.first, name.last)}
    dates = [date for date in found if not any(_stands(owner[index], date) for index in range(date.first, date.last) if index in owner)]
    covered = {index for date in dates for index in range(date.first, date.last)}
    return [*(name for name in names if covered.isdisjoint(range(name.first, name.last))), *dates]


def _stands(name: Name, date: Name) -> bool:
    """Tell whether a name keeps its words against a date found on some of them."""
    return name.last - name.first > date.last - date.first or (name.label == "PERSON" and date.last - date.first == 1)


def _as_names(words: Words) -> Iterator[Name]:
    starts, ends = words.tokens.start, words.tokens.end
    for start, end in find(words.text):
        first, last = bisect_right(starts, start) - 1, bisect_left(ends, end) + 1
        if 0 <= first < last <= len(words):
            yield Name(first, last, "DATE", "pattern", RULE_CONFIDENCE)
