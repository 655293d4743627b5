import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parse.document import Document, Refusal
from tasks.parse.records import read_json, read_jsonl
from warehouse.errors import UnreadableSeed

HARBOUR = {"title": "Harbour to close", "text": "It closes in May.", "source": "Maravia Herald", "date_publish": "2024-03-05 10:00:00"}
BRIDGE = {"headline": "Bridge reopens", "maintext": "It reopened on Monday."}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(max_size=8), v), max_leaves=8
)


def outcomes(found: list[Document | Refusal]) -> list[tuple[str, str]]:
    return [(one.container_path, one.error.reason if isinstance(one, Refusal) else one.text) for one in found]


def test_an_object_is_an_article() -> None:
    (document,) = read_json(json.dumps(HARBOUR).encode())
    assert isinstance(document, Document)
    assert (document.text, document.container_path) == ("Harbour to close\n\nIt closes in May.", "")
    assert document.facts.publisher
    assert document.facts.publisher.value == "Maravia Herald"


@pytest.mark.parametrize("container", [[HARBOUR, BRIDGE], {"articles": [HARBOUR, BRIDGE], "total": 2}])
def test_the_articles_of_a_list_are_numbered(container: object) -> None:
    assert outcomes(list(read_json(json.dumps(container).encode()))) == [
        ("item 1", "Harbour to close\n\nIt closes in May."),
        ("item 2", "Bridge reopens\n\nIt reopened on Monday."),
    ]


def test_a_bad_line_refuses_itself_alone() -> None:
    lines = [json.dumps(HARBOUR), "{not json", "", "7", json.dumps({"title": "No text"}), json.dumps(BRIDGE)]
    assert outcomes(list(read_jsonl("\r\n".join(lines).encode()))) == [
        ("line 1", "Harbour to close\n\nIt closes in May."),
        ("line 2", "malformed"),
        ("line 4", "malformed"),
        ("line 5", "empty"),
        ("line 6", "Bridge reopens\n\nIt reopened on Monday."),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"[]", "empty"), (b"{}", "empty"), (b"7", "malformed"), (b"{", "malformed"), (b"[" * 100_000, "malformed"), (b"9" * 5_000, "malformed")],
)
def test_what_is_no_article_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSeed) as caught:
        list(read_json(content))
    assert caught.value.reason == reason


@given(JSON)
def test_any_json_gives_documents_or_refusals(value: object) -> None:
    line = json.dumps(value).encode()
    assert all(isinstance(found, Document | Refusal) for found in read_jsonl(line))
