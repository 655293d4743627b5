"""Elections and other events with their year: `2024 Harbour presidential election`, `2018 World Cup`."""

import re
from bisect import bisect_left
from typing import Final

from tasks.tag.expressions import YEAR
from tasks.tag.name import Name, Words

EVENT_CONFIDENCE: Final = 0.75

_ELECTION = re.compile(
    rf"(?<![\w-]){YEAR}\s(?:[A-Z][\w.]*\s){{0,3}}(?:presidential|general|parliamentary|legislative|federal|local|municipal|midterm|snap)\selections?\b"
)
_YEAR = re.compile(YEAR)


def elections(words: Words, names: list[Name]) -> list[Name]:
    """Return names in order, with the elections of a year as events and every event's year taken into it."""
    found = [name for match in _ELECTION.finditer(words.text) if (name := _event(words, *match.span()))]
    taken = {index for name in found for index in range(name.first, name.last)}
    kept = [name for name in names if taken.isdisjoint(range(name.first, name.last))]
    return sorted([*found, *(_with_year(words, name) for name in kept)])


def _event(words: Words, start: int, end: int) -> Name | None:
    first, last = bisect_left(words.tokens.start, start), bisect_left(words.tokens.end, end) + 1
    is_whole = last <= len(words) and words.tokens.start[first] == start and words.tokens.end[last - 1] == end
    return Name(first, last, "EVENT", "pattern", EVENT_CONFIDENCE) if is_whole else None


def _with_year(words: Words, name: Name) -> Name:
    before = name.first - 1
    is_year = name.label == "EVENT" and before >= 0 and _YEAR.fullmatch(words.texts[before])
    return name._replace(first=before) if is_year and words.tokens.segment_id[before] == words.tokens.segment_id[name.first] else name
