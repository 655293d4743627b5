"""Periods that are told by their two ends: `3–5 May`, `from December to March 2015`."""

import re
from typing import Final

from tasks.tag.expressions import DAY, MONTH, MONTHS, SEASON, SPAN, WEEKDAY, YEAR

LINK: Final = re.compile(r"\s*(?:to|until|till|through|and|or|[-–])\s*")
"""What stands between the two ends."""

_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_MONTH = re.compile(MONTH)
_SEASON = re.compile(SEASON)
_WEEKDAY = re.compile(rf"{WEEKDAY}(?:\s\w+)?")
_TELLS_YEAR = re.compile(r"\byear\b|\b(?:last|this|next)\b", re.IGNORECASE)
_YEARS = re.compile(rf"(?<![\d-])(?P<first>{YEAR})\s?[-–/]\s?(?P<last>{YEAR}|\d\d)(?![\d-])")
_DAYS_OF_MONTH = (
    re.compile(rf"(?<!\d)(?P<first>{DAY}){SPAN}(?P<last>{DAY})\s+(?:of\s+)?(?P<month>{MONTH})(?P<year>,?\s+{YEAR})?"),
    re.compile(rf"(?P<month>{MONTH})\s+(?P<first>{DAY}){SPAN}(?P<last>{DAY})(?![\d:.])(?P<year>,?\s+{YEAR})?"),
)
_APART = re.compile(rf"(?P<first>.*{MONTH}.*?)\s?[-–]\s?(?P<last>.*{MONTH}.*)")


def ends(expression: str) -> tuple[str, str] | None:
    """Return the two ends of a period as dates of their own, or None for what has but one.

    >>> ends("3-5 May 2014"), ends("May 30–June 2, 2014"), ends("2019-21"), ends("mid-May")
    (('3 May 2014', '5 May 2014'), ('May 30 2014', 'June 2, 2014'), ('2019', '2021'), None)
    """
    for form in _DAYS_OF_MONTH:
        if match := form.search(expression):
            first, last = (f"{match[end]} {match['month']} {(match['year'] or '').lstrip(', ')}".rstrip() for end in ("first", "last"))
            return first, last
    if match := _APART.fullmatch(expression):
        return lent(match["first"], match["last"]), match["last"]
    # The winter of 2015-16 is one season.
    match = None if _SEASON.search(expression) else _YEARS.search(expression)
    return (match["first"], _full(match["first"], match["last"])) if match else None


def lent(first: str, last: str) -> str:
    """Return the first end of a period with the year that only its last end tells.

    >>> lent("3 May", "5 June 2014"), lent("December", "March 2015"), lent("last May", "June 2014")
    ('3 May 2014', 'December 2014', 'last May')
    """
    year, month, last_month = _YEAR.search(last), _MONTH.search(first), _MONTH.search(last)
    if not (year and month and last_month) or _YEAR.search(first) or _TELLS_YEAR.search(first):
        return first
    return f"{first} {int(year.group()) - (_number(month) > _number(last_month))}"


def is_weekday(expression: str) -> bool:
    """Tell whether an expression is a day of the week and no more, but for the part of the day."""
    return _WEEKDAY.fullmatch(expression) is not None


def _number(month: re.Match[str]) -> int:
    return MONTHS.index(month.group()[:3].lower())


def _full(first: str, last: str) -> str:
    """Return the last year of a period in four digits: of 1999-01 that is 2001."""
    if len(last) == len(first):
        return last
    year = int(first[:2] + last)
    return str(year if year >= int(first) else year + 100)
