"""Rows of the table `commits`: what each commit did, for a person to read and for a catalog to be made anew from."""

from typing import Final

import pyarrow as pa

from warehouse import schema
from warehouse.ledger import Change, Entry
from warehouse.parquet import Coverage

MADE_BY: Final = "commit 1"


def row(change: Change, entry: Entry) -> pa.Table:
    """Return the row of a commit."""
    values = {
        **entry._asdict(),
        "run_id": change.run_id,
        "kind": change.kind,
        "counts": list(entry.counts.items()),
        "files": [file.path for file in change.files],
        "sha256": [file.sha256 for file in change.files],
        "covers": ["-".join(map(str, file.covers or Coverage(*[entry.version] * 3))) for file in change.files],
        "retired": list(change.retired),
        "made_by": MADE_BY,
        "batch_id": change.batch_id,
    }
    return pa.Table.from_pylist([values], schema.arrow("commits", stamped=True))
