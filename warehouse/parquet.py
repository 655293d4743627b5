"""Parquet files that are complete and on disk once written, and never change after."""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import schema
from warehouse.layout import TABLES
from warehouse.ordering import KEY, by_document
from warehouse.store import Store

ROW_GROUP: Final = 122_880
"""Rows in a row group: DuckDB gives one to a thread."""

COMPRESSION: Final[dict[str, Any]] = {"compression": "zstd", "compression_level": 1}
"""Level 1 writes 1.6 times as fast as level 3; compaction can take the time for more."""

SORTED: Final = {"sorted_by": KEY}
"""What a file says whose rows are in the order of their documents."""

PREFIX: Final = "onrecord."
"""What the keys begin with under which a file says who wrote it."""


class Coverage(NamedTuple):
    """Which commits a file has rows of; what had been superseded up to `applied_version` is not in it."""

    first_version: int
    last_version: int
    applied_version: int

    def may_hold(self, added: int, removed: int) -> bool:
        """Tell whether the file may have rows of a document that one version brought and another superseded."""
        return self.first_version <= added <= self.last_version and self.applied_version < removed


class StoredFile(NamedTuple):
    """A Parquet file of a table; `path` is relative to the warehouse, `columns` names them with their types.

    `covers` is None for a file that only the commit which adds it has rows in.
    """

    table_name: str
    path: str
    rows: int
    bytes: int
    sha256: str
    columns: str
    covers: Coverage | None = None


def about(batch_id: str, run_id: str, started_at: str) -> dict[str, str]:
    """Return what each file says of the commit that wrote it."""
    return {"schema_version": str(schema.VERSION), "batch_id": batch_id, "run_id": run_id, "started_at": started_at}


def write(store: Store, tables: Mapping[str, pa.Table], about: Mapping[str, str], *, stem: str = "") -> list[StoredFile]:
    """Write each table to a file of its own, named after its batch if no `stem` is given.

    Raises
    ------
    OSError
        when one cannot be written, or is there already; the others are gone again then
    """
    name = stem or about["batch_id"]
    with ThreadPoolExecutor(max_workers=4) as pool:
        writes = [pool.submit(_write_one, store, place(table, name), rows, about) for table, rows in tables.items()]
    failures = [failure for write in writes if (failure := write.exception())]
    if failures:
        store.discard(write.result().path for write in writes if not write.exception())
        raise failures[0]
    return [write.result() for write in writes]


def place(table: str, stem: str) -> Path:
    """Return where a file of a table lies in the warehouse."""
    return Path(TABLES, table, f"{stem}.parquet")


def described(columns: pa.Schema) -> str:
    """Return the columns with their types, as the catalog tells files apart that are not alike."""
    return ", ".join(f"{column.name} {_kind(column.type)}" for column in columns)


def _kind(type_: pa.DataType) -> str:
    # Parquet calls what is in a list otherwise than Arrow, so a type's own text changes on the way through a file.
    if pa.types.is_list(type_):
        return f"list<{_kind(type_.value_type)}>"
    if pa.types.is_map(type_):
        return f"map<{_kind(type_.key_type)}, {_kind(type_.item_type)}>"
    return str(type_)


def labelled(columns: pa.Schema, about: Mapping[str, str]) -> pa.Schema:
    """Return a schema that says who wrote the file."""
    return columns.with_metadata({f"{PREFIX}{key}": value for key, value in about.items()})


def label(columns: pa.Schema) -> dict[str, str]:
    """Return what a file says of who wrote it."""
    found = {key.decode(): value.decode() for key, value in (columns.metadata or {}).items()}
    return {key.removeprefix(PREFIX): value for key, value in found.items() if key.startswith(PREFIX)}


def _write_one(store: Store, path: Path, table: pa.Table, about: Mapping[str, str]) -> StoredFile:
    name = path.parent.name
    content = _encoded(by_document(table), {**about, **SORTED, "table": name})
    with store.create(path.as_posix()) as file:
        file.write(content)
    return StoredFile(name, path.as_posix(), len(table), len(content), hashlib.sha256(content).hexdigest(), described(table.schema))


def _encoded(table: pa.Table, about: Mapping[str, str]) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    pq.write_table(table.cast(labelled(table.schema, about)), sink, row_group_size=ROW_GROUP, **COMPRESSION)
    return sink.getvalue()
