"""What days a date means, from the first to the last; a relative one is counted from the day of publication."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

from tasks.tag import ranges
from tasks.tag.expressions import CALENDAR_DAY, MONTH, MONTHS, WEEKDAY, WEEKDAYS
from tasks.tag.units import GRAINS, SATURDAY, first_of, last_of, onward
from tasks.tag.units import MONTHS as MONTHS_OF

NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
DECADES: Final = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990,
}  # fmt: skip
OF_CENTURY: Final = range(1500, 2000, 100)
"""The hundreds that mean a century where an s follows: the 1800s. The 2000s are ten years."""
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
HOLIDAYS: Final = {
    "christmas eve": (12, 24), "christmas": (12, 25), "boxing day": (12, 26), "new year's eve": (12, 31), "new year": (1, 1),
    "valentine's day": (2, 14), "halloween": (10, 31), "bastille day": (7, 14), "earth day": (4, 22), "veterans day": (11, 11),
}  # fmt: skip
BACK: Final = r"last|past|previous"
ON: Final = r"next|coming|this coming|following"
ROLLING: Final = frozenset({"past", "this past", "coming"})
"""The past year ends on the day itself; last year was over when this one began."""
THIRDS: Final = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
"""Which third of a month, quarter, year ... a word before it means."""


class Value(NamedTuple):
    """The first and last day meant (ISO 8601), the unit that they are told in, and the day a relative one was counted from."""

    first_day: str | None = None
    last_day: str | None = None
    grain: str | None = None
    anchor: date | None = None


Reader = Callable[[re.Match[str], date | None, bool], Value | None]
"""Takes the parts of an expression, the anchor if there is one, and whether the sentence looks ahead."""

NOTHING: Final = Value()


def value(expression: str, anchor: date | None, *, is_ahead: bool = False) -> Value:
    """Return what an expression means, empty where that cannot be told.

    >>> value("late last Monday", date(2016, 3, 30))
    Value(first_day='2016-03-28', last_day='2016-03-28', grain='day', anchor=datetime.date(2016, 3, 30))
    >>> value("3-5 May 2014", None)
    Value(first_day='2014-05-03', last_day='2014-05-05', grain='day', anchor=None)
    >>> value("Monday", None)
    Value(first_day=None, last_day=None, grain=None, anchor=None)
    """
    if pair := ranges.ends(expression):
        first, last = (value(end, anchor, is_ahead=is_ahead) for end in pair)
        is_period = first.first_day and last.last_day and first.first_day <= last.last_day
        return first._replace(last_day=last.last_day) if is_period else first
    for pattern, reader in READERS:
        if match := pattern.search(expression):
            try:
                return _shaded(reader(match, anchor, is_ahead) or NOTHING, expression)
            except (ValueError, OverflowError):
                return NOTHING
    return NOTHING


def following(meant: Value, before: Value) -> Value:
    """Return a day of the week as the next one after the day that a period begins with."""
    if not meant.first_day or not before.last_day or not meant.anchor or meant.first_day >= before.last_day:
        return meant
    begun = date.fromisoformat(before.last_day)
    days = (date.fromisoformat(meant.first_day) - begun).days % 7
    return _relative(begun + timedelta(days=days), "day", meant.anchor)


def _shaded(meant: Value, expression: str) -> Value:
    """Return the third of a month or longer that `early`, `mid` or `late` means, or what is over or to come of it when it is published."""
    shade = _SHADE.match(expression)
    if shade is None or not meant.first_day or not meant.last_day:
        return meant
    first, last = date.fromisoformat(meant.first_day), date.fromisoformat(meant.last_day)
    word = shade["shade"].lower()
    if word in THIRDS and meant.grain in MONTHS_OF:
        first, last = _third(first, last, THIRDS[word], meant.grain)
    elif word in {"earlier", "later"} and meant.anchor and first <= meant.anchor <= last:
        first, last = (first, meant.anchor) if word == "earlier" else (meant.anchor, last)
    return meant._replace(first_day=first.isoformat(), last_day=last.isoformat())


def _third(first: date, last: date, which: int, grain: str) -> tuple[date, date]:
    """Return the first and last day of a third of a unit; of a month those are ten days, the last one also what is left."""
    if grain == "month":
        starts = [first, first + timedelta(days=10), first + timedelta(days=20)]
    else:
        starts = [onward(first, "month", MONTHS_OF[grain] * third // 3) for third in range(3)]
    return starts[which], [*starts[1:], last + timedelta(days=1)][which] - timedelta(days=1)


def _calendar_day(match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001 - one signature for every reader
    text = match.group()
    if numbers := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        return _exact(date(*map(int, numbers.groups())), "day")
    if numbers := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        return _by_numbers(*map(int, numbers.groups()))
    month = _month(text)
    day = re.search(r"(?<!\d)(\d{1,2})(?!\d)", text)
    if not day:
        return None
    if year := re.search(r"\d{4}", text):
        return _exact(date(int(year.group()), month, int(day.group())), "day")
    return _relative(_nearest(anchor, month, int(day.group()), is_ahead=is_ahead), "day", anchor) if anchor else None


def _by_numbers(one: int, other: int, year: int) -> Value | None:
    """Return the day of a date by numbers, which tells day and month apart only where one of them is no month."""
    readings = {(day, month) for day, month in ((one, other), (other, one)) if month <= 12}  # noqa: PLR2004
    return _exact(date(year, *reversed(readings.pop())), "day") if len(readings) == 1 else None


def _month_of_year(match: re.Match[str], anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    month = _month(match["month"])
    if match["year"].isdigit():
        return _exact(date(int(match["year"]), month, 1), "month")
    return _relative(date(anchor.year + _step(match["year"]), month, 1), "month", anchor) if anchor else None


def _weekday(match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001
    if not anchor:
        return None
    number = WEEKDAYS.index(match["weekday"][:3].lower())
    if match["week"]:
        return _relative(onward(first_of(anchor, "week"), "week", _step(match["week"])) + timedelta(days=number), "day", anchor)
    back = (anchor.weekday() - number) % 7
    when = (match["when"] or "").lower()
    if re.search(ON, when) or (is_ahead and not when):
        return _relative(anchor + timedelta(days=(7 - back) % 7 or 7), "day", anchor)
    return _relative(anchor - timedelta(days=back or (7 if when.startswith("last") else 0)), "day", anchor)


def _near(match: re.Match[str], anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    days = {"yesterday": -1, "tomorrow": 1}.get(match["day"].lower(), 0)
    return _relative(anchor + timedelta(days=2 * days if match["beyond"] else days), "day", anchor) if anchor else None


def _unit(match: re.Match[str], anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    when, unit = match["when"].lower(), match["unit"].lower()
    if not anchor or re.search(r"that|same|following|previous", when):
        return None
    if when in ROLLING and GRAINS.get(unit, unit) != "day":
        return _rolling(anchor, unit, _step(when))
    step = _step(when)
    # On a Saturday or Sunday `last weekend` is the one before; on other days the coming one is `next weekend` too.
    return _shifted(anchor, unit, step if unit != "weekend" or anchor.weekday() >= SATURDAY else min(step, 0))


def _rolling(anchor: date, unit: str, count: int) -> Value:
    """Return the stretch of some units that ends, or for a positive count begins, on the anchor."""
    first, last = sorted((anchor, onward(anchor, unit, count)))
    return _relative(first, GRAINS.get(unit, unit), anchor, last)


def _of_present(match: re.Match[str], anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    return _shifted(anchor, match["unit"].lower(), 0) if anchor else None


def _ago(match: re.Match[str], anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    count, unit = _count(match["count"]), match["unit"].lower()
    if not anchor or not count:
        return None
    sign = -1 if match["way"].lower() == "ago" else 1
    # Nobody who says `a decade ago` means one of the nineties or the seventies as a whole.
    years = MONTHS_OF[unit] // 12 if unit in {"decade", "century"} else 0
    return _shifted(anchor, "year", sign * count * years) if years else _shifted(anchor, unit, sign * count)


def _stretch(match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001
    """Return what `the past three weeks` and `the first two months of 2015` mean."""
    count, unit, when = _count(match["count"]), match["unit"].lower(), match["when"].lower()
    grain = GRAINS.get(unit, unit)
    if not count:
        return None
    if not match["whole"]:
        return _rolling(anchor, unit, count * _step(when)) if anchor and _step(when) else None
    whole = value(match["whole"], anchor, is_ahead=is_ahead)
    if not whole.first_day or not whole.last_day or not (when == "first" or when in {"last", "final"}):
        return None
    first, last = date.fromisoformat(whole.first_day), date.fromisoformat(whole.last_day)
    if when == "first":
        last = onward(first, unit, count) - timedelta(days=1)
    else:
        first = onward(last + timedelta(days=1), unit, -count)
    return Value(first.isoformat(), last.isoformat(), grain, whole.anchor)


def _half(match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001
    whole = value(match["whole"], anchor, is_ahead=is_ahead)
    if not whole.first_day or not whole.last_day or whole.grain not in MONTHS_OF:
        return None
    first, months = date.fromisoformat(whole.first_day), MONTHS_OF[whole.grain]
    middle = first + timedelta(days=15) if months == 1 else onward(first, "month", months // 2)
    if match["half"].lower() == "first":
        return whole._replace(last_day=(middle - timedelta(days=1)).isoformat())
    return whole._replace(first_day=middle.isoformat())


def _week_of(match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001
    told = value(match["day"], anchor, is_ahead=is_ahead)
    if not told.first_day:
        return None
    monday = first_of(date.fromisoformat(told.first_day), "week")
    return _relative(monday, "week", told.anchor) if told.anchor else _exact(monday, "week")


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
    """Return the season of a year; without one the last that is over, the next to begin, or that of this year."""
    month = SEASONS[match["season"].lower()]
    if match["year"]:
        return _exact(date(int(match["year"]), month, 1), "quarter")
    if not anchor or not match["when"]:
        return None
    seasons = [date(anchor.year + step, month, 1) for step in (-2, -1, 0, 1)]
    step = _step(match["when"])
    if step < 0:
        first = [one for one in seasons if last_of(one, "quarter") < anchor][-1]
    elif step > 0:
        first = next(one for one in seasons if one > anchor)
    else:
        first = next((one for one in seasons if one <= anchor <= last_of(one, "quarter")), seasons[2])
    return _relative(first, "quarter", anchor)


def _quarter(match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001
    """Return a quarter of a year; one that is to come has been that of last year, but in a sentence that looks ahead."""
    month = 3 * (int(match["number"] or 0) or ORDINALS[match["nth"].lower()]) - 2
    if match["year"] and match["year"].isdigit():
        return _exact(date(int(match["year"]), month, 1), "quarter")
    if not anchor:
        return None
    year = anchor.year + (_step(match["year"]) if match["year"] else 0)
    is_over = not match["year"] and not is_ahead and date(year, month, 1) > anchor
    return _relative(date(year - is_over, month, 1), "quarter", anchor)


def _decade(match: re.Match[str], _anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    text = match.group().lower()
    year = DECADES.get(text) or int(text.strip("s'"))
    if year in OF_CENTURY:
        return Value(date(year, 1, 1).isoformat(), date(year + 99, 12, 31).isoformat(), "century", None)
    return _exact(date(year if year >= 100 else 1900 + year, 1, 1), "decade")  # noqa: PLR2004 - '80s


def _century(match: re.Match[str], _anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    return None if match["before_christ"] else _exact(date((int(match["nth"]) - 1) * 100 + 1, 1, 1), "century")


def _holiday(match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001
    month, day = HOLIDAYS[match.group().lower()]
    if match.string[match.end() :].strip().isdigit():
        return _exact(date(int(match.string[match.end() :]), month, day), "day")
    return _relative(_nearest(anchor, month, day, is_ahead=is_ahead), "day", anchor) if anchor else None


def _year(match: re.Match[str], _anchor: date | None, _is_ahead: bool) -> Value | None:  # noqa: FBT001
    return _exact(date(int(match.group()), 1, 1), "year")


def _weekend(_match: re.Match[str], anchor: date | None, is_ahead: bool) -> Value | None:  # noqa: FBT001
    """Return the weekend before, or after in a sentence that looks ahead."""
    if not anchor:
        return None
    saturday = anchor - timedelta(days=(anchor.weekday() - SATURDAY) % 7)
    first = saturday + timedelta(weeks=1) if is_ahead and saturday < anchor else saturday
    return _relative(first, "day", anchor, last_of(first, "weekend"))


def _shifted(anchor: date, unit: str, step: int) -> Value:
    """Return the day, week, month ... that lies a number of units from that of the anchor."""
    first = onward(first_of(anchor, unit), unit, step)
    grain = GRAINS.get(unit, unit)
    return _relative(first, grain, anchor, last_of(first, "weekend" if unit == "weekend" else grain))


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


def _count(text: str) -> int:
    return NUMBERS.get(text.lower()) or (int(text) if text.isdigit() else 0)


def _exact(day: date, grain: str) -> Value:
    return Value(day.isoformat(), last_of(day, grain).isoformat(), grain, None)


def _relative(day: date, grain: str, anchor: date, last: date | None = None) -> Value:
    return Value(day.isoformat(), (last or last_of(day, grain)).isoformat(), grain, anchor)


_WHEN = r"(?P<when>last|this coming|this past|this|next|past|coming|previous|following|same|that)"
_UNIT = r"(?P<unit>day|weekend|week|fortnight|month|quarter|year|decade|century|night|morning|afternoon|evening)"
_SEASON = r"(?P<season>spring|summer|autumn|winter|fall)"
_SHADE = re.compile(r"(?:the\s+)?(?P<shade>early|earlier|later?|mid|(?:beginning|start|middle|end)(?=\s+of))\b", re.IGNORECASE)
READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (rf"\bthe\s+{_WHEN[:-1]}|first|final)\s+(?P<count>\d+|[a-z]+|a couple of)\s+{_UNIT}s\b(?:\s+of\s+(?P<whole>.+))?", _stretch),
        (r"\b(?P<half>first|second|latter|last)\s+half\s+of\s+(?P<whole>.+)", _half),
        (r"\bthe\s+week\s+(?:of|beginning|starting|ending)\s+(?P<day>.+)", _week_of),
        (CALENDAR_DAY, _calendar_day),
        (rf"(?P<month>{MONTH})(?:\s+of)?,?\s+(?P<year>\d{{4}}|(?:last|this|next)\s+year)\b", _month_of_year),
        (rf"(?:{_WHEN}\s+)?\b(?P<weekday>{WEEKDAY})(?:(?:\s+of)?\s+(?P<week>last|this|next)\s+week)?", _weekday),
        (r"(?P<beyond>day\s+(?:before|after)\s+)?(?P<day>yesterday|today|tomorrow|tonight)", _near),
        (rf"(?P<count>\d+|a couple of|[a-z]+)\s+{_UNIT}s?\s+(?P<way>ago|from\s+(?:now|today))\b", _ago),
        (rf"\b(?:{_WHEN}\s+)?{_SEASON}\b(?:\s+(?:of\s+)?(?P<year>\d{{4}}))?", _season),
        (
            r"(?:Q(?P<number>[1-4])|(?P<nth>first|second|third|fourth)[\s-]quarter)(?:(?:\s+of)?\s+(?P<year>\d{4}|(?:last|this|next)\s+year))?",
            _quarter,
        ),
        (r"(?P<nth>\d{1,2})(?:st|nd|rd|th)[\s-]century(?P<before_christ>\s+B)?", _century),
        (rf"\b{_WHEN}\s+{_UNIT}\b(?!s)", _unit),
        (r"\bthe weekend", _weekend),
        (rf"(?<!turn of )\bthe\s+{_UNIT}$", _of_present),
        (r"(?:1[5-9]|20)\d0s|'\d0s|\b(?:" + "|".join(DECADES) + ")", _decade),
        ("|".join(HOLIDAYS), _holiday),
        (rf"\b(?:{_WHEN}\s+)?(?P<month>{MONTH})(?![a-z])", _month_named),
        (r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d|\s*(?:UTC|GMT|local))", _year),
    )
)
