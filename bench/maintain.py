"""How long compaction takes beside a sorted COPY by DuckDB, and how much memory commit and compaction take as the warehouse grows.

Run it as `python -m bench.maintain [DOCUMENTS...]`. Each step runs in a process of its own, whose largest resident memory is printed.
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

from bench.commit import batch
from warehouse import queries
from warehouse.storage import Commit, SeedState, Warehouse
from warehouse.upkeep.compact import write_anew
from warehouse.upkeep.doctor import examine
from warehouse.upkeep.tiers import whole

SIZES: Final = (1000, 4000)
AT_ONCE: Final = 200


def grow(folder: Path, documents: int) -> None:
    """Commit so many documents more, 200 at a time; all have names that none has yet."""
    with Warehouse.open(folder) as warehouse:
        for number in range(documents // AT_ONCE):
            version = warehouse.catalog.version()
            tables = batch(AT_ONCE, np.random.default_rng(version), f"{version:06}-")
            states = [SeedState(uri, 1, 1, "aa", "bench") for uri in tables["documents"]["source_uri"].to_pylist()]
            warehouse.commit(Commit(f"bench-{version}-{number}", "bench", tables, states))


def compact(folder: Path, _documents: int) -> None:
    """Write all files anew, as few as can be."""
    with Warehouse.open(folder) as warehouse:
        write_anew(warehouse, whole(warehouse.catalog.files()), kind="compact")


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


STEPS: Final[dict[str, Callable[[Path, int], None]]] = {"grow": grow, "copy": copy, "compact": compact, "ask": ask, "check": check}


def measured(step: str, folder: Path, documents: int) -> tuple[float, float]:
    """Return the seconds that a step takes in a process of its own, and the megabytes it took at most."""
    done = subprocess.run([sys.executable, "-m", "bench.maintain", step, folder, str(documents)], check=True, capture_output=True, text=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the times and the memory."""
    for documents in sizes:
        with tempfile.TemporaryDirectory() as name:
            for step in ("grow", "ask", "copy", "compact", "ask", "check"):
                seconds, megabytes = measured(step, Path(name), documents)
                print(f"{documents:7,} documents  {step:8}{seconds:8.2f} s {megabytes:7.0f} MB", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in STEPS:
        started = time.perf_counter()
        STEPS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
        print(json.dumps([time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
