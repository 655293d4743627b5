"""Streams of rows that are sorted by document, merged into one that is: a few rows of each are in memory at a time."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.ordering import KEY, by_document

BUFFER: Final = 32 * 2**20
"""Bytes that are held of all streams together; sorting and writing them take as many some times over."""

ROWS_AT_ONCE: Final = 8192


def merged(streams: Sequence[Iterable[pa.RecordBatch]], columns: pa.Schema, left_out: Sequence[pa.Table]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of streams, in the order of the documents, but for those that have the values of a row of `left_out`.

    Columns that a batch lacks are null.
    """
    sources = [_Source(stream, columns, BUFFER // len(streams)) for stream in streams]
    while any([source.fill() for source in sources]):  # noqa: C419 - each has to be filled
        ends = [source.last for source in sources if not source.is_at_end]
        taken = pa.concat_tables(source.taken(min(ends) if ends else None) for source in sources)
        if len(taken):
            yield from by_document(kept(taken, left_out)).to_batches(ROWS_AT_ONCE)
        else:
            _read_on(sources)


def kept(rows: pa.Table, left_out: Sequence[pa.Table]) -> pa.Table:
    """Return rows but for those that have the values of a row of `left_out`."""
    for unwanted in left_out:
        names = unwanted.column_names
        if len(unwanted) and set(names) <= set(rows.column_names):
            candidates = rows if len(names) == 1 else rows.filter(pc.is_in(rows[KEY], unwanted[KEY].combine_chunks()))
            if len(candidates):
                rows = rows.filter(pc.invert(pc.is_in(_joined(rows, names), _joined(unwanted, names).combine_chunks())))
    return rows


def conformed(batch: pa.RecordBatch, columns: pa.Schema) -> pa.Table:
    """Return rows in the columns that are asked for; those that they lack are null."""
    there = set(batch.schema.names)
    arrays = [batch[column.name].cast(column.type) if column.name in there else pa.nulls(len(batch), column.type) for column in columns]
    return pa.Table.from_arrays(arrays, schema=columns)


def _read_on(sources: Sequence["_Source"]) -> None:
    """Read more of the streams whose next document has more rows than were read."""
    behind = [source for source in sources if not source.is_at_end]
    least = min(source.last for source in behind)
    for source in behind:
        if source.last == least:
            source.read()


def _joined(table: pa.Table, names: Sequence[str]) -> pa.ChunkedArray:
    return table[names[0]] if len(names) == 1 else pc.binary_join_element_wise(*(table[name] for name in names), " ")


class _Source:
    """What has been read of a stream and not been taken yet: about `size` bytes."""

    def __init__(self, stream: Iterable[pa.RecordBatch], columns: pa.Schema, size: int) -> None:
        self._batches, self._columns, self._size = iter(stream), columns, size
        self._rows = columns.empty_table()
        self.is_at_end = False

    def fill(self) -> bool:
        """Read on until enough is there; tell whether there are rows."""
        while not self.is_at_end and (self._rows.nbytes < self._size or not len(self._rows)):
            self.read()
        return bool(len(self._rows))

    def read(self) -> None:
        """Read on."""
        batch = next(self._batches, None)
        if batch is None:
            self.is_at_end = True
        else:
            self._rows = pa.concat_tables([self._rows, conformed(batch, self._columns)])

    @property
    def last(self) -> str:
        """The last document that was read of; more of its rows may follow."""
        last: str = self._rows[KEY][-1].as_py()
        return last

    def taken(self, end: str | None) -> pa.Table:
        """Take the rows of the documents before one, or all that are left."""
        ids = self._rows[KEY]
        count = len(ids) if end is None else bisect_left(range(len(ids)), end, key=lambda place: ids[place].as_py())
        part, self._rows = self._rows.slice(0, count), self._rows.slice(count)
        return part
