"""Days, weeks, months, quarters, years, decades and centuries of the calendar."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

DAYS: Final = {"day": 1, "night": 1, "morning": 1, "afternoon": 1, "evening": 1, "week": 7, "weekend": 7, "fortnight": 14}
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
"""How many of its days or months a unit has; from one weekend to the next it is a week."""
GRAINS: Final = {"night": "day", "morning": "day", "afternoon": "day", "evening": "day", "weekend": "day", "fortnight": "week"}
"""What a unit counts as, where that has another name."""
SATURDAY: Final = 5


def first_of(day: date, unit: str) -> date:
    """Return the first day of the unit that a day is in; for a weekday that is the weekend to come.

    >>> str(first_of(date(2016, 12, 14), "quarter")), str(first_of(date(2016, 12, 14), "century"))
    ('2016-10-01', '2001-01-01')
    """
    if unit == "weekend":
        return day + timedelta(days=SATURDAY - day.weekday())
    if unit in {"week", "fortnight"}:
        return day - timedelta(days=day.weekday())
    if unit == "century":
        return date((day.year - 1) // 100 * 100 + 1, 1, 1)
    if unit == "decade":
        return date(day.year // 10 * 10, 1, 1)
    months = MONTHS.get(unit)
    return day if months is None else date(day.year, (day.month - 1) // months * months + 1, 1)


def onward(day: date, unit: str, count: int) -> date:
    """Return the day that lies a number of units from another; in a shorter month it is the last one.

    >>> str(onward(date(2016, 1, 31), "month", 1)), str(onward(date(2016, 12, 14), "week", -3))
    ('2016-02-29', '2016-11-23')
    """
    if unit in DAYS:
        return day + timedelta(days=DAYS[unit] * count)
    months = day.year * 12 + day.month - 1 + MONTHS[unit] * count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_of(first: date, unit: str) -> date:
    """Return the last day of the unit that begins with a day.

    >>> str(last_of(date(2016, 10, 1), "quarter")), str(last_of(date(2016, 12, 17), "weekend"))
    ('2016-12-31', '2016-12-18')
    """
    if unit == "weekend":
        return first + timedelta(days=1)
    return onward(first, unit, 1) - timedelta(days=1)
