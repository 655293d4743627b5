"""Read the dates that documents carry: ISO 8601 in metadata, written out in a date line."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from tasks.parse.document import Moment

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK = r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?)?"
_LABEL = r"(?:(?:(?:first|originally)\s+)?(?:published|posted|updated|created|date|last\s+updated|last\s+modified)(?:\s+on|\s+at)?\s*:?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WRITTEN = tuple(
    re.compile(_LABEL + _WEEKDAY + form + _CLOCK, re.IGNORECASE)
    for form in (
        rf"{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})",
        rf"{_DAY}\s+{_MONTH},?\s+(?P<year>\d{{4}})",
        r"(?P<year>\d{4})[-/](?P<number>\d{2})[-/](?P<day>\d{2})",
    )
)
_NUMERIC = re.compile(
    _LABEL + _WEEKDAY + r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})" + _CLOCK,
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-]?(?P<month>0[1-9]|1[0-2]|[1-9](?=[/-])|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[/-]?(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?=[/-]))(?:[/_-]|$)",
    re.IGNORECASE,
)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")


def date_line(line: str) -> Moment | None:
    """Return the day that a whole line names, or None for a line that is no date.

    >>> date_line("Monday, January 5, 2015")
    Moment(at=datetime.datetime(2015, 1, 5, 0, 0, tzinfo=datetime.timezone.utc), precision='day')
    >>> date_line("On 5 March 2024 the harbour closed.")
    """
    for pattern in _WRITTEN:
        if (match := pattern.fullmatch(line.strip().rstrip("."))) and (at := _day(match)):
            return Moment(at, "day")
    return None


def numeric(line: str, order: str | None) -> Moment | None:
    """Return the day of a line that is a date by numbers; without an `order` (day or month first) only where it can be read but one way.

    >>> numeric("Posted: 3/5/2024 6:40 PM", "month")
    Moment(at=datetime.datetime(2024, 3, 5, 0, 0, tzinfo=datetime.timezone.utc), precision='day')
    >>> numeric("3/5/2024", None)
    """
    match = _NUMERIC.fullmatch(line.strip())
    if not match:
        return None
    first, second = int(match["first"]), int(match["second"])
    if order is None and first <= len(MONTHS) and second <= len(MONTHS) and first != second and match["mark"] != ".":
        return None
    is_month_first = second > len(MONTHS) or (order == "month" and first <= len(MONTHS))
    month, day = (first, second) if is_month_first else (second, first)
    try:
        return Moment(datetime(int(match["year"]), month, day, tzinfo=UTC), "day")
    except ValueError:
        return None


def in_address(address: str) -> Moment | None:
    """Return the day that a web address names, as those of most papers do.

    >>> in_address("https://herald.example/world/2024/mar/05/harbour")
    Moment(at=datetime.datetime(2024, 3, 5, 0, 0, tzinfo=datetime.timezone.utc), precision='day')
    """
    match = _IN_ADDRESS.search(address[:2000])
    if not match:
        return None
    month = int(match["month"]) if match["month"].isdigit() else MONTHS.index(match["month"].lower()) + 1
    try:
        return Moment(datetime(int(match["year"]), month, int(match["day"]), tzinfo=UTC), "day")
    except ValueError:
        return None


def timestamp(value: object) -> Moment | None:
    """Return the time that a metadata field gives, or None where it gives none; a time without a zone counts as UTC."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch(value)
    if not isinstance(value, str) or len(value) > 60:  # noqa: PLR2004 - no way to write a date takes more
        return None
    text = value.strip()
    return _iso(text) or date_line(text) or _mail(text)


def of(at: datetime) -> Moment:
    """Return a time that was given, which is a day when it is midnight."""
    at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return Moment(at, "second" if at.time() != at.min.time() else "day")


def _day(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    month = int(parts["number"]) if "number" in parts else MONTHS.index(parts["month"][:3].lower()) + 1
    try:
        return datetime(int(parts["year"]), month, int(parts["day"]), tzinfo=UTC)
    except ValueError:
        return None


def _iso(text: str) -> Moment | None:
    if match := _PARTIAL.fullmatch(text):
        year, month = match.groups()
        try:
            return Moment(datetime(int(year), int(month or 1), 1, tzinfo=UTC), "month" if month else "year")
        except ValueError:
            return None
    try:
        at = datetime.fromisoformat(text)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(at.replace(microsecond=0), "second" if ":" in text else "day")


def _mail(text: str) -> Moment | None:
    try:
        at = parsedate_to_datetime(text)
        return Moment(at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC), "second")
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _epoch(value: float) -> Moment | None:
    if abs(value) < 1e8:  # noqa: PLR2004 - a year or a day written as a number, not seconds
        return timestamp(str(value))
    try:
        seconds = value / 1000 if abs(value) > 1e11 else value  # noqa: PLR2004 - beyond it are milliseconds, as JavaScript counts
        return Moment(datetime.fromtimestamp(int(seconds), tz=UTC), "second")
    except (ValueError, OverflowError, OSError):
        return None
