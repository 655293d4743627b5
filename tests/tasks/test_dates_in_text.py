from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.tag.dates import find
from tasks.tag.values import NOTHING, value

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
        ("the day before yesterday", "2016-12-12", "day"),
        ("the day after tomorrow", "2016-12-16", "day"),
        ("Friday last week", "2016-12-09", "day"),
        ("Tuesday of next week", "2016-12-20", "day"),
        ("three weeks from now", "2017-01-02", "week"),
        ("a decade ago", "2006-01-01", "year"),
        ("the week of 30 November", "2016-11-28", "week"),
        ("last summer", "2016-06-01", "quarter"),
        ("next winter", "2017-12-01", "quarter"),
        ("the third quarter", "2016-07-01", "quarter"),
        ("the first quarter of last year", "2015-01-01", "quarter"),
        ("this century", "2001-01-01", "century"),
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
    meant = value(expression, ANCHOR)
    assert (meant.first_day, meant.grain, meant.anchor) == (first_day, grain, ANCHOR)
    assert value(expression, None) == NOTHING


@pytest.mark.parametrize(
    ("expression", "first_day", "grain"),
    [
        ("8 March 2014", "2014-03-08", "day"),
        ("Monday, March 3, 2014", "2014-03-03", "day"),
        ("2014-03-08", "2014-03-08", "day"),
        ("May 2015", "2015-05-01", "month"),
        ("2016", "2016-01-01", "year"),
        ("the late 1980s", "1986-09-01", "decade"),
        ("summer of 2015", "2015-06-01", "quarter"),
        ("the second quarter of 2015", "2015-04-01", "quarter"),
        ("Q3 2015", "2015-07-01", "quarter"),
        ("FY2015", "2015-01-01", "year"),
        ("the 19th century", "1801-01-01", "century"),
        ("the 1800s", "1800-01-01", "century"),
        ("Christmas 2015", "2015-12-25", "day"),
        ("25/05/2014", "2014-05-25", "day"),
        ("05/25/2014", "2014-05-25", "day"),
        ("5/5/2014", "2014-05-05", "day"),
    ],
)
def test_a_full_date_needs_no_anchor(expression: str, first_day: str, grain: str) -> None:
    meant = value(expression, None)
    assert (meant.first_day, meant.grain, meant.anchor) == (first_day, grain, None)


def test_a_sentence_that_looks_ahead_means_the_next_such_day() -> None:
    assert value("Monday", ANCHOR, is_ahead=True).first_day == "2016-12-19"
    assert value("March", ANCHOR, is_ahead=True).first_day == "2017-03-01"


@pytest.mark.parametrize(
    ("expression", "first_day", "last_day"),
    [
        ("3 to 5 May 2014", "2014-05-03", "2014-05-05"),
        ("May 3-5, 2014", "2014-05-03", "2014-05-05"),
        ("May 30–June 2, 2014", "2014-05-30", "2014-06-02"),
        ("31 December-2 January 2014", "2013-12-31", "2014-01-02"),
        ("November-February 2014", "2013-11-01", "2014-02-28"),
        ("2019-2021", "2019-01-01", "2021-12-31"),
        ("1999–01", "1999-01-01", "2001-12-31"),
        ("winter 2015-16", "2015-12-01", "2016-02-29"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("early 2020", "2020-01-01", "2020-04-30"),
        ("mid-2020", "2020-05-01", "2020-08-31"),
        ("late May 2020", "2020-05-21", "2020-05-31"),
        ("the end of 2015", "2015-09-01", "2015-12-31"),
        ("the late 19th century", "1867-09-01", "1900-12-31"),
        ("the first half of 2015", "2015-01-01", "2015-06-30"),
        ("the latter half of May 2015", "2015-05-16", "2015-05-31"),
        ("the first two weeks of May 2015", "2015-05-01", "2015-05-14"),
        ("the last five months of 2015", "2015-08-01", "2015-12-31"),
        ("fiscal 2014-15", "2014-01-01", "2015-12-31"),
        ("the week of 3 May 2014", "2014-04-28", "2014-05-04"),
    ],
)
def test_a_period_reaches_from_a_first_day_to_a_last(expression: str, first_day: str, last_day: str) -> None:
    assert value(expression, None)[:2] == (first_day, last_day)
    assert found(f"It ran until {expression} there.") == [expression]


@pytest.mark.parametrize(
    ("expression", "first_day", "last_day"),
    [
        ("3 to 5 May", "2017-05-03", "2017-05-05"),
        ("Dec. 31-Jan. 2", "2016-12-31", "2017-01-02"),
        ("the past three weeks", "2016-11-23", "2016-12-14"),
        ("the next 10 days", "2016-12-14", "2016-12-24"),
        ("the past year", "2015-12-14", "2016-12-14"),
        ("last year", "2015-01-01", "2015-12-31"),
        ("the weekend", "2016-12-10", "2016-12-11"),
        ("earlier this year", "2016-01-01", "2016-12-14"),
        ("later this week", "2016-12-14", "2016-12-18"),
        ("late last year", "2015-09-01", "2015-12-31"),
        ("the end of the month", "2016-12-21", "2016-12-31"),
        ("the second half of the year", "2016-07-01", "2016-12-31"),
    ],
)
def test_a_relative_period_is_counted_from_the_day_of_publication(expression: str, first_day: str, last_day: str) -> None:
    assert value(expression, ANCHOR)[:2] == (first_day, last_day)
    assert value(expression, None) == NOTHING
    assert found(f"It ran until {expression} there.") == [expression]


@pytest.mark.parametrize("expression", ["12/05/2014", "the past few days", "the following day", "the 5th century BC", "the turn of the century"])
def test_what_may_mean_several_days_has_no_value(expression: str) -> None:
    assert value(expression, ANCHOR) == NOTHING


def test_a_quarter_that_has_not_begun_is_that_of_the_year_before() -> None:
    assert value("the fourth quarter", date(2016, 1, 20)).first_day == "2015-10-01"
    assert value("the fourth quarter", date(2016, 1, 20), is_ahead=True).first_day == "2016-10-01"


def test_winter_is_that_which_reaches_into_the_year() -> None:
    assert value("this winter", date(2017, 2, 1)).first_day == "2016-12-01"
    assert value("last winter", date(2017, 2, 1)).first_day == "2015-12-01"


def test_a_day_that_does_not_exist_has_no_value() -> None:
    assert value("31 February 2015", None) == NOTHING
    assert value("30 February", ANCHOR).first_day is None


@given(st.text(), st.none() | st.dates())
def test_any_expression_has_a_value_or_none(expression: str, anchor: date | None) -> None:
    meant = value(expression, anchor)
    assert (meant.first_day is None) == (meant.last_day is None) == (meant.grain is None)
    assert meant.first_day is None or meant.first_day <= str(meant.last_day)


parts = st.sampled_from(
    [
        "early ",
        "Monday",
        "29",
        " February",
        ", ",
        "-",
        " to ",
        "the past ",
        " half of ",
        "mid-",
        "Q1 ",
        "2015",
        "next ",
        "century",
        "last ",
        "12:30",
        " UTC",
        "the ",
        "1990s",
        " year",
        "month",
        " ago",
    ]
)


@given(st.lists(parts).map("".join), st.dates())
def test_dates_are_in_order_and_apart_in_any_text(text: str, anchor: date) -> None:
    spans = list(find(text))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    for start, end in spans:
        value(text[start:end], anchor)
