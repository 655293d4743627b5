"""Rows in the order of their documents, those of one document together and as they were."""

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

KEY: Final = "document_id"

LONG_RUN: Final = 50
"""Rows of a document from which on it is quicker to point at them than to copy them."""


def by_document(table: pa.Table) -> pa.Table:
    """Return a table sorted by document; the order of the rows of each stays, and a table of other things is left as it is.

    >>> by_document(pa.table({"document_id": ["b", "b", "a"], "token_id": [0, 1, 0]})).to_pydict()
    {'document_id': ['a', 'b', 'b'], 'token_id': [0, 0, 1]}
    """
    if KEY not in table.column_names or len(table) < 2:  # noqa: PLR2004 - one row is in order
        return table
    runs = pc.run_end_encode(table[KEY].combine_chunks(), run_end_type=pa.int64())
    ends = np.asarray(runs.ends if hasattr(runs, "ends") else runs.run_ends)
    starts = np.concatenate([[0], ends[:-1]])
    order = np.asarray(pc.sort_indices(runs.values))
    if (order[1:] > order[:-1]).all():
        return table
    starts, lengths = starts[order], (ends - starts)[order]
    if len(table) >= LONG_RUN * len(order):
        return pa.concat_tables([table.slice(start, length) for start, length in zip(starts.tolist(), lengths.tolist(), strict=True)])
    before = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return table.take(pa.array(np.repeat(starts - before, lengths) + np.arange(len(table))))
