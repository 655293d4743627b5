"""Purging: a document leaves every file and every earlier version, for good."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from warehouse import schema
from warehouse.changes import Origin
from warehouse.errors import Overtaken, UsageError
from warehouse.storage import Warehouse
from warehouse.store import Store
from warehouse.upkeep.compact import write_anew

MOST_TRIES: Final = 5
"""How often others may be quicker to rewrite a file, or bring the document again."""


class Purged(NamedTuple):
    """What a purge did: files written anew, files removed, and those looked through at the end, none of which has a row of it."""

    rewritten: int
    removed: int
    searched: int


def found(warehouse: Warehouse, name: str) -> Origin:
    """Return the one document, live or superseded, that bears an id or came from a file.

    Raises
    ------
    UsageError
        when there is none, or several came from the file
    """
    documents = {origin.document_id: origin for origin in warehouse.catalog.find(name)}
    if not documents:
        raise UsageError(f"no document, now or in an earlier version, has the id or the file {name}")
    if len(documents) > 1:
        raise UsageError(f"{len(documents)} documents came from {name}; name one by its document_id: {', '.join(sorted(documents))}")
    return next(iter(documents.values()))


def purge(warehouse: Warehouse, origin: Origin) -> Purged:
    """Remove a document from the live files and remove the earlier ones that hold it, whatever their age; then look through all there are.

    Earlier versions that need a removed file can no longer be read, and writers that began before have to begin anew.

    Raises
    ------
    Overtaken
        when others keep bringing it back
    """
    is_only = all(other.document_id == origin.document_id for other in warehouse.catalog.find(origin.source_uri))
    marks = {"document_id": origin.document_id, **({"source_uri": origin.source_uri} if is_only else {})}
    rewritten = removed = 0
    for _ in range(MOST_TRIES):
        rewritten += _from_live(warehouse, marks)
        removed += _from_earlier(warehouse, marks)
        if not list(holding(warehouse.store, marks)):
            warehouse.catalog.forget_document(origin.document_id, marks.get("source_uri"))
            warehouse.publish(afresh=True)
            return Purged(rewritten, removed, sum(1 for _ in warehouse.store.listed()))
    raise Overtaken(f"{origin.source_uri} is brought again and again while it is purged; stop what takes it in")


def holding(store: Store, marks: Mapping[str, str]) -> Iterator[str]:
    """Yield the files that have a row with one of the marks, or cannot be read: half a file may hold what is looked for."""
    for path, _ in store.listed():
        table = PurePosixPath(path).parent.name
        names = schema.arrow(table).names if table in schema.TABLES else []
        if any(column in names and _has(store, path, column, value) for column, value in marks.items()):
            yield path


def _has(store: Store, path: str, column: str, value: str) -> bool:
    try:
        return bool(store.dataset([path]).count_rows(filter=pc.field(column) == value))
    except (OSError, pa.ArrowException):
        return store.has(path)


def _from_live(warehouse: Warehouse, marks: Mapping[str, str]) -> int:
    held = set(holding(warehouse.store, marks))
    groups = [[known] for known in warehouse.catalog.files() if known.file.path in held]
    try:
        return write_anew(warehouse, groups, kind="purge", left_out=[pa.table({column: [value]}) for column, value in marks.items()]) if groups else 0
    except Overtaken:
        return 0


def _from_earlier(warehouse: Warehouse, marks: Mapping[str, str]) -> int:
    """Remove what holds the document and is not live: files of earlier versions, and what killed or slow writers left."""
    warehouse.catalog.refuse_begun_before(datetime.now(UTC))
    held = set(holding(warehouse.store, marks)) - {path for _, path, _ in warehouse.catalog.live().files}
    warehouse.catalog.forget_named(sorted(held))
    warehouse.store.discard(held)
    return len(held)
