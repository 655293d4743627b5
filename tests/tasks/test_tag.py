from itertools import pairwise

import pytest
from handmade import batch
from hypothesis import given
from hypothesis import strategies as st

from tasks.tag import tag


def names(*marked: str, published: str | None = None) -> list[tuple[str, str]]:
    rows = tag(batch(*marked, published=published))["mentions"].to_pylist()
    return [(row["text"], row["label"]) for row in rows if row["method"] != "nominal"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param("It met <PERSON President Anna Quell> there.", [("Anna Quell", "PERSON")], id="a title is no part of a name"),
        pytest.param("It met <PERSON Anna Quell's> aunt.", [("Anna Quell", "PERSON")], id="a possessive is no part of a name"),
        pytest.param("It left <ORG the Harbour Board> out.", [("Harbour Board", "ORG")], id="an article is no part of a name"),
        pytest.param("Then <PERSON She> left.", [], id="a pronoun is no name"),
        pytest.param("In <PERSON Daesh> territory.", [("Daesh", "ORG")], id="the tables know an armed group"),
        pytest.param("It went to Norway.", [("Norway", "GPE")], id="the tables know a country that the model missed"),
        pytest.param("Then Norwegian boats came.", [("Norwegian", "NORP")], id="a demonym is a people"),
        pytest.param("We met US here.", [("US", "GPE")], id="capitals of a country stand for it"),
        pytest.param(
            "<PERSON QUELL BAY>, Marren — It rained.", [("QUELL BAY", "GPE"), ("Marren", "GPE")], id="what a report is dated from are places"
        ),
        pytest.param("So he told us there.", [], id="a small word is not the country"),
        pytest.param("It asked the <ORG Bank of England> why.", [("Bank of England", "ORG")], id="a known place inside a longer name stays inside"),
        pytest.param(
            "It cited the Centre for the Study of Tides and Harbours here.",
            [("Centre for the Study of Tides and Harbours", "ORG")],
            id="an official name goes on over small words",
        ),
        pytest.param(
            "It asked the <ORG Ministry of Fish> and <PERSON Anna Quell> why.",
            [("Ministry of Fish", "ORG"), ("Anna Quell", "PERSON")],
            id="an official name ends before a person",
        ),
        pytest.param(
            "The <ORG Tidal Survey Group> (TSG) said so.",
            [("Tidal Survey Group", "ORG"), ("TSG", "ORG")],
            id="initials in brackets have the label of the name before",
        ),
        pytest.param("Then Mayor Quell left.", [("Quell", "PERSON")], id="a title tells a person"),
        pytest.param("So said Sarah Quell there.", [("Sarah Quell", "PERSON")], id="a first name tells a person"),
        pytest.param("It crossed the Quell River.", [("Quell River", "LOC")], id="a noun at the end tells a place"),
        pytest.param("It lived through Hurricane Quell here.", [("Hurricane Quell", "EVENT")], id="a noun at the start tells an event"),
        pytest.param("It won the 2018 <EVENT World Cup> final.", [("2018 World Cup", "EVENT")], id="the year of an event belongs to it"),
        pytest.param("They left <ORG Quell>, a small village there.", [("Quell", "GPE")], id="an apposition tells a settlement"),
        pytest.param(
            "It quoted <GPE Norway Anna Quell> too.", [("Norway", "GPE"), ("Anna Quell", "PERSON")], id="a country before a person is its own"
        ),
    ],
)
def test_a_sentence_has_these_names(marked: str, expected: list[tuple[str, str]]) -> None:
    assert names(marked) == expected


def test_a_surname_is_found_again_where_the_model_missed_it() -> None:
    assert names("So <PERSON Anna Quell> left.\nThen came Quell.") == [("Anna Quell", "PERSON"), ("Quell", "PERSON")]


def test_a_surname_keeps_the_label_of_its_full_name() -> None:
    assert names("So <PERSON Anna Quell> left.\nThen <GPE Quell> came.")[1] == ("Quell", "PERSON")


def test_a_surname_that_is_also_a_people_is_told_by_its_context() -> None:
    found = names("So <PERSON Anna Welsh> left.\nThen Welsh, too.\nSome Welsh boats came.")
    assert found == [("Anna Welsh", "PERSON"), ("Welsh", "PERSON"), ("Welsh", "NORP")]


def test_one_surface_has_one_label_in_a_document() -> None:
    found = names("In <ORG Quellby> today.\nIn <GPE Quellby> now.\nIn <GPE Quellby> again.")
    assert [label for surface, label in found if surface == "Quellby"] == ["GPE"] * 3


def test_a_name_is_found_in_a_headline_in_capitals() -> None:
    assert names("QUELL LEAVES HARBOUR\nSo <PERSON Anna Quell> left.") == [("QUELL", "PERSON"), ("Anna Quell", "PERSON")]


def test_an_ambiguous_form_counts_only_where_the_model_saw_a_name() -> None:
    assert names("Some ICE floated.") == []
    assert names("The <GPE ICE> agents came.") == [("ICE", "ORG")]


def test_names_do_not_leak_from_one_document_to_another() -> None:
    assert names("So <PERSON Anna Quell> left.", "Then came Quell.") == [("Anna Quell", "PERSON")]


def test_a_date_has_value_grain_and_anchor() -> None:
    (row,) = tag(batch("It closed on Monday.", published="2016-12-14"))["mentions"].to_pylist()
    assert (row["text"], row["value"], row["last_day"], row["grain"], str(row["anchor"])) == (
        "Monday",
        "2016-12-12",
        "2016-12-12",
        "day",
        "2016-12-14",
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It closed from 30 April to 2 May 2015.", ["2015-04-30", "2015-05-02"]),
        ("It closed from December to March 2015.", ["2014-12-01", "2015-03-01"]),
        ("It will close from Monday to Friday.", ["2016-12-19", "2016-12-23"]),
        ("It closed in 2009 and in May 2015.", ["2009-01-01", "2015-05-01"]),
    ],
)
def test_the_ends_of_a_period_are_told_by_each_other(text: str, values: list[str]) -> None:
    assert [row["value"] for row in tag(batch(text, published="2016-12-14"))["mentions"].to_pylist()] == values


def test_a_relative_date_without_an_anchor_has_no_value() -> None:
    (row,) = tag(batch("It closed on Monday."))["mentions"].to_pylist()
    assert (row["value"], row["grain"], row["anchor"]) == (None, None, None)


def test_a_date_inside_a_name_belongs_to_the_name() -> None:
    assert names("It sang <MISC Blue Friday Song> there.") == [("Blue Friday Song", "MISC")]


@pytest.mark.parametrize(
    ("marked", "bodies"),
    [
        pytest.param("The <NORP Saudi> government said so.", ["Saudi government"], id="a people"),
        pytest.param("The <GPE Norway> government said so.", ["Norway government"], id="a country"),
        pytest.param("<GPE Norway>'s foreign ministry said so.", ["Norway's foreign ministry"], id="a possessive"),
        pytest.param("The government of <GPE Norway> said so.", ["government of Norway"], id="of a country"),
        pytest.param("The ministry of internal affairs of <GPE Norway> said so.", ["ministry of internal affairs of Norway"], id="with its field"),
        pytest.param("The <PERSON Quell> campaign said so.", ["Quell campaign"], id="a person"),
        pytest.param("The <NORP Norwegian> embassy in <GPE Quellby> said so.", ["Norwegian embassy in Quellby"], id="an embassy with its place"),
        pytest.param("The pro-<NORP Saudi> government said so.", [], id="not whose it is"),
        pytest.param("The <PERSON Quell> army said so.", [], id="no person has one"),
        pytest.param("The <NORP Democratic> government said so.", [], id="a party has none"),
        pytest.param("The home of <GPE Norway> rocks.", [], id="no body"),
    ],
)
def test_bodies_go_by_whose_they_are(marked: str, bodies: list[str]) -> None:
    rows = tag(batch(marked))["mentions"].to_pylist()
    assert [(row["text"], row["label"]) for row in rows if row["method"] == "nominal"] == [(body, "ORG") for body in bodies]


VOCABULARY = """government of Anna Quell US U.S. the of for and ( ) 's Monday May 2016 Ministry River Daesh Mr , said Welsh é"""
words = st.sampled_from([*VOCABULARY.split(), "\n"])
marks = st.tuples(st.sampled_from(["PERSON", "ORG", "GPE", "NORP", "MISC", "DATE"]), st.lists(words, min_size=1, max_size=4)).map(
    lambda pair: f"<{pair[0]} {' '.join(pair[1])}>".replace("\n", " ")
)


@given(st.lists(st.one_of(words, marks, st.text(max_size=8)), max_size=40).map(" ".join))
def test_any_text_has_names_in_order_that_do_not_cross_and_stand_in_it(marked: str) -> None:
    made = batch(marked)
    text = made["documents"]["text"][0].as_py()
    rows = tag(made)["mentions"].to_pylist()
    assert all(text[row["start_char"] : row["end_char"]] == row["text"] != "" for row in rows)
    assert all(before["end_char"] <= after["start_char"] for before, after in pairwise(row for row in rows if row["method"] != "nominal"))
    assert len({row["mention_id"] for row in rows}) == len(rows)
