"""Tokens, lemmas, parts of speech, parses and the model's names of every sentence."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple

from tasks import model
from tasks.article import SENTENCE
from tasks.reader import Word
from tasks.stage import Batch, stage
from warehouse import schema

LANGUAGE: Final = "en"
LONGEST_TEXT: Final = 2000
"""Characters given to the model as one paragraph; what is above that is divided between its sentences."""
MOST_WORDS: Final = 300
"""A sentence of more is no prose; it is divided so that memory stays bounded."""
LONGEST_WORD: Final = 200
"""A run of more characters without white space is no word, and is divided."""

_PIECE = re.compile(rf"(?:\S{{1,{LONGEST_WORD}}}+(?!\S)\s*+){{1,{MOST_WORDS}}}+|\S{{1,{LONGEST_WORD}}}")


class Piece(NamedTuple):
    """A sentence, or as much of a very long one as is parsed at once: `text[start:end]` of a document."""

    document_id: str
    segment_id: str
    parent_id: str
    start: int
    end: int


@stage("documents", "segments", writes=("tokens",), version=3)
def annotate(batch: Batch) -> Batch:
    """Write a row a token, for documents in English or in a language that could not be told."""
    documents = batch["documents"].select(["document_id", "text", "language"]).to_pylist()
    texts = {row["document_id"]: row["text"] for row in documents if row["language"] in {None, LANGUAGE}}
    groups = list(_paragraphs(_pieces(batch, texts)))
    rows: list[tuple[Any, ...]] = []
    for document_id, parsed in groupby(_parsed(groups, texts), key=lambda pair: pair[0].document_id):
        rows.extend(_rows(document_id, parsed))
    return {"tokens": schema.table("tokens", rows)}


def _parsed(groups: list[list[Piece]], texts: dict[str, str]) -> Iterator[tuple[Piece, list[Word]]]:
    """Yield each piece with its words."""
    paragraphs = ([texts[piece.document_id][piece.start : piece.end] for piece in group] for group in groups)
    for group, found in zip(groups, model.load().read(paragraphs), strict=True):
        yield from zip(group, found, strict=True)


def _pieces(batch: Batch, texts: dict[str, str]) -> Iterator[Piece]:
    columns = ("document_id", "segment_id", "kind", "parent_id", "start_char", "end_char")
    for document_id, segment_id, kind, parent_id, start, end in zip(*(batch["segments"][name].to_pylist() for name in columns), strict=True):
        if kind == SENTENCE and document_id in texts:
            for piece in _PIECE.finditer(texts[document_id], start, end):
                yield Piece(document_id, segment_id, parent_id, *piece.span())


def _paragraphs(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each paragraph together, in several groups where it is very long."""
    for _, paragraph in groupby(pieces, key=lambda piece: (piece.document_id, piece.parent_id)):
        group: list[Piece] = []
        for piece in paragraph:
            if group and piece.end - group[0].start > LONGEST_TEXT:
                yield group
                group = []
            group.append(piece)
        yield group


def _rows(document_id: str, parsed: Iterable[tuple[Piece, list[Word]]]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a document; its tokens are numbered through."""
    first = 0
    for piece, words in parsed:
        for number, (start, end, lemma, upos, tag, head, dep, entity, *claims) in enumerate(words, first):
            yield (
                document_id,
                number,
                piece.segment_id,
                piece.start + start,
                piece.start + end,
                lemma,
                upos,
                tag,
                first + head,
                dep,
                entity,
                *claims,
            )
        first += len(words)
