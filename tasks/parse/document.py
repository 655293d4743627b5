"""What a reader hands on: a document, with what the reader knows about it and how it knew."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from warehouse.errors import UnreadableSeed

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value and the short name of the method that found it."""

    value: Value
    method: str


class Moment(NamedTuple):
    """A time in UTC and how exact it is: second, day, month or year."""

    at: datetime
    precision: str


@dataclass(slots=True)
class Facts:
    """What is known about a document besides its text; None for what is not known."""

    title: Found[str] | None = None
    authors: Found[list[str]] | None = None
    publisher: Found[str] | None = None
    published: Found[Moment] | None = None
    dateline: Found[str] | None = None
    section: Found[str] | None = None
    canonical_url: Found[str] | None = None
    language: Found[str] | None = None

    def filled_from(self, other: "Facts") -> "Facts":
        """Return these facts, those that are not known taken from others."""
        return Facts(**{fact.name: getattr(self, fact.name) or getattr(other, fact.name) for fact in fields(self)})


class Encoding(NamedTuple):
    """The character encoding that was used and how it was found: bom, utf-8, declared or detected."""

    name: str
    method: str


class Block(NamedTuple):
    """A paragraph of a source that tells what its paragraphs are: its words, its kind (as in `segments`) and its place there."""

    words: str
    kind: str | None = None
    path: str | None = None


class Place(NamedTuple):
    """Where in the text a block begins, and what the source tells of it."""

    start: int
    kind: str | None
    path: str | None


@dataclass(slots=True)
class Document:
    """A document out of a seed; `container_path` is its place in a seed that holds several.

    Formats that name their characters themselves have no `encoding`; the `media_type` is filled in by whoever called the reader.
    `page_starts` says where in the text each page of a paged document begins, `places` what the source tells of its paragraphs,
    `sha256` is that of the bytes that it was read from, its own part of a container.
    """

    text: str
    encoding: Encoding | None
    facts: Facts = field(default_factory=Facts)
    container_path: str = ""
    media_type: str = ""
    page_starts: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    sha256: str = ""


def below(title: str | None, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of an article below its title; once where they begin with it."""
    if not title:
        return list(blocks)
    first = blocks[0] if blocks and blocks[0].words == title else None
    return [Block(title, "title", first.path if first else None), *(blocks[1:] if first else blocks)]


def laid_out(blocks: Iterable[Block]) -> tuple[str, list[Place]]:
    """Return blocks as a text, a blank line between them, and where each begins in it.

    >>> laid_out([Block("Harbour to close", "title"), Block("It closes in May.")])[1]
    [Place(start=0, kind='title', path=None), Place(start=18, kind=None, path=None)]
    """
    lines, places, start = list[str](), list[Place](), 0
    for words, kind, path in blocks:
        lines.append(words)
        places.append(Place(start, kind, path))
        start += len(words) + 2
    return "\n\n".join(lines), places


class Refusal(NamedTuple):
    """A document that could not be read in a seed whose others could."""

    container_path: str
    error: UnreadableSeed


class Member(NamedTuple):
    """A file within a container, to be read as if it were a seed of its own.

    `name` helps to tell its format; empty for the one file of a compressed one, which goes by the name of that.
    """

    container_path: str
    name: str
    content: bytes


Reader: TypeAlias = Callable[[bytes], Iterator[Document | Refusal | Member]]
"""Bytes to documents; raises UnreadableSeed when the whole seed is refused."""
