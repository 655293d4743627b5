from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.parse.dates import date_line, of, timestamp

DAY = datetime(2024, 3, 5, tzinfo=UTC)
NOON = datetime(2024, 3, 5, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "March 5, 2024",
        "Tuesday, March 5, 2024",
        "Tue 5 Mar 2024",
        "5th March 2024",
        "2024-03-05",
        "2024/03/05",
        "Published: 5 March 2024 at 10:15 GMT",
        "Last updated on Mar. 5, 2024, 4:07 p.m.",
        "  MARCH 5 2024. ",
    ],
)
def test_a_line_that_is_a_date_gives_its_day(line: str) -> None:
    assert date_line(line) == (DAY, "day")


@pytest.mark.parametrize(
    "line",
    ["", "On 5 March 2024 the harbour closed.", "March 2024", "30 February 2024", "5/3/2024", "Version 2024-03-05-b", "May the 4th be with you"],
)
def test_a_line_that_is_no_date_or_an_unclear_one_gives_none(line: str) -> None:
    assert date_line(line) is None


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        ("2024-03-05T12:30:00Z", NOON, "second"),
        ("2024-03-05T14:30:00.123+02:00", NOON, "second"),
        ("2024-03-05 12:30:00", NOON, "second"),
        ("Tue, 05 Mar 2024 12:30:00 +0000", NOON, "second"),
        (1709641800, NOON, "second"),
        (1709641800000, NOON, "second"),
        ("2024-03-05", DAY, "day"),
        (20240305, DAY, "day"),
        ("5 March 2024", DAY, "day"),
        ("2024-03", datetime(2024, 3, 1, tzinfo=UTC), "month"),
        ("2024", datetime(2024, 1, 1, tzinfo=UTC), "year"),
    ],
)
def test_a_field_gives_its_time_in_utc_as_exactly_as_it_says(value: object, at: datetime, precision: str) -> None:
    assert timestamp(value) == (at, precision)


@pytest.mark.parametrize(
    "value", [None, True, "", "soon", "2024-13", "0000-01-01", 10**400, float("nan"), float("inf"), ["2024-03-05"], "x" * 10_000]
)
def test_a_field_without_a_time_gives_none(value: object) -> None:
    assert timestamp(value) is None


@given(
    st.one_of(
        st.text(max_size=70), st.integers(), st.floats(), st.from_regex(r"\d{1,5}[-/ ]\d{1,3}[-/ ]\d{1,5}[T ]?\d{0,3}:?\d{0,3}", fullmatch=True)
    )
)
@example("Mon, 99 Foo 2024 99:99:99 +9999")
def test_any_value_gives_a_time_in_utc_or_none(value: object) -> None:
    moment = timestamp(value)
    assert moment is None or moment.at.utcoffset() == timedelta(0)


def test_a_given_midnight_is_a_day_and_any_other_time_a_second() -> None:
    assert of(datetime(2024, 3, 5)) == (DAY, "day")  # noqa: DTZ001 - a time without a zone is the case
    assert of(datetime(2024, 3, 5, 14, 30, tzinfo=timezone(timedelta(hours=2)))) == (NOON, "second")
