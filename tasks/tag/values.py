"""What day, week, month or year a date means; a relative one is counted from the day of publication."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

from tasks.tag.expressions import CALENDAR_DAY, MONTH, MONTHS, WEEKDAY, WEEKDAYS

NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
DECADES: Final = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990,
}  # fmt: skip
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
HOLIDAYS: Final = {
    "christmas eve": (12, 24), "christmas": (12, 25), "boxing day": (12, 26), "new year's eve": (12, 31), "new year": (1, 1),
    "valentine's day": (2, 14), "halloween": (10, 31), "bastille day": (7, 14), "earth day": (4, 22), "veterans day": (11, 11),
}  # fmt: skip
BACK: Final = r"last|past|previous"
ON: Final = r"next|coming|this coming|following"


class Value(NamedTuple):
    """The first day meant (ISO 8601), how wide the date is, and the day a relative one was counted from."""

    first_day: str | None = None
    grain: str | None = None
    anchor: date | None = None


Reader = Callable[[re.Match[str], date | None, bool], Value | None]
"""Takes the parts of an expression, the anchor if there is one, and whether the sentence looks ahead."""

NOTHING: Final = Value()


def value(expression: str, anchor: date | None, *, is_ahead: bool = False) -> Value:
    """Return what an expression means, empty where that cannot be told.

    >>> value("late last Monday", date(2016, 3, 30))
    Value(first_day='2016-03-28', grain='day', anchor=datetime.date(2016, 3, 30))
    >>> value("Monday", None)
    Value(first_day=None, grain=None, anchor=None)
    """
    for pattern, reader in READERS:
        if match := pattern.search(expression):
            try:
                return reader(match, anchor, is_ahead) or NOTHING
            except (ValueError, OverflowError):
                return NOTHING
    return NOTHING


def _calendar_day(match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001 - one signature for every reader
    text = match.group()
    if numbers := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})/(\d{1,2})/(\d{4})", text):
        iso = [int(part) for part in numbers.groups() if part]
        return _exact(date(*(iso if numbers[1] else iso[::-1])), "day")
    month = _month(text)
    day = re.search(r"(?<!\d)(\d{1,2})(?!\d)", text)
    if not day:
        return None
    if year := re.search(r"\d{4}", text):
        return _exact(date(int(year.group()), month, int(day.group())), "day")
    return _relative(_nearest(anchor, month, int(day.group()), is_ahead=is_ahead), "day", anchor) if anchor else None


def _month_of_year(match: re.Match[str], anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    month = _month(match["month"])
    if match["year"].isdigit():
        return _exact(date(int(match["year"]), month, 1), "month")
    return _relative(date(anchor.year + _step(match["year"]), month, 1), "month", anchor) if anchor else None


def _weekday(match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001
    if not anchor:
        return None
    back = (anchor.weekday() - WEEKDAYS.index(match["weekday"][:3].lower())) % 7
    when = (match["when"] or "").lower()
    if re.search(ON, when) or (is_ahead and not when):
        return _relative(anchor + timedelta(days=(7 - back) % 7 or 7), "day", anchor)
    return _relative(anchor - timedelta(days=back or (7 if when.startswith("last") else 0)), "day", anchor)


def _near(match: re.Match[str], anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    days = {"yesterday": -1, "tomorrow": 1}.get(match.group().lower(), 0)
    return _relative(anchor + timedelta(days=days), "day", anchor) if anchor else None


def _unit(match: re.Match[str], anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    if not anchor or re.search(r"that|same|following|previous", match["when"].lower()):
        return None
    return _shifted(anchor, match["unit"].lower(), _step(match["when"]))


def _ago(match: re.Match[str], anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    count = NUMBERS.get(match["count"].lower()) or (int(match["count"]) if match["count"].isdigit() else 0)
    return _shifted(anchor, match["unit"].lower(), -count) if anchor and count else None


def _month_named(match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001
    if not anchor:
        return None
    month, when = _month(match["month"]), (match["when"] or "").lower()
    if when.startswith("this"):
        return _relative(date(anchor.year, month, 1), "month", anchor)
    if when:
        is_later = month > anchor.month if _step(when) > 0 else month >= anchor.month
        year = anchor.year + (not is_later if _step(when) > 0 else -is_later)
        return _relative(date(year, month, 1), "month", anchor)
    return _relative(_nearest(anchor, month, 1, is_ahead=is_ahead), "month", anchor)


def _season(match: re.Match[str], anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    month = SEASONS[match["season"].lower()]
    if match["year"]:
        return _exact(date(int(match["year"]), month, 1), "quarter")
    return _relative(date(anchor.year + _step(match["when"]), month, 1), "quarter", anchor) if anchor and match["when"] else None


def _quarter(match: re.Match[str], anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    month = 3 * ORDINALS[match["nth"].lower()] - 2
    if match["year"]:
        return _exact(date(int(match["year"]), month, 1), "quarter")
    return _relative(date(anchor.year, month, 1), "quarter", anchor) if anchor else None


def _decade(match: re.Match[str], _anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    text = match.group().lower()
    year = DECADES.get(text) or int(text.strip("s'"))
    return _exact(date(year if year >= 100 else 1900 + year, 1, 1), "decade")  # noqa: PLR2004 - '80s


def _holiday(match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001
    month, day = HOLIDAYS[match.group().lower()]
    if match.string[match.end() :].strip().isdigit():
        return _exact(date(int(match.string[match.end() :]), month, day), "day")
    return _relative(_nearest(anchor, month, day, is_ahead=is_ahead), "day", anchor) if anchor else None


def _year(match: re.Match[str], _anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    return _exact(date(int(match.group()), 1, 1), "year")


def _weekend(_match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001
    """Return the Saturday of the weekend before, or after in a sentence that looks ahead."""
    if not anchor:
        return None
    saturday = anchor - timedelta(days=(anchor.weekday() - 5) % 7)
    return _relative(saturday + timedelta(weeks=1) if is_ahead and saturday < anchor else saturday, "day", anchor)


def _shifted(anchor: date, unit: str, step: int) -> Value | None:
    """Return the day, week, month ... that lies a number of units from the anchor."""
    if unit in {"day", "night", "morning", "afternoon", "evening"}:
        return _relative(anchor + timedelta(days=step), "day", anchor)
    if unit in {"week", "fortnight"}:
        weeks = step * (2 if unit == "fortnight" else 1)
        return _relative(anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=weeks), "week", anchor)
    if unit == "weekend":
        saturday = anchor + timedelta(days=5 - anchor.weekday())
        return _relative(saturday + timedelta(weeks=min(step, 0) if anchor.weekday() < 5 else step), "day", anchor)  # noqa: PLR2004 - Saturday
    months = {"month": 1, "quarter": 3}.get(unit)
    if months:
        number = anchor.year * 12 + (anchor.month - 1) // months * months + step * months
        return _relative(date(number // 12, number % 12 + 1, 1), unit, anchor)
    if unit == "year":
        return _relative(date(anchor.year + step, 1, 1), "year", anchor)
    return _relative(date((anchor.year + 10 * step) // 10 * 10, 1, 1), "decade", anchor) if unit == "decade" else None


def _nearest(anchor: date, month: int, day: int, *, is_ahead: bool) -> date:
    """Return the day of the calendar nearest to the anchor, or the next one in a sentence that looks ahead."""
    days = [date(year, month, day) for year in (anchor.year - 1, anchor.year, anchor.year + 1) if day <= 28 or _exists(year, month, day)]  # noqa: PLR2004
    if is_ahead and (later := [one for one in days if (one.year, one.month) >= (anchor.year, anchor.month)]):
        return later[0]
    return min(days, key=lambda one: abs((one - anchor).days))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _month(text: str) -> int:
    found = re.search(MONTH, text, re.IGNORECASE)
    return MONTHS.index(found.group()[:3].lower()) + 1 if found else 0


def _step(when: str) -> int:
    return -1 if re.search(BACK, when, re.IGNORECASE) else int(bool(re.search(ON, when, re.IGNORECASE)))


def _exact(day: date, grain: str) -> Value:
    return Value(day.isoformat(), grain, None)


def _relative(day: date, grain: str, anchor: date) -> Value:
    return Value(day.isoformat(), grain, anchor)


_WHEN = r"(?P<when>last|this coming|this past|this|next|past|coming|previous|following|same|that)"
_UNIT = r"(?P<unit>day|weekend|week|fortnight|month|quarter|year|decade|night|morning|afternoon|evening)"
_SEASON = r"(?P<season>spring|summer|autumn|winter|fall)"
READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (CALENDAR_DAY, _calendar_day),
        (rf"(?P<month>{MONTH})(?:\s+of)?,?\s+(?P<year>\d{{4}}|(?:last|this|next)\s+year)\b", _month_of_year),
        (rf"(?:{_WHEN}\s+)?\b(?P<weekday>{WEEKDAY})", _weekday),
        (r"yesterday|today|tomorrow|tonight", _near),
        (rf"(?P<count>\d+|a couple of|[a-z]+)\s+{_UNIT}s?\s+ago\b", _ago),
        (rf"\b(?:{_WHEN}\s+)?{_SEASON}\b(?:\s+(?:of\s+)?(?P<year>\d{{4}}))?", _season),
        (r"(?P<nth>first|second|third|fourth)[\s-]quarter(?:\s+of\s+(?P<year>\d{4}))?", _quarter),
        (rf"\b{_WHEN}\s+{_UNIT}\b(?!s)", _unit),
        (r"\bthe weekend", _weekend),
        (r"(?:1[5-9]|20)\d0s|'\d0s|\b(?:" + "|".join(DECADES) + ")", _decade),
        ("|".join(HOLIDAYS), _holiday),
        (rf"\b(?:{_WHEN}\s+)?(?P<month>{MONTH})(?![a-z])", _month_named),
        (r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d|\s*(?:UTC|GMT|local))", _year),
    )
)
