"""Parquet files that are complete and on disk once written, and never change after."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import schema
from warehouse.layout import TABLES

ROW_GROUP: Final = 122_880
"""Rows in a row group: DuckDB gives one to a thread."""

COMPRESSION: Final[dict[str, Any]] = {"compression": "zstd", "compression_level": 1}
"""Level 1 writes 1.6 times as fast as level 3; compaction can take the time for more."""


class StoredFile(NamedTuple):
    """A Parquet file of a table; `path` is relative to the warehouse, `columns` names them with their types."""

    table_name: str
    path: str
    rows: int
    bytes: int
    sha256: str
    columns: str


def about(batch_id: str, run_id: str, committed_at: str) -> dict[str, str]:
    """Return what each file says of the commit that wrote it, for a catalog to be rebuilt from."""
    return {"schema_version": str(schema.VERSION), "batch_id": batch_id, "run_id": run_id, "committed_at": committed_at}


def write(folder: Path, tables: Mapping[str, pa.Table], about: Mapping[str, str]) -> list[StoredFile]:
    """Write each table to a file of its own, named after its batch.

    Raises
    ------
    OSError
        when one cannot be written, or is there already; the others are gone again then
    """
    with ThreadPoolExecutor(max_workers=4) as pool:
        writes = [pool.submit(_write_one, folder, name, table, about) for name, table in tables.items()]
    failures = [failure for write in writes if (failure := write.exception())]
    if failures:
        discard(folder / write.result().path for write in writes if not write.exception())
        raise failures[0]
    return [write.result() for write in writes]


def discard(paths: Iterable[Path]) -> None:
    """Remove files that nobody will read."""
    for path in paths:
        if path.is_file():
            path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names of the files in a folder last through a power cut."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_one(folder: Path, name: str, table: pa.Table, about: Mapping[str, str]) -> StoredFile:
    path = Path(TABLES, name, f"{about['batch_id']}.parquet")
    content = _encoded(table, {**about, "table": name})
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    _write_through(folder / path, content)
    columns = ", ".join(f"{column.name} {column.type}" for column in table.schema)
    return StoredFile(name, path.as_posix(), len(table), len(content), hashlib.sha256(content).hexdigest(), columns)


def _write_through(place: Path, content: pa.Buffer) -> None:
    """Write a file that was not there, down to the disk, or leave none."""
    with place.open("xb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            sync_folder(place.parent)
        except BaseException:
            discard([place])
            raise


def _encoded(table: pa.Table, about: Mapping[str, str]) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    kept = table.replace_schema_metadata({f"onrecord.{key}": value for key, value in about.items()})
    pq.write_table(kept, sink, row_group_size=ROW_GROUP, **COMPRESSION)
    return sink.getvalue()
