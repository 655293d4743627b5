"""How long compaction takes beside a bare rewrite by pyarrow and a sorted COPY by DuckDB, and the memory of it all as the warehouse grows.

Run it as `python -m bench.maintain [DOCUMENTS...]`. Each step runs in a process of its own; its seconds, those of the
processor, and its largest resident memory are printed.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from bench.commit import batch
from warehouse import queries, schema
from warehouse.storage import Commit, SeedState, Warehouse
from warehouse.upkeep.compact import tidy, write_anew
from warehouse.upkeep.doctor import examine
from warehouse.upkeep.tiers import whole

SIZES: Final = (1000, 4000)
AT_ONCE: Final = 1000
LARGEST_COPY: Final = 20_000
"""Documents beyond which what onrecord does is not compared any more: DuckDB alone would want more memory than most machines have."""


def grow(folder: Path, documents: int) -> None:
    """Commit so many documents more, as ingest does: 1,000 at a time, with files merged when they are too many."""
    with Warehouse.open(folder) as warehouse:
        made = batch(AT_ONCE, np.random.default_rng(1))
        for number in range(documents // AT_ONCE):
            version = warehouse.catalog.version()
            tables = {name: renamed(rows, version) for name, rows in made.items()}
            states = [SeedState(uri, 1, 1, "aa", "bench") for uri in tables["documents"]["source_uri"].to_pylist()]
            warehouse.commit(Commit(f"bench-{version}-{number}", "bench", tables, states))
            tidy(warehouse)


def renamed(rows: pa.Table, version: int) -> pa.Table:
    """Return rows as if they were of other documents: what is drawn by chance takes longer to draw than to store."""
    drawn = pc.dictionary_encode(rows["document_id"].combine_chunks())
    others = pa.array([schema.identifier(version, name) for name in drawn.dictionary.to_pylist()], schema.TEXT)
    rows = rows.set_column(rows.schema.get_field_index("document_id"), rows.schema.field("document_id"), others.take(drawn.indices))
    if "source_uri" not in rows.column_names:
        return rows
    uris = pc.binary_join_element_wise(str(version), rows["source_uri"], "/")
    return rows.set_column(rows.schema.get_field_index("source_uri"), rows.schema.field("source_uri"), uris)


def compact(folder: Path, _documents: int) -> None:
    """Write all files anew, as few as can be."""
    with Warehouse.open(folder) as warehouse:
        write_anew(warehouse, whole(warehouse.catalog.files()), kind="compact")


def bare(folder: Path, _documents: int) -> None:
    """Write the same rows with pyarrow alone, in the order in which they lie there."""
    out = folder / "bare"
    out.mkdir()
    for table in sorted((folder / "tables").iterdir()):
        rows = ds.dataset(table, format="parquet")
        with pq.ParquetWriter(out / f"{table.name}.parquet", rows.schema, compression="zstd", compression_level=3) as writer:
            for batch in rows.to_batches(batch_size=122_880):
                writer.write_batch(batch)


def copy(folder: Path, _documents: int) -> None:
    """Write the same rows with DuckDB alone, sorted by document."""
    out = folder / "copied"
    out.mkdir()
    for table in sorted((folder / "tables").iterdir()):
        with duckdb.connect(config={"threads": 2}) as connection:
            order = "document_id" if "document_id" in connection.read_parquet(f"{table}/*.parquet").columns else "batch_id"
            target = f"'{out / table.name}.parquet' (format parquet, compression zstd, compression_level 3)"
            connection.execute(f"copy (from read_parquet('{table}/*.parquet') order by {order}) to {target}")


def check(folder: Path, _documents: int) -> None:
    """Let the doctor look at everything."""
    with Warehouse.open(folder) as warehouse:
        assert not [
            finding for finding in examine(warehouse.store, warehouse.catalog) if "spans" not in finding.what and "references" not in finding.what
        ]


def ask(folder: Path, _documents: int) -> None:
    """Ask for the claims of one document."""
    with queries.connect(folder) as connection:
        queries.run(connection, "from claims where document_id = (select max(document_id) from documents)")


STEPS: Final[dict[str, Callable[[Path, int], None]]] = {"grow": grow, "bare": bare, "copy": copy, "compact": compact, "ask": ask, "check": check}


def measured(step: str, folder: Path, documents: int) -> tuple[float, float, float]:
    """Return the seconds that a step takes in a process of its own, those of the processor, and the megabytes it took at most."""
    done = subprocess.run([sys.executable, "-m", "bench.maintain", step, folder, str(documents)], check=True, capture_output=True, text=True)
    seconds, busy, megabytes = json.loads(done.stdout)
    return seconds, busy, megabytes


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the times and the memory."""
    for documents in sizes:
        with tempfile.TemporaryDirectory() as name:
            beside = ("bare", "copy", "compact", "ask", "check")
            for step in ("grow", "ask", *(beside if documents <= LARGEST_COPY else ("compact", "ask"))):
                seconds, busy, megabytes = measured(step, Path(name), documents)
                print(f"{documents:7,} documents  {step:8}{seconds:8.2f} s {busy:8.2f} s of processor {megabytes:7.0f} MB", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in STEPS:
        started = time.perf_counter()
        STEPS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps([time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
