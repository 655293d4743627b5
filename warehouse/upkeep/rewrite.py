"""Writing the live rows of some files anew, sorted by document: files that are sorted are merged, others sorted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import parquet, publish, schema
from warehouse.errors import Damaged, WarehouseError
from warehouse.ordering import KEY
from warehouse.parquet import Coverage, StoredFile
from warehouse.store import Store, digest
from warehouse.upkeep.merge import ROWS_AT_ONCE
from warehouse.upkeep.runs import groups, in_turn, one_stream, sorted_runs

MEMORY: Final = "512MB"
"""What sorting may take; beyond, it goes to disk."""

COMPRESSION_LEVEL: Final = 3
"""A file that lives long is worth the time."""

FILE_BYTES: Final = 256 * 2**20
"""Where a file ends and the next begins."""


def rewrite(store: Store, files: Sequence[StoredFile], left_out: Sequence[pa.Table], about: Mapping[str, str]) -> Iterator[StoredFile]:
    """Write the rows of files of one table anew, but for those that have the values of a row of `left_out`; yield the new files.

    `about` is what each says of itself; their names begin with its `stem`.

    Raises
    ------
    WarehouseError
        when one cannot be read or written; what was yielded before is the caller's to remove
    """
    table = schema.TABLES[files[0].table_name]
    try:
        with _rows(store, table, files, left_out) as batches:
            writer = _Writer(store, table.name, {**about, **_covers(files, about)})
            yield from writer.write(batches)
    except (duckdb.Error, pa.ArrowException, FileNotFoundError) as error:
        missing = [file.path for file in files if not store.has(file.path)]
        if missing:
            raise Damaged(f"{store.place(missing[0])} is missing, though the catalog names it") from error
        raise WarehouseError(f"the files of {table.name} cannot be written anew: {' '.join(str(error).split())}") from error


@contextmanager
def _rows(store: Store, table: schema.Table, files: Sequence[StoredFile], left_out: Sequence[pa.Table]) -> Iterator[Iterable[pa.RecordBatch]]:
    """Yield the rows to write: merged where all files are sorted by document, and otherwise sorted; those of no document stay in their order."""
    columns = pa.schema([column.with_nullable(True) for column in schema.arrow(table.name, stamped=True)])
    if KEY not in columns.names:
        yield in_turn(store, files, columns, left_out)
    elif (runs := sorted_runs(store, files)) is not None:
        with store.spill() as spill:
            yield one_stream(runs, columns, left_out, spill)
    else:
        with _sorted_rows(store, table, files, left_out) as batches:
            yield batches


@contextmanager
def _sorted_rows(store: Store, table: schema.Table, files: Sequence[StoredFile], left_out: Sequence[pa.Table]) -> Iterator[pa.RecordBatchReader]:
    columns = schema.arrow(table.name, stamped=True).names
    kept = ", ".join(f'"{name}"' for name in columns)
    gates = {f"left_out_{number}": rows for number, rows in enumerate(left_out) if len(rows) and set(rows.column_names) <= set(columns)}
    gate = "".join(f" anti join {name} using ({', '.join(rows.column_names)})" for name, rows in gates.items())
    with store.spill() as spill, duckdb.connect(config={"memory_limit": MEMORY, "threads": 2, "temp_directory": str(spill)}) as connection:
        connection.execute("set TimeZone = 'UTC'; set preserve_insertion_order = false")
        for name, unwanted in gates.items():
            connection.register(name, unwanted)
        rows = publish.rows(connection, table, [(file.columns, str(store.local(file.path, spill))) for file in files], placed=True)
        yield connection.sql(f"select {kept} from ({rows}){gate} order by {KEY}, read, file_read, row_read").to_arrow_reader(ROWS_AT_ONCE)  # noqa: S608 - names of the schema


def _covers(files: Sequence[StoredFile], about: Mapping[str, str]) -> dict[str, str]:
    covers = [file.covers for file in files if file.covers]
    first, last = min(cover.first_version for cover in covers), max(cover.last_version for cover in covers)
    return {"first_version": str(first), "last_version": str(last), "applied_version": about["applied_version"]}


class _Writer:
    """Writes a stream of rows to files of at most about FILE_BYTES."""

    def __init__(self, store: Store, table: str, about: Mapping[str, str]) -> None:
        self.store, self.table, self.about, self.files = store, table, {**about, **parquet.SORTED, "table": table}, 0
        # A column that a release added is null in older rows, whatever the schema now says of it.
        self.columns = pa.schema([column.with_nullable(True) for column in schema.arrow(table, stamped=True)])

    def write(self, batches: Iterable[pa.RecordBatch]) -> Iterator[StoredFile]:
        """Write rows; yield each file when it is on disk."""
        row_groups = groups(batches, self.columns)
        group = next(row_groups, None)
        while group is not None:
            path = parquet.place(self.table, f"{self.about['stem']}-{self.files:04}").as_posix()
            self.files += 1
            group = self._write_one(path, group, row_groups)
            yield self._stored(path)

    def _write_one(self, path: str, group: pa.Table | None, groups: Iterator[pa.Table]) -> pa.Table | None:
        """Write groups to one file until it is full; return the first that it has no room for."""
        labelled = parquet.labelled(self.columns, self.about)
        with (
            self.store.create(path) as file,
            pq.ParquetWriter(file, labelled, compression="zstd", compression_level=COMPRESSION_LEVEL) as writer,
        ):
            while group is not None and file.tell() < FILE_BYTES:
                writer.write_table(group.cast(labelled), row_group_size=parquet.ROW_GROUP)
                group = next(groups, None)
        return group

    def _stored(self, path: str) -> StoredFile:
        covers = Coverage(*(int(self.about[name]) for name in Coverage._fields))
        with self.store.open(path) as file:
            sha256, size = digest(file), file.tell()
            file.seek(0)
            rows = pq.read_metadata(file).num_rows
        return StoredFile(self.table, path, rows, size, sha256, parquet.described(self.columns), covers)
