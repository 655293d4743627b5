"""A thorough look at a warehouse: every file, every row, every span."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import duckdb
import pyarrow.parquet as pq

from warehouse import publish, queries
from warehouse.catalog import Catalog
from warehouse.parquet import StoredFile
from warehouse.store import Store, digest
from warehouse.upkeep.vacuum import strays

CHECKS: Final = Path(__file__).parents[1] / "checks"
"""A file a question; each row of its answer is a finding."""

MEMORY: Final = "1GB"
"""What looking at rows may take; beyond, it goes to disk."""

MOST: Final = 10
"""Findings of one kind that are told one by one."""

REPAIR: Final = "`onrecord doctor --repair` makes the catalog anew from the files"
LOST: Final = "put the file back from a copy, or `onrecord doctor --repair` lets `onrecord ingest` take its documents in again"
REBUILD: Final = "`onrecord doctor --repair` lets `onrecord ingest` take in anew the documents concerned"
STRAY: Final = "a writer is at work, or was killed; `onrecord maintain` removes what is old"


class Finding(NamedTuple):
    """What is wrong, and what to do about it."""

    what: str
    advice: str


def examine(store: Store, catalog: Catalog) -> Iterator[Finding]:
    """Yield what is wrong with a warehouse, files first; rows are looked at only when all files are sound.

    Raises
    ------
    WarehouseError
        when the catalog cannot be read
    """
    broken = list(catalog.faults())
    yield from (Finding(f"the catalog {catalog.place}: {fault}", REPAIR) for fault in broken)
    lost = [Finding(trouble, LOST) for known in catalog.files() if (trouble := trouble_of(store, known.file))]
    yield from lost
    yield from (Finding(f"{store.place(stray.path)} belongs to no version", STRAY) for stray in strays(store, catalog.paths()))
    if not lost and not broken:
        yield from _in_rows(store, catalog)


def trouble_of(store: Store, file: StoredFile) -> str | None:
    """Return what is wrong with a file, if anything is."""
    place = store.place(file.path)
    try:
        with store.open(file.path) as opened:
            if digest(opened) != file.sha256:
                return f"{place} is not as it was written: its SHA-256 is another"
            opened.seek(0)
            rows = pq.read_metadata(opened).num_rows
    except FileNotFoundError:
        return f"{place} is missing"
    except OSError as error:
        return f"{place} cannot be read: {error.strerror or error}"
    return None if rows == file.rows else f"{place} has {rows:,} rows; the catalog says {file.rows:,}"


def _in_rows(store: Store, catalog: Catalog) -> Iterator[Finding]:
    live = catalog.live()
    with store.spill() as spill, duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(spill)}) as connection:
        publish.show(connection, store, live)
        queries.prepare(connection)
        for check in sorted(CHECKS.glob("*.sql")):
            found = [row[0] for row in connection.execute(check.read_text("utf-8")).fetchall()]
            yield from _told(check.stem, found)
        yield from _told("catalog", _disagreements(connection, catalog, live.version), REPAIR)


def _disagreements(connection: duckdb.DuckDBPyConnection, catalog: Catalog, version: int) -> list[str]:
    stored = connection.execute("select document_id, batch_id, false from documents union all select document_id, batch_id, true from rejects")
    held = set(stored.fetchall())
    listed = {(origin.document_id, batch_id, origin.is_reject) for origin, batch_id in catalog.documents(version)}
    only_listed = [f"document {document_id} is in the catalog and in no file" for document_id, *_ in sorted(listed - held)]
    return only_listed + [f"document {document_id} is in a file and not in the catalog" for document_id, *_ in sorted(held - listed)]


def _told(check: str, found: list[str], advice: str = REBUILD) -> Iterator[Finding]:
    yield from (Finding(f"{check}: {finding}", advice) for finding in found[:MOST])
    if len(found) > MOST:
        yield Finding(f"{check}: {len(found) - MOST:,} more", advice)
