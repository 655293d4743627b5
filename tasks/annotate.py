"""Tokens, lemmas, parts of speech, parses and the model's names of every sentence."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tasks import model
from tasks.article import SENTENCE
from tasks.labels import NAMES, relation
from tasks.stage import Batch, stage
from warehouse import schema

if TYPE_CHECKING:  # Importing spaCy costs a second, which only the processes that parse should pay.
    from spacy.language import Language
    from spacy.tokens import Doc, Token

LANGUAGE: Final = "en"
PARAGRAPHS_AT_ONCE: Final = 32
LONGEST_DOC: Final = 2000
"""Characters given to the model as one text; a paragraph above that is divided between its sentences."""
MOST_WORDS: Final = 300
"""A sentence of more is no prose; it is divided so that memory stays bounded."""
LONGEST_WORD: Final = 200
"""A run of more characters without white space is no word; the tokenizer's time grows with the square of its length."""

_PIECE = re.compile(rf"(?:\S{{1,{LONGEST_WORD}}}+(?!\S)\s*+){{1,{MOST_WORDS}}}+|\S{{1,{LONGEST_WORD}}}")


class Piece(NamedTuple):
    """A sentence, or as much of a very long one as is parsed at once: `text[start:end]` of a document."""

    document_id: str
    segment_id: str
    parent_id: str
    start: int
    end: int


class Place(NamedTuple):
    """Where a token is: the sentence, and `text[start:end]` of the document."""

    segment_id: str
    start: int
    end: int


class Word(NamedTuple):
    """A token and the segment it is in; `head` counts from the first token of its text to the model."""

    segment_id: str
    start: int
    end: int
    lemma: str
    upos: str
    tag: str
    head: int
    dep: str
    entity: str


@stage("documents", "segments", writes=("tokens",), version=1)
def annotate(batch: Batch) -> Batch:
    """Write a row a token, for documents in English or in a language that could not be told."""
    documents = batch["documents"].select(["document_id", "text", "language"]).to_pylist()
    texts = {row["document_id"]: row["text"] for row in documents if row["language"] in {None, LANGUAGE}}
    groups = list(_paragraphs(_pieces(batch, texts)))
    rows: list[tuple[Any, ...]] = []
    for document_id, parsed in groupby(zip(groups, words(groups, texts), strict=True), key=lambda pair: pair[0][0].document_id):
        rows.extend(_rows(document_id, (found for _, found in parsed)))
    return {"tokens": schema.table("tokens", rows)}


def words(groups: list[list[Piece]], texts: dict[str, str]) -> Iterator[list[Word]]:
    """Yield the words of each group of pieces; the head of a word is in the same sentence."""
    nlp = model.load()
    with nlp.memory_zone():  # Otherwise every new word would stay in the vocabulary of a process that runs for days.
        laid_out = (_lay_out(nlp, group, texts[group[0].document_id]) for group in groups)
        for doc, places in nlp.pipe(laid_out, as_tuples=True, batch_size=PARAGRAPHS_AT_ONCE):
            yield [_word(token, places) for token in doc]


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
            if group and piece.end - group[0].start > LONGEST_DOC:
                yield group
                group = []
            group.append(piece)
        yield group


def _lay_out(nlp: "Language", group: list[Piece], text: str) -> tuple["Doc", list[Place]]:
    """Return the text to the model, with its sentence starts set, and the segment and span of each token.

    Each piece is divided into tokens by itself, so that none reaches over its end, and white space is left out, since a
    line break among the words spoils the parse.
    """
    from spacy.tokens import Doc  # noqa: PLC0415 - as above

    surfaces, places, starts = list[str](), list[Place](), list[bool | int | None]()
    for piece in group:
        is_first = True
        for start, surface in _tokens(nlp, text, piece):
            surfaces.append(surface)
            places.append(Place(piece.segment_id, start, start + len(surface)))
            starts.append(is_first)
            is_first = False
    spaces = [text[end : end + 1].isspace() for _, _, end in places]
    return Doc(nlp.vocab, words=surfaces, spaces=spaces, sent_starts=starts), places


def _tokens(nlp: "Language", text: str, piece: Piece) -> list[tuple[int, str]]:
    """Return where each token starts, and the token; what is left of an endless word is one."""
    surface = text[piece.start : piece.end]
    if len(surface) == LONGEST_WORD and len(surface.split()) == 1:
        return [(piece.start, surface)]
    return [(piece.start + token.idx, token.text) for token in nlp.make_doc(surface) if not token.is_space]


def _word(token: "Token", places: list[Place]) -> Word:
    name, head, place = NAMES.get(token.ent_type_), token.head.i, places[token.i]
    is_root = head == token.i or places[head].segment_id != place.segment_id  # A foreign parser may not keep to our sentences.
    return Word(
        *place,
        token.lemma_ or token.lower_,
        token.pos_ or "X",
        token.tag_,
        token.i if is_root else head,
        "root" if is_root else relation(token.dep_),
        f"{token.ent_iob_}-{name}" if name else "O",
    )


def _rows(document_id: str, paragraphs: Iterable[list[Word]]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a document; its tokens are numbered through."""
    first = 0
    for paragraph in paragraphs:
        for number, word in enumerate(paragraph):
            yield (document_id, first + number, word.segment_id, *word[1:6], first + word.head, *word[7:])
        first += len(paragraph)
