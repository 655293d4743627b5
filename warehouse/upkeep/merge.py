"""Files that are sorted by document, merged into one stream that is: a few rows of each are in memory at a time."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse import parquet
from warehouse.ordering import KEY, by_document

BUFFER: Final = 128 * 2**20
"""Bytes that are held of all files together, as Parquet counts them; in memory they are some times as many."""

FEWEST: Final = 256
"""Rows of a file that are read at a time at least; at most it is a row group."""

ROWS_AT_ONCE: Final = 8192


def is_sorted(file: pq.ParquetFile) -> bool:
    """Tell whether a file says that its rows are in the order of their documents."""
    return parquet.label(file.schema_arrow).get("sorted_by") == KEY


def merged(files: Sequence[pq.ParquetFile], columns: pa.Schema, left_out: Sequence[pa.Table]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of files, in the order of the documents, but for those that have the values of a row of `left_out`.

    Columns that a file lacks are null.
    """
    streams = [_Stream(file, columns, BUFFER // len(files)) for file in files]
    while any([stream.fill() for stream in streams]):  # noqa: C419 - each has to be filled
        ends = [stream.last for stream in streams if not stream.is_at_end]
        parts = [stream.taken(min(ends) if ends else None) for stream in streams]
        together = by_document(_kept(pa.concat_tables(parts), left_out))
        if len(together):
            yield from together.to_batches(ROWS_AT_ONCE)
        else:
            _read_on(streams)


def _read_on(streams: Sequence["_Stream"]) -> None:
    """Read more of the files whose next document may have more rows than were read."""
    behind = [stream for stream in streams if not stream.is_at_end]
    if behind:
        least = min(stream.last for stream in behind)
        for stream in behind:
            if stream.last == least:
                stream.read()


def _kept(rows: pa.Table, left_out: Sequence[pa.Table]) -> pa.Table:
    for unwanted in left_out:
        names = unwanted.column_names
        if len(unwanted) and set(names) <= set(rows.column_names):
            candidates = rows if len(names) == 1 else rows.filter(pc.is_in(rows[KEY], unwanted[KEY].combine_chunks()))
            if len(candidates):
                rows = rows.filter(pc.invert(pc.is_in(_joined(rows, names), _joined(unwanted, names).combine_chunks())))
    return rows


def _joined(table: pa.Table, names: Sequence[str]) -> pa.ChunkedArray:
    return table[names[0]] if len(names) == 1 else pc.binary_join_element_wise(*(table[name] for name in names), " ")


class _Stream:
    """What has been read of a file and not been taken yet."""

    def __init__(self, file: pq.ParquetFile, columns: pa.Schema, size: int) -> None:
        described = file.metadata
        width = sum(described.row_group(number).total_byte_size for number in range(described.num_row_groups)) / max(described.num_rows, 1)
        self._batches: Iterator[Any] = file.iter_batches(min(max(int(size / (width + 1)), FEWEST), parquet.ROW_GROUP))
        self._columns = columns
        self._rows = columns.empty_table()
        self.is_at_end = False

    def fill(self) -> bool:
        """Read on where nothing is left; tell whether there are rows."""
        while not len(self._rows) and not self.is_at_end:
            self.read()
        return bool(len(self._rows))

    def read(self) -> None:
        """Read on."""
        batch = next(self._batches, None)
        if batch is None:
            self.is_at_end = True
            return
        there = set(batch.schema.names)
        arrays = [batch[column.name].cast(column.type) if column.name in there else pa.nulls(len(batch), column.type) for column in self._columns]
        self._rows = pa.concat_tables([self._rows, pa.Table.from_arrays(arrays, schema=self._columns)])

    @property
    def last(self) -> str:
        """The last document that was read of; more of its rows may follow."""
        last: str = self._rows[KEY][-1].as_py()
        return last

    def taken(self, end: str | None) -> pa.Table:
        """Take the rows of the documents before one, or all that are left."""
        count = len(self._rows) if end is None else pc.sum(pc.less(self._rows[KEY], end)).as_py() or 0
        part, self._rows = self._rows.slice(0, count), self._rows.slice(count)
        return part
