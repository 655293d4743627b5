"""Files that are sorted by document, read a little of each at a time; of many, some are merged on disk first, so that memory does not grow."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import parquet
from warehouse.ordering import KEY
from warehouse.parquet import StoredFile
from warehouse.store import Folder, Store
from warehouse.upkeep.merge import ROWS_AT_ONCE, conformed, kept, merged

FAN_IN: Final = 32
"""Runs that are read at a time; each takes a few megabytes."""

PIECE: Final = 2**18
"""Bytes of a column that are read at a time: a row group of long texts would fill memory."""

BATCH_BYTES: Final = 2**20
"""Bytes that are read at a time, as Parquet counts them; in memory they are some times as many."""

MOST_ROWS: Final = 4096
"""Rows that are read at a time at most."""

GROUP_BYTES: Final = 64 * 2**20
"""The largest row group in memory: long texts fill one before it has ROW_GROUP rows."""

Run: TypeAlias = Sequence[tuple[Store, str]]
"""Files that are sorted by document and go on from one to the next: where they lie, and their paths there."""


def sorted_runs(store: Store, files: Sequence[StoredFile]) -> list[Run] | None:
    """Return files as runs; None when one is not sorted by document. Those that one rewriting left go on from one to the next."""
    runs: dict[str, list[tuple[Store, str]]] = {}
    for file in files:
        with store.open(file.path) as opened:
            label = parquet.label(pq.read_schema(opened))
        if label.get("sorted_by") != KEY:
            return None
        runs.setdefault(label.get("stem", file.path), []).append((store, file.path))
    return list(runs.values())


def one_stream(runs: Sequence[Run], columns: pa.Schema, left_out: Sequence[pa.Table], spill: Path) -> Iterator[pa.RecordBatch]:
    """Yield the rows of runs as `merged` does, of no more than FAN_IN at a time; `spill` is a folder for what is merged before."""
    waiting, done = list(runs), list[Run]()
    while (excess := len(done) + len(waiting) - FAN_IN) > 0:
        if len(waiting) < 2:  # noqa: PLR2004 - to merge takes two
            waiting, done = [*done, *waiting], []
        some, waiting = waiting[: min(excess + 1, FAN_IN)], waiting[min(excess + 1, FAN_IN) :]
        name = f"{len(list(spill.iterdir())):06}.parquet"
        with pq.ParquetWriter(spill / name, columns, **parquet.COMPRESSION) as writer:
            for group in groups(merged(list(map(_read, some)), columns, left_out), columns):
                writer.write_table(group)
        done.append([(Folder(spill), name)])
    return merged(list(map(_read, [*done, *waiting])), columns, left_out)


def in_turn(store: Store, files: Iterable[StoredFile], columns: pa.Schema, left_out: Sequence[pa.Table]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of files one after the other, but for those that have the values of a row of `left_out`."""
    for batch in _read([(store, file.path) for file in files]):
        yield from kept(conformed(batch, columns), left_out).to_batches()


def groups(batches: Iterable[pa.RecordBatch], columns: pa.Schema) -> Iterator[pa.Table]:
    """Yield rows in the row groups to write."""
    waiting, rows, size = list[pa.RecordBatch](), 0, 0
    for batch in batches:
        waiting.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows + ROWS_AT_ONCE > parquet.ROW_GROUP or size >= GROUP_BYTES:
            yield pa.Table.from_batches(waiting).cast(columns)
            waiting, rows, size = [], 0, 0
    if rows:
        yield pa.Table.from_batches(waiting).cast(columns)


def _read(run: Run) -> Iterator[pa.RecordBatch]:
    for store, path in run:
        with store.open(path) as opened:
            file = pq.ParquetFile(opened, buffer_size=PIECE)
            described = file.metadata
            size = sum(described.row_group(number).total_byte_size for number in range(described.num_row_groups))
            yield from file.iter_batches(min(MOST_ROWS, BATCH_BYTES * described.num_rows // (size + 1) + 1))
