import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.parse import READERS, SEEDS, parse, read
from tasks.parse.decode import cleaned
from tasks.parse.document import Document, Refusal
from warehouse import schema

ARTICLE = "Harbour to close\n\nThe harbour of Port Ellery will close in May, its master said on Tuesday.\n"
SAMPLES = Path(__file__).parents[2] / "seeds"
DAY = datetime(2024, 3, 5, tzinfo=UTC)


def parsed(*seeds: tuple[str, bytes, datetime | None]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows = [dict(zip(SEEDS.names, seed, strict=False)) for seed in seeds]
    tables = parse({"seeds": pa.Table.from_pylist(rows, SEEDS)})
    return tables["documents"].to_pylist(), tables["rejects"].to_pylist()


def test_a_text_file_becomes_a_document_that_says_what_it_was_made_from() -> None:
    (document,), rejects = parsed(("news/harbour.txt", ARTICLE.encode(), None))
    assert rejects == []
    assert document["document_id"] == schema.identifier("news/harbour.txt", "")
    assert document["content_sha256"] == hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert (document["text"], document["word_count"]) == (ARTICLE, 17)
    assert (document["title"], document["title_method"]) == ("Harbour to close", "first-line")
    assert (document["language"], document["language_method"]) == ("en", "py3langid")
    assert (document["published_at"], document["published_at_method"], document["published_precision"]) == (None, None, None)


def test_a_date_that_is_handed_on_wins_over_the_documents_own() -> None:
    (document,), _ = parsed(("harbour.txt", f"1 May 2023\n{ARTICLE}".encode(), DAY))
    assert (document["published_at"], document["published_at_method"], document["published_precision"]) == (DAY, "given", "day")


def test_each_line_of_a_jsonl_file_is_a_document_or_a_reject_of_its_own() -> None:
    lines = [json.dumps({"text": "One harbour."}), "{broken", json.dumps({"text": "Another harbour."})]
    documents, (reject,) = parsed(("wire.jsonl", "\n".join(lines).encode(), None))
    assert [(row["container_path"], row["text"]) for row in documents] == [("line 1", "One harbour."), ("line 3", "Another harbour.")]
    assert len({row["document_id"] for row in documents}) == 2
    assert (reject["source_uri"], reject["container_path"], reject["reason"], reject["stage"]) == ("wire.jsonl", "line 2", "malformed", "parse")


def test_the_samples_in_the_drop_folder_are_articles_that_say_who_published_them_and_when() -> None:
    documents, rejects = parsed(*((path.name, path.read_bytes(), None) for path in sorted(SAMPLES.iterdir())))
    assert rejects == []
    assert len(documents) >= 4
    assert {document["media_type"] for document in documents} == {"text/plain", "text/markdown", "text/html", "application/json"}
    assert all(document[field] for document in documents for field in ("title", "authors", "publisher", "published_at", "language"))


@pytest.mark.parametrize(
    ("uri", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n", "binary"),
        ("report.docx", b"PK\x03\x04", "malformed"),
        ("clip.mp4", b"words", "unsupported"),
        ("words.txt", b"word " * 600_001, "too_large"),
        ("page.HTML", b"x" * 5_000_001, "too_large"),
        ("broken.json", b"{", "malformed"),
    ],
)
def test_a_bad_seed_is_a_reject_with_its_reason_and_stops_no_other(uri: str, content: bytes, reason: str) -> None:
    documents, (reject,) = parsed((uri, content, None), ("good.txt", ARTICLE.encode(), None))
    assert [document["source_uri"] for document in documents] == ["good.txt"]
    assert (reject["source_uri"], reject["reason"]) == (uri, reason)
    assert reject["detail"]


@given(st.sampled_from(sorted(READERS)), st.binary(max_size=300) | st.text(st.characters(exclude_categories=["Cs"]), max_size=300).map(str.encode))
def test_any_bytes_are_documents_or_refusals(extension: str, content: bytes) -> None:
    found = list(read(f"any{extension}", content))
    assert found
    for one in found:
        assert isinstance(one, Refusal) or (cleaned(one.text) == one.text and one.text.strip())


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["a.txt", "b.md", "c.jsonl", "d.json"]), st.binary(max_size=60), st.none()), max_size=4))
def test_the_same_seeds_give_the_same_rows(seeds: list[tuple[str, bytes, None]]) -> None:
    assert parsed(*seeds) == parsed(*seeds)


MEGABYTE = 1_000_000


@pytest.mark.parametrize("extension", [".txt", ".md", ".json", ".jsonl"])
@pytest.mark.parametrize("unit", ["<", "[", "*", "_", "`", " ", "\t", "<!--", "](", "A ", "> ", '"'])
def test_a_megabyte_of_one_mark_is_read_in_time_linear_in_it(extension: str, unit: str) -> None:
    # Quadratic work on it takes minutes, so a test that ends at all has shown it; nothing is timed.
    found = list(read(f"nasty{extension}", f"A{unit * (MEGABYTE // len(unit))}b".encode()))
    assert all(isinstance(one, Document | Refusal) for one in found)
    assert found


@pytest.mark.parametrize("unit", ["<", "<a ", "</", "&", "<!--", "<p>", "<b>x</b>"])
def test_a_page_of_one_mark_is_read_in_time_linear_in_it(unit: str) -> None:
    assert list(read("nasty.html", f"<p>A{unit * (60_000 // len(unit))}b".encode()))
