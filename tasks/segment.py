"""Split documents into paragraphs and sentences."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from tasks import layout, paragraphs, quote_depth, sentences
from tasks.article import SENTENCE
from tasks.paragraphs import Span
from tasks.stage import Batch, stage
from warehouse import schema

UNDIVIDED: Final = frozenset({"title", "byline", "credit", "table", "time"})
"""Kinds of paragraph that are one sentence whatever their punctuation."""


class Found(NamedTuple):
    """A paragraph or sentence; the `paragraph` of a sentence is the span it lies in."""

    kind: str
    span: Span
    quote_depth: int
    paragraph: "Found | None" = None


@stage("documents", writes=("segments",), version=3)
def segment(batch: Batch) -> Batch:
    """Write a row a paragraph and, after it, a row for each of its sentences."""
    columns = ("document_id", "text", "title", "publisher", "page_starts", "blocks")
    rows: list[tuple[Any, ...]] = []
    for document_id, text, title, publisher, pages, blocks in zip(*(batch["documents"][name].to_pylist() for name in columns), strict=True):
        kinds = {block["start"]: block["kind"] for block in blocks or () if block["kind"]}
        paths = {block["start"]: block["path"] for block in blocks or ()}
        rows.extend(_rows(document_id, segments(text, layout.Known(title, publisher, kinds)), pages, paths))
    return {"segments": schema.table("segments", rows)}


def segments(text: str, known: layout.Known = layout.Known()) -> Iterator[Found]:  # noqa: B008 - it is immutable
    """Yield the paragraphs of a text, each followed by its sentences; outside of them is white space only.

    >>> [(found.kind, found.quote_depth) for found in segments("He was sure. “It is late. We leave,” he said.")]
    [('lead', 0), ('sentence', 0), ('sentence', 0), ('sentence', 1)]
    """
    spans = list(paragraphs.split(text))
    still_open: list[str] = []
    for kind, span in zip(layout.kinds(text, spans, known), spans, strict=True):
        parts = [span] if kind in UNDIVIDED else [Span(span.start + start, span.start + end) for start, end in sentences.split(text[slice(*span)])]
        depths, still_open = quote_depth.depths(text, span, [part.start for part in parts], still_open)
        paragraph = Found(kind, span, depths[0])
        yield paragraph
        for part, depth in zip(parts, depths, strict=True):
            yield Found(SENTENCE, part, depth, paragraph)


def _rows(document_id: str, found: Iterable[Found], page_starts: list[int] | None, paths: Mapping[int, str | None]) -> Iterator[tuple[Any, ...]]:
    parent = page = path = None
    for kind, (start, end), depth, paragraph in found:
        segment_id = schema.identifier(document_id, kind, start, end)
        if paragraph is None:
            parent, path, page = None, paths.get(start), bisect_right(page_starts, start) if page_starts else None
        yield (document_id, segment_id, kind, parent, start, end, page, path, depth)
        if paragraph is None:
            parent = segment_id
