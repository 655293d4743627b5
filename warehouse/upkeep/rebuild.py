"""A catalog made anew from the Parquet files: the commits they record are done again, one after the other."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from warehouse import ledger, parquet, publish, schema
from warehouse.catalog import Catalog, begin, set_oldest
from warehouse.changes import Held, Origin, SeedState
from warehouse.database import Database
from warehouse.errors import Damaged
from warehouse.layout import CATALOG, TABLES, Location
from warehouse.ledger import Change
from warehouse.parquet import Coverage, StoredFile
from warehouse.storage import catalog_url
from warehouse.store import Store, at, digest, discard, sync_folder

COMMITS: Final = f"{TABLES}/commits"
"""Where the commits are recorded."""

BESIDE: Final = ".rebuilt"
"""What the name of a SQLite catalog ends with while it is made."""

ASIDE: Final = ".before-repair"
"""What the name of the one that it replaces ends with from then on."""

Row = Mapping[str, Any]


@dataclass
class Contents:
    """What the commits brought, by batch_id, as far as their rows are still there."""

    documents: dict[str, list[Origin]] = field(default_factory=lambda: defaultdict(list))
    states: dict[str, list[SeedState]] = field(default_factory=lambda: defaultdict(list))
    replaced: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    renewed: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))
    tables: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def rebuild(location: Location, catalog: str | None) -> list[str]:
    """Put a catalog that is made from the files in the place of the one there is; return what could not be restored, a line each.

    Run it while nothing writes. A SQLite catalog that is there is kept beside the new one.

    Raises
    ------
    Damaged
        when no file records a commit
    WarehouseError
        when the catalog cannot be written
    """
    store = at(location)
    records, gaps = _records(store)
    if not records:
        raise Damaged(f"no commit is recorded in {store.place(COMMITS)}: there is nothing to make a catalog from")
    url = catalog_url(store, catalog)
    own = store.folder if catalog is None else None
    if own:
        discard(Path(own, CATALOG + BESIDE + ending) for ending in ("", "-wal", "-shm"))
    database = Database(url + BESIDE if own else url)
    try:
        with database.writing() as connection:
            begin(connection)
            _Replay(store, records).onto(connection)
    finally:
        database.close()
    if own:
        _swap(own / CATALOG)
    Catalog(url).close()
    return gaps


def _records(store: Store) -> tuple[list[Row], list[str]]:
    """Return the rows of `commits`, in order, and what is wrong with them."""
    found, faults = dict[str, Row](), list[str]()
    for path, _ in store.listed(COMMITS):
        try:
            with store.open(path) as file:
                found |= {row["batch_id"]: row for row in pq.read_table(file).to_pylist(maps_as_pydicts="strict")}
        except (OSError, ValueError) as error:
            faults.append(f"{store.place(path)} cannot be read, and what it records is left out: {' '.join(str(error).split())}")
    rows = _in_one_line(list(found.values()))
    there = {row["version"] for row in rows}
    missing = [version for version in range(1, max(there, default=0)) if version not in there]
    return rows, faults + [f"commit {version} is recorded nowhere; what it changed is left out" for version in missing]


def _in_one_line(rows: Sequence[Row]) -> list[Row]:
    """Return the commits that follow one another; one that was recorded and then not made shares its version with one that was."""
    by_version: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_version[row["version"]].append(row)
    line = list[Row]()
    for version in sorted(by_version, reverse=True):
        after = line[-1] if line and line[-1]["version"] == version + 1 else None
        line.append(next((row for row in by_version[version] if after and row["batch_id"] == after["follows"]), by_version[version][-1]))
    return line[::-1]


class _Replay:
    """Recorded commits, and what is still there of their files."""

    def __init__(self, store: Store, records: Sequence[Row]) -> None:
        self.store, self.records = store, records
        self.retired = {path: row["version"] for row in records for path in row["retired"]}
        self.there = {file.path for file in store.listed()}
        self.files = {row["version"]: list(self._files(row)) for row in records}
        self.readable = [file for files in self.files.values() for file in files if file.bytes]
        self.contents = _contents(store, self.readable)

    def onto(self, connection: sa.Connection) -> None:
        """Do the commits again."""
        for row in self.records:
            batch_id, version, contents = row["batch_id"], row["version"], self.contents
            change = Change(
                batch_id,
                row["run_id"],
                row["kind"],
                row["committed_at"],
                self.files[version],
                row["retired"],
                documents=contents.documents[batch_id],
                replaced=() if row["kind"] == "renew" else contents.replaced[batch_id],
                states=contents.states[batch_id],
                renewed=contents.renewed[batch_id],
                tables=contents.tables[batch_id],
            )
            ledger.repeat(connection, change, version, row["committed_at"])
        versions = {row["batch_id"]: row["version"] for row in self.records}
        pairs = ((pair, versions[pair[1]]) for pair in _pairs(self.store, self.readable) if pair[1] in versions)
        last = self.records[-1]["version"]
        oldest = max((version for path, version in self.retired.items() if path not in self.there), default=0)
        set_oldest(connection, last if ledger.bury(connection, pairs, last) else oldest)

    def _files(self, row: Row) -> Iterator[StoredFile]:
        """Yield the files that a commit added, but for those that vacuum took; one that is lost is empty."""
        own = parquet.place("commits", f"{row['version']:09}-{row['batch_id']}").as_posix()
        if own in self.there:
            with self.store.open(own) as file:
                sha256 = digest(file)
            yield self._file(own, sha256, None)
        for path, sha256, covers in zip(row["files"], row["sha256"], row["covers"], strict=True):
            if path in self.there or path not in self.retired:
                yield self._file(path, sha256, Coverage(*map(int, covers.split("-"))))

    def _file(self, path: str, sha256: str, covers: Coverage | None) -> StoredFile:
        table = PurePosixPath(path).parent.name
        try:
            with self.store.open(path) as file:
                told, size = pq.read_metadata(file), file.seek(0, io.SEEK_END)
        except (OSError, pa.ArrowException):
            return StoredFile(table, path, 0, 0, sha256, "", covers)
        return StoredFile(table, path, told.num_rows, size, sha256, parquet.described(told.schema.to_arrow_schema()), covers)


def _contents(store: Store, files: Sequence[StoredFile]) -> Contents:
    contents = Contents()
    for name, is_reject in (("documents", False), ("rejects", True)):
        columns = ["batch_id", "document_id", "source_uri", "container_path"]
        for batch_id, *place in _distinct(store, name, columns, files):
            contents.documents[batch_id].append(Origin._make((*place, is_reject)))
    for batch_id, is_removed, *state in _distinct(store, "seed_states", ["batch_id", "is_removed", *SeedState._fields], files):
        contents.replaced[batch_id].append(state[0])
        if not is_removed:
            contents.states[batch_id].append(SeedState(*state))
    for batch_id, document_id, of_batch, tables in _distinct(store, "renewals", ["batch_id", "document_id", "renewed_batch_id", "tables"], files):
        contents.renewed[batch_id].append(Held(document_id, of_batch))
        contents.tables[batch_id] = tables
    return contents


def _pairs(store: Store, files: Sequence[StoredFile]) -> Iterator[tuple[str, str]]:
    for table in schema.TABLES.values():
        if table.per_document:
            yield from _distinct(store, table.name, ["document_id", "batch_id"], files)


def _distinct(store: Store, name: str, columns: Sequence[str], files: Sequence[StoredFile]) -> Iterator[Any]:
    """Yield the distinct values of some columns of a table."""
    paths = [file.path for file in files if file.table_name == name]
    if paths:
        with duckdb.connect() as connection:
            rows = connection.sql(f"from {publish.offered(connection, store, name, paths)}").select(*columns).distinct()
            for batch in rows.to_arrow_reader(10_000):
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _swap(catalog: Path) -> None:
    """Put a SQLite catalog that was made beside another in its place; the other keeps all it has not yet merged into itself."""
    for ending in ("-wal", "-shm", ""):
        there = catalog.with_name(catalog.name + ending)
        if there.exists():
            there.replace(catalog.with_name(catalog.name + ASIDE + ending))
    catalog.with_name(catalog.name + BESIDE).replace(catalog)
    sync_folder(catalog.parent)
