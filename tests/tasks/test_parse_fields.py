import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parse.decode import cleaned
from tasks.parse.fields import composed, read_body, read_facts

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(["title", "headline", "author", "authors", "source", "publisher", "date", "datePublished", "text", "body", "dateline"])


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"byline": "By Ada Lindqvist and Tomas Ferro"}, ["Ada Lindqvist", "Tomas Ferro"]),
        ({"author": {"@type": "Person", "name": "Ada Lindqvist"}}, ["Ada Lindqvist"]),
        ({"authors": [{"name": "Ada Lindqvist"}, "Tomas Ferro", "Ada Lindqvist"]}, ["Ada Lindqvist", "Tomas Ferro"]),
        ({"authors": [], "author": "Ada Lindqvist"}, ["Ada Lindqvist"]),
        ({"author": "https://herald.example/staff/lindqvist"}, None),
    ],
)
def test_authors_are_read_however_the_field_gives_them(fields: dict[str, object], names: list[str] | None) -> None:
    found = read_facts(fields, "field").authors
    assert (found.value if found else None) == names


def test_each_fact_names_its_method_and_one_not_given_is_none() -> None:
    facts = read_facts({"headline": " Harbour &amp; port \n to close ", "publisher": {"name": "Maravia Herald"}}, "json-ld")
    assert (facts.title and facts.title.value, facts.title and facts.title.method) == ("Harbour & port to close", "json-ld")
    assert facts.publisher
    assert facts.publisher.value == "Maravia Herald"
    assert (facts.authors, facts.published, facts.dateline) == (None, None, None)


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"text": "The harbour closed.\r\nNobody objected. "}, "The harbour closed.\nNobody objected."),
        ({"content": ["The harbour closed.", "Nobody objected."]}, "The harbour closed.\n\nNobody objected."),
        ({"body": "<p>The harbour <b>closed</b> &amp; stayed so.</p><script>track()</script><p>Why?</p>"}, "The harbour closed & stayed so.\n\nWhy?"),
        ({"text": "2 < 3 and 5 > 4, she said."}, "2 < 3 and 5 > 4, she said."),
        ({"text": " ", "articleBody": "The harbour closed."}, "The harbour closed."),
        ({"text": 7, "body": {"html": "<p>x</p>"}}, ""),
    ],
)
def test_the_body_is_the_first_field_that_has_a_text(fields: dict[str, object], body: str) -> None:
    assert read_body(fields) == body


@pytest.mark.parametrize(
    ("title", "body", "text"),
    [
        ("Harbour to close", "It closes in May.", "Harbour to close\n\nIt closes in May."),
        ("Harbour to close", "Harbour to close\n\nIt closes in May.", "Harbour to close\n\nIt closes in May."),
        ("Harbour", "Harbour workers met on Monday.", "Harbour\n\nHarbour workers met on Monday."),
        (None, "It closes in May.", "It closes in May."),
    ],
)
def test_a_title_stands_once_above_the_body(title: str | None, body: str, text: str) -> None:
    assert composed(title, body) == text


@given(st.dictionaries(NAMES, VALUES))
def test_any_fields_give_clean_facts_and_a_clean_body(fields: dict[str, object]) -> None:
    facts, body = read_facts(fields, "field"), read_body(fields)
    for found in (facts.title, facts.publisher, facts.dateline):
        assert found is None or (found.value and found.value == " ".join(cleaned(found.value).split()))
    assert cleaned(body) == body
