import pyarrow as pa
import pytest
from handmade import batch
from hypothesis import given
from hypothesis import strategies as st

from tasks import layout
from tasks import segment as room
from tasks.article import SENTENCE, articles
from warehouse import schema

LINES = st.lists(
    st.sampled_from(
        ["", "By Ann Orr", "“We go.", "We stay.” He left.", '"Odd.', "- item", "a\tb\tc", "Title", "x" * 90, "Source: Herald", "\u2028", "😀!"]
    )
)


def surfaces(text: str) -> list[tuple[str, str]]:
    return [(found.kind, text[slice(*found.span)]) for found in room.segments(text)]


def test_paragraphs_are_followed_by_their_sentences() -> None:
    assert surfaces("The harbour closed. Nobody came.\n“Why?” she asked.") == [
        ("lead", "The harbour closed. Nobody came."),
        ("sentence", "The harbour closed."),
        ("sentence", "Nobody came."),
        ("body", "“Why?” she asked."),
        ("sentence", "“Why?” she asked."),
    ]


def test_the_depth_of_quotation_reaches_over_paragraphs() -> None:
    text = "“We go. We come back.\n“We stay,” she said. She left."
    assert [(found.quote_depth, text[found.span.start :][:6]) for found in room.segments(text) if found.kind == SENTENCE] == [
        (0, "“We go"),
        (1, "We com"),
        (1, "“We st"),
        (0, "She le"),
    ]


def test_a_title_is_one_sentence() -> None:
    text = "Closed! Harbour shut\nThe harbour closed on Monday."
    found = room.segments(text, layout.Known("Closed! Harbour shut"))
    assert [part.kind for part in found] == ["title", "sentence", "lead", "sentence"]


@pytest.mark.parametrize("text", ["", "\n \n", "\u00a0"])
def test_white_space_has_no_segments(text: str) -> None:
    assert surfaces(text) == []


@given(st.one_of(st.text(), LINES.map("\n".join)))
def test_nothing_but_white_space_is_outside_of_sentences(text: str) -> None:
    at, parent = 0, None
    for found in room.segments(text):
        if found.kind == SENTENCE:
            assert found.paragraph is parent
            assert parent is not None
            assert parent.span.start <= at <= found.span.start < found.span.end <= parent.span.end or at <= parent.span.start
            assert text[at : found.span.start].strip() == ""
            at = found.span.end
        else:
            parent = found
    assert text[at:].strip() == ""


def test_the_stage_writes_each_documents_segments_in_the_order_of_its_text() -> None:
    tables = batch("The harbour closed. Nobody came.", "", "“Odd marks are no reason to stop. It goes on.")
    first, empty, odd = articles({"documents": tables["documents"], **room.segment(tables)})
    assert [first.text[part.start : part.end] for part in first.sentences] == ["The harbour closed.", "Nobody came."]
    assert {part.parent_id for part in first.sentences} == {first.paragraphs[0].segment_id}
    assert not empty.paragraphs
    assert [part.quote_depth for part in odd.sentences] == [0, 1]


def test_a_document_has_the_same_segments_alone_and_among_others() -> None:
    alone, among = room.segment(batch("It rained. It poured.")), room.segment(batch("It rained. It poured.", "Dry."))
    assert among["segments"].slice(0, 3).equals(alone["segments"])


def test_what_the_source_tells_of_a_paragraph_wins_over_its_form_and_its_place_is_kept() -> None:
    text = "Harbour to close\n\nIt closes in May.\n\n14:32\n\nWhat comes next?"
    told = [(0, "title", "/html/h1"), (18, "caption", "/html/p[1]"), (37, "time", "/html/time"), (44, None, "/html/p[2]")]
    blocks = [{"start": start, "kind": kind, "path": path} for start, kind, path in told]
    row = dict.fromkeys(schema.arrow("documents").names) | {"document_id": "d", "source_uri": "", "container_path": "", "content_sha256": ""}
    row |= {"media_type": "", "text": text, "word_count": 0, "story_id": "", "is_story_lead": True, "title": "Harbour to close", "blocks": blocks}
    rows = room.segment({"documents": pa.Table.from_pylist([row], schema.arrow("documents"))})["segments"].to_pylist()
    found = [(row["start_char"], row["kind"], row["path"]) for row in rows if row["kind"] != SENTENCE]
    assert found == [*told[:3], (44, "lead", "/html/p[2]")]
    assert all(row["path"] for row in rows)
