"""A document as the later stages read it: text, paragraphs, sentences, tokens and names, out of the tables of a batch."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

from tasks.stage import Batch

SENTENCE: Final = "sentence"
"""The kind of segment that is no paragraph."""


class Segment(NamedTuple):
    """A paragraph or sentence: `text[start:end]`; `parent_id` is the paragraph of a sentence."""

    segment_id: str
    kind: str
    parent_id: str | None
    start: int
    end: int
    quote_depth: int


class Mention(NamedTuple):
    """A name or date; `entity_id` is the local entity it belongs to, where that is known."""

    mention_id: str
    start: int
    end: int
    text: str
    label: str
    entity_id: str | None


class Entity(NamedTuple):
    """Somebody or something that the document names."""

    entity_id: str
    name: str
    label: str
    gender: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a document as columns of equal length; `head` holds indices into them, a root's is its own."""

    segment_id: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    dep: list[str] = field(default_factory=list)
    entity: list[str] = field(default_factory=list)
    in_source: list[int | None] = field(default_factory=list)
    in_cue: list[int | None] = field(default_factory=list)
    in_content: list[int | None] = field(default_factory=list)

    def __len__(self) -> int:
        """Count the tokens."""
        return len(self.start)


TOKENS: Final = ("segment_id", "start_char", "end_char", "lemma", "upos", "tag", "head", "dep", "entity", "in_source", "in_cue", "in_content")
"""The columns of the table of tokens in the order of `Tokens`."""


@dataclass(frozen=True, slots=True)
class Article:
    """A document with whatever the batch holds of it; parts that no stage has written yet are empty."""

    document_id: str
    text: str
    title: str | None
    published_at: datetime | None
    paragraphs: list[Segment]
    sentences: list[Segment]
    tokens: Tokens
    mentions: list[Mention]
    entities: dict[str, Entity]


def articles(batch: Batch) -> Iterator[Article]:
    """Yield the documents of a batch in order; in every table the rows of a document stand together, in the order of its text."""
    segments = _rows(batch, "segments", ("segment_id", "kind", "parent_id", "start_char", "end_char", "quote_depth"))
    tokens = _rows(batch, "tokens", TOKENS)
    mentions = _rows(batch, "mentions", ("mention_id", "start_char", "end_char", "text", "label"))
    owners = _rows(batch, "local_entity_mentions", ("mention_id", "local_entity_id"))
    entities = _rows(batch, "local_entities", ("local_entity_id", "name", "label", "gender", "number"))
    documents = batch["documents"].select(["document_id", "text", "title", "published_at"])
    for document_id, text, title, published_at in zip(*(column.to_pylist() for column in documents.columns), strict=True):
        kept = [Segment(*row) for row in segments.get(document_id, [])]
        owner = dict(owners.get(document_id, []))
        yield Article(
            document_id,
            text,
            title,
            published_at,
            [segment for segment in kept if segment.kind != SENTENCE],
            [segment for segment in kept if segment.kind == SENTENCE],
            Tokens(*map(list, zip(*tokens[document_id], strict=True))) if tokens.get(document_id) else Tokens(),
            [Mention._make((*row, owner.get(row[0]))) for row in mentions.get(document_id, [])],
            {row[0]: Entity(*row) for row in entities.get(document_id, [])},
        )


def _rows(batch: Batch, name: str, columns: tuple[str, ...]) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of a table by document; none where the batch does not hold it."""
    if name not in batch:
        return {}
    table = batch[name].select(["document_id", *columns])
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    return {document_id: [row[1:] for row in group] for document_id, group in groupby(rows, key=lambda row: row[0])}
