"""What a reader hands on: a document, with what the reader knows about it and how it knew."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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


class Encoding(NamedTuple):
    """The character encoding that was used and how it was found: bom, utf-8, declared or detected."""

    name: str
    method: str


@dataclass(slots=True)
class Document:
    """A document out of a seed; `container_path` is its place in a seed that holds several.

    Formats that name their characters themselves have no `encoding`; the `media_type` is filled in by whoever called the reader.
    `page_starts` says where in the text each page of a paged document begins.
    """

    text: str
    encoding: Encoding | None
    facts: Facts = field(default_factory=Facts)
    container_path: str = ""
    media_type: str = ""
    page_starts: list[int] = field(default_factory=list)


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
