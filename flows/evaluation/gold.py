"""Annotated texts to measure on: a file with a JSON object a line, checked as it is read."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, Field, ValidationError, model_validator

from tasks.parse.dates import timestamp
from tasks.score.words import Span
from warehouse.errors import UsageError

Offsets = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]


def _publication(value: object) -> object:
    moment = timestamp(value)
    if value is not None and moment is None:
        raise ValueError("is no date")
    return moment.at if moment else None


class Attribution(BaseModel):
    """A claim as annotated; offsets are half-open and count code points of the line's text."""

    content: list[Offsets]
    source: Offsets | None = None
    cue: Offsets | None = None
    kind: Literal["direct", "indirect", "mixed"]
    speakers: list[str] = []
    nested: bool = False
    optional: bool = False

    def spans(self) -> Iterator[Offsets]:
        """Yield all its spans."""
        yield from (*self.content, *filter(None, (self.source, self.cue)))


class Named(BaseModel):
    """A name or date as annotated."""

    label: Literal["PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT", "MISC", "DATE"]
    start_char: int = Field(ge=0)
    end_char: int = Field(ge=0)
    entity: str | None = None


class Gold(BaseModel):
    """An annotated text; None where it is not annotated for claims, or not for names."""

    doc_id: str
    text: str
    published: Annotated[datetime | None, BeforeValidator(_publication)] = None
    attributions: list[Attribution] | None = None
    mentions: list[Named] | None = None

    @model_validator(mode="after")
    def _within_text(self) -> Self:
        spans = [span for one in self.attributions or () for span in one.spans()]
        spans += [(one.start_char, one.end_char) for one in self.mentions or ()]
        outside = next((span for span in spans if not span[0] <= span[1] <= len(self.text)), None)
        if outside:
            raise ValueError(f"the span {list(outside)} is no stretch of the text, which has {len(self.text)} characters")
        return self


def read_gold(path: Path) -> list[Gold]:
    """Return the annotated texts of a file in order.

    Raises
    ------
    UsageError
        when it cannot be read, or a line is not as it should be; the message names the line
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    found: dict[str, Gold] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            gold = _validated(line, place=f"{path}, line {number}")
            if gold.doc_id in found:
                raise UsageError(f"{path}, line {number}: a second document with the doc_id {gold.doc_id}")
            found[gold.doc_id] = gold
    if not found:
        raise UsageError(f"{path} holds no documents")
    return list(found.values())


def span(offsets: Offsets | None) -> Span | None:
    """Return offsets as a span."""
    return Span(*offsets) if offsets else None


def _validated(line: str, *, place: str) -> Gold:
    try:
        value: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: no JSON: {error}") from None
    try:
        return Gold.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise UsageError(f"{place}: {field + ': ' if field else ''}{first['msg'].removeprefix('Value error, ')}") from None
