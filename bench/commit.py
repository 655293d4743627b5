"""How long a commit takes beside writing the same rows with pyarrow, and how long the catalog takes to tell what it knows.

Run it as `python -m bench.commit [DOCUMENTS]`. The two writes take turns, so that a busy machine slows both.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import queries, schema
from warehouse.storage import Commit, SeedState, Warehouse

ROUNDS = 7

ROWS = {"segments": 45, "tokens": 600, "mentions": 30, "local_entities": 12, "local_entity_mentions": 25, "links": 12, "entities": 12}
"""Rows of a table a document; of an article of some 550 words."""
ROWS |= {"documents": 1, "claims": 9, "claim_spans": 24, "claim_speakers": 8}

WORDS = np.array(["harbour", "minister", "said", "the", "closes", "quay", "talks", "denied", "of", "on", "May", "council", "officials"])


def batch(documents: int, chance: np.random.Generator, prefix: str = "") -> dict[str, pa.Table]:
    """Return rows of so many documents, stamped with made_by; their names begin with `prefix`."""
    names = [f"{prefix}{number:06}.txt" for number in range(documents)]
    return {name: table(name, names, rows, chance) for name, rows in ROWS.items()}


def table(name: str, documents: list[str], rows: int, chance: np.random.Generator) -> pa.Table:
    """Return so many rows a document of a table."""
    declared = schema.arrow(name, stamped=True)
    declared = declared.remove(len(declared) - 1)
    own = {
        "document_id": np.repeat([schema.identifier(document, "") for document in documents], rows).tolist(),
        "source_uri": np.repeat(documents, rows).tolist(),
        "text": [" ".join(chance.choice(WORDS, 550)) for _ in documents] if name == "documents" else None,
    }
    count = len(documents) * rows
    return pa.Table.from_arrays([pa.array(own.get(field.name) or values(field, count, chance), field.type) for field in declared], schema=declared)


def values(field: pa.Field, count: int, chance: np.random.Generator) -> list[object]:
    """Return values of a column: ids do not repeat, numbers lie close together, words are few."""
    if field.name.endswith("_id") and pa.types.is_string(field.type):
        return [value.hex() for value in chance.integers(0, 2**62, (count, 2)).view("V16").ravel().tolist()]
    if pa.types.is_integer(field.type):
        return list(chance.integers(0, 4000, count).tolist())
    if pa.types.is_floating(field.type):
        return list(chance.random(count).round(2).tolist())
    if pa.types.is_boolean(field.type):
        return [True] * count
    if pa.types.is_list(field.type):
        return [[item(field.type.value_type)]] * count
    return [None] * count if field.nullable and not pa.types.is_string(field.type) else list(chance.choice(WORDS, count).tolist())


def item(kind: pa.DataType) -> object:
    """Return what is in a list."""
    if pa.types.is_struct(kind):
        return {"start": 0, "kind": "body", "path": "/html/body/p"}
    return "a name" if pa.types.is_string(kind) else 0


def bare(folder: Path, tables: dict[str, pa.Table]) -> None:
    """Write the rows with pyarrow alone, a file a table."""
    folder.mkdir()
    for name, rows in tables.items():
        pq.write_table(rows, folder / f"{name}.parquet", compression="zstd", compression_level=1, row_group_size=122_880)


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(documents: int = 1000) -> None:
    """Print the times."""
    tables = batch(documents, np.random.default_rng(1))
    seeds = [SeedState(uri, 1, 1, "aa", "bench") for uri in tables["documents"]["source_uri"].to_pylist()]
    with tempfile.TemporaryDirectory() as name, Warehouse.open(Path(name, "data")) as warehouse:
        written, committed = [], []
        for turn in range(ROUNDS):
            commit = Commit(f"bench-{turn}", "bench", tables, seeds)
            written.append(seconds(lambda turn=turn: bare(Path(name, str(turn)), tables)))  # type: ignore[misc]
            committed.append(seconds(lambda commit=commit: warehouse.commit(commit)))  # type: ignore[misc]
        print(f"{documents} documents, {sum(map(len, tables.values())):,} rows; median of {ROUNDS} turns")
        print(f"pyarrow  {statistics.median(written):.3f} s")
        print(f"commit   {statistics.median(committed):.3f} s, {statistics.median(map(float.__truediv__, committed, written)):.2f} times as long")
        others = [SeedState(f"other/{number}.txt", 1, 1, "aa", "bench") for number in range(10_000)]
        warehouse.remember(others)
        print(f"states   {statistics.median(seconds(warehouse.seeds) for _ in range(ROUNDS)) * 1000:.0f} ms for {len(warehouse.seeds()):,} files")
        print(f"opening  {seconds(lambda: Warehouse.open(Path(name, 'data')).close()) * 1000:.0f} ms for writing")
        print(f"         {seconds(lambda: queries.connect(Path(name, 'data')).close()) * 1000:.0f} ms for a query")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
