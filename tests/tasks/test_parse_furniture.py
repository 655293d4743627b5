import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parse import furniture
from tasks.parse.document import Facts, Found

ARTICLE = """\
Harbour to close for repairs
By ADA LINDQVIST and Tomas Ferro | 5 March 2024

PORT ELLERY, Maravia (MNA) — The harbour of Port Ellery will close in May, its master said on Tuesday.

“We have no choice,” Ines Calder told reporters.

Source: Maravia Herald
"""


def test_an_article_says_in_its_lines_who_wrote_it_where_and_when() -> None:
    facts = furniture.complete(ARTICLE, Facts())
    found = {name: getattr(facts, name) for name in ("title", "authors", "publisher", "published", "dateline")}
    assert {name: fact.value if name != "published" else str(fact.value.at.date()) for name, fact in found.items()} == {
        "title": "Harbour to close for repairs",
        "authors": ["Ada Lindqvist", "Tomas Ferro"],
        "publisher": "Maravia Herald",
        "published": "2024-03-05",
        "dateline": "PORT ELLERY, Maravia",
    }
    assert [fact.method for fact in found.values()] == ["first-line", "byline", "credit-line", "date-line", "dateline"]


def test_what_is_known_already_is_kept() -> None:
    assert furniture.complete(ARTICLE, Facts(title=Found("Another", "field"))).title == Found("Another", "field")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Lindqvist", ["Ada Lindqvist"]),
        ("by Ada de la Cruz, Special to the Herald", ["Ada de la Cruz"]),
        ("Written by: J. P. O’Hara", ["J. P. O’Hara"]),
        ("5 March 2024 | By Ada Lindqvist", ["Ada Lindqvist"]),
        ("By Friday the harbour was closed", None),
        ("By Staff Reporter", None),
        ("By the sea", None),
        ("Goodbye Ada Lindqvist", None),
    ],
)
def test_a_byline_gives_the_names_of_persons(line: str, names: list[str] | None) -> None:
    assert furniture.byline(line) == names


@pytest.mark.parametrize(
    ("paragraph", "place"),
    [
        ("ORVANE (Reuters) - Two ships sank.", "ORVANE"),
        ("PORT ELLERY, Maravia, March 5 — Two ships sank.", "PORT ELLERY, Maravia"),
        ("ORVANE -- Two ships sank.", "ORVANE"),
        ("US – that is, the whole country", None),
        ("Orvane is quiet - for now.", None),
        ("The harbour closed — again.", None),
    ],
)
def test_a_dateline_gives_its_place(paragraph: str, place: str | None) -> None:
    assert furniture.dateline(paragraph) == place


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Source: Maravia Herald", "Maravia Herald"),
        ("(Source: Maravia Herald)", "Maravia Herald"),
        ("Originally published by: The Orvane Post.", "The Orvane Post"),
        ("Source: https://www.maraviaherald.example/2024/harbour", "maraviaherald.example"),
        ("The source: nobody knows", None),
        ("A source said so", None),
    ],
)
def test_a_credit_line_gives_the_publisher(line: str, publisher: str | None) -> None:
    assert furniture.credit(line) == publisher


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Harbour to close\n\nThe harbour of Port Ellery will close in May.", "Harbour to close"),
        ("By Ada Lindqvist\nHarbour to close\n\nThe harbour of Port Ellery will close in May.", "Harbour to close"),
        ("“We have no choice,” says the harbour master\nBy Ada Lindqvist\nIt is so.", "“We have no choice,” says the harbour master"),
        ("The harbour closed on Monday.\n\nNobody objected to it at all, said the mayor.", None),
        ("Only one line", None),
    ],
)
def test_a_short_first_line_without_a_full_stop_is_the_title(text: str, title: str | None) -> None:
    found = furniture.complete(text, Facts()).title
    assert (found.value if found else None) == title


@given(st.text())
def test_any_text_has_facts_that_are_words_of_it(text: str) -> None:
    facts = furniture.complete(text, Facts())
    if facts.dateline:
        assert facts.dateline.value in text
    if facts.title:
        assert facts.title.value.split()[0] in text
