from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.tag.dates import find
from tasks.tag.values import value

ANCHOR = date(2016, 12, 14)  # a Wednesday


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It closed on Monday morning.", ["Monday morning"]),
        ("It closed late Friday.", ["late Friday"]),
        ("It closed last week.", ["last week"]),
        ("It closed earlier this month.", ["earlier this month"]),
        ("It closed at the weekend.", ["the weekend"]),
        ("It held from May 2015 to March 2016.", ["May 2015", "March 2016"]),
        ("It closed on 8 March.", ["8 March"]),
        ("It closed on March 8th, 2014, they said.", ["March 8th, 2014"]),
        ("It closed on Saturday, April 4 for good.", ["Saturday, April 4"]),
        ("It closed at 10 a.m. BST on Monday.", ["10 a.m. BST on Monday"]),
        ("It closed at 1354 UTC today.", ["1354 UTC today"]),
        ("It closed two weeks ago.", ["two weeks ago"]),
        ("It closed in the late 1980s.", ["the late 1980s"]),
        ("It closed at the end of October.", ["the end of October"]),
        ("It closed in 2009 or 2010-11.", ["2009", "2010-11"]),
        ("It stays shut until May.", ["May"]),
        ("It closed on Christmas Eve.", ["Christmas Eve"]),
    ],
)
def test_points_and_periods_of_the_calendar_are_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It lasted ten months.",
        "She is 43 years old.",
        "It may close.",
        "They march on.",
        "It cost $2016 then.",
        "Some 2000 people came.",
        "Version 1.2016 came.",
        "A Fridayish mood.",
        "May said so.",
    ],
)
def test_durations_ages_and_numbers_are_no_dates(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("expression", "first_day", "grain"),
    [
        ("Monday", "2016-12-12", "day"),
        ("Wednesday", "2016-12-14", "day"),
        ("last Wednesday", "2016-12-07", "day"),
        ("next Friday", "2016-12-16", "day"),
        ("yesterday", "2016-12-13", "day"),
        ("tomorrow night", "2016-12-15", "day"),
        ("last week", "2016-12-05", "week"),
        ("two weeks ago", "2016-11-28", "week"),
        ("this month", "2016-12-01", "month"),
        ("last month", "2016-11-01", "month"),
        ("next month", "2017-01-01", "month"),
        ("last year", "2015-01-01", "year"),
        ("the weekend", "2016-12-10", "day"),
        ("October", "2016-10-01", "month"),
        ("last January", "2016-01-01", "month"),
        ("November of last year", "2015-11-01", "month"),
        ("8 March", "2017-03-08", "day"),
    ],
)
def test_a_relative_date_is_counted_from_the_day_of_publication(expression: str, first_day: str, grain: str) -> None:
    assert value(expression, ANCHOR) == (first_day, grain, ANCHOR)
    assert value(expression, None) == (None, None, None)


@pytest.mark.parametrize(
    ("expression", "first_day", "grain"),
    [
        ("8 March 2014", "2014-03-08", "day"),
        ("Monday, March 3, 2014", "2014-03-03", "day"),
        ("2014-03-08", "2014-03-08", "day"),
        ("May 2015", "2015-05-01", "month"),
        ("2016", "2016-01-01", "year"),
        ("the late 1980s", "1980-01-01", "decade"),
        ("summer of 2015", "2015-06-01", "quarter"),
        ("the second quarter of 2015", "2015-04-01", "quarter"),
    ],
)
def test_a_full_date_needs_no_anchor(expression: str, first_day: str, grain: str) -> None:
    assert value(expression, None) == (first_day, grain, None)


def test_a_sentence_that_looks_ahead_means_the_next_such_day() -> None:
    assert value("Monday", ANCHOR, is_ahead=True).first_day == "2016-12-19"
    assert value("March", ANCHOR, is_ahead=True).first_day == "2017-03-01"


def test_a_day_that_does_not_exist_has_no_value() -> None:
    assert value("31 February 2015", None) == (None, None, None)
    assert value("30 February", ANCHOR).first_day is None


@given(st.text(), st.none() | st.dates())
def test_any_expression_has_a_value_or_none(expression: str, anchor: date | None) -> None:
    meant = value(expression, anchor)
    assert (meant.first_day is None) == (meant.grain is None)


parts = st.sampled_from(
    ["early ", "Monday", "29", " February", ", ", "2015", "next ", "century", "last ", "12:30", " UTC", "the ", "1990s", " year", "month", " ago"]
)


@given(st.lists(parts).map("".join), st.dates())
def test_dates_are_in_order_and_apart_in_any_text(text: str, anchor: date) -> None:
    spans = list(find(text))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    for start, end in spans:
        value(text[start:end], anchor)
