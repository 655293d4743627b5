"""What the flow costs beside its work: `onrecord ingest`, against the same stage functions in plain processes on as many cores.

Run it as `python -m bench.orchestration [ARTICLES]`. Both sides are whole processes, from the start of Python to its end.
The plain side reads and processes the same files with the same functions, and writes nothing. Beside the time by the clock,
which other programs on the machine lengthen, it prints seconds of a processor, memory, disk, and what Prefect keeps of the run.
"""

import multiprocessing
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from bench import articles
from flows import pool, settings, work
from flows.discover import discover, places

ONRECORD: Final = Path(sys.executable).with_name("onrecord")
MEGABYTE: Final = 1_000_000


class Spent(NamedTuple):
    """What a command took, all its processes together: seconds by the clock, and of a processor."""

    wall: float
    processor: float


def main() -> None:
    """Print what each side took and how they compare."""
    if "plain" in sys.argv:
        plain(Path(sys.argv[-1]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "PREFECT_HOME": str(folder / "prefect")}
        articles.write(folder / "first", 1)
        # Prefect's database is made once, not with each run.
        measured([str(ONRECORD), "ingest", "--seeds", "first", "--warehouse", "w"], folder, environment)
        kept_before = size(folder / "prefect")
        articles.write(folder / "seeds", count)
        bare = measured([sys.executable, "-m", "bench.orchestration", "plain", str(folder / "seeds")], folder, environment)
        whole = measured([str(ONRECORD), "ingest"], folder, environment)
        report(count, bare, whole)
        kept = size(folder / "prefect") - kept_before
        print(f"on disk {size(folder / 'warehouse') / count / 1000:.1f} kB an article; the largest process {largest() / MEGABYTE:,.0f} MB")
        print(f"Prefect: {task_runs(folder):,} task runs, its database {kept / MEGABYTE:.2f} MB larger")


def report(count: int, bare: Spent, whole: Spent) -> None:
    """Print what both sides took."""
    print(f"{count:,} articles on {settings.load().processes} cores")
    print(f"by the clock: plain processes {bare.wall:.1f} s, ingest {whole.wall:.1f} s, ratio {whole.wall / bare.wall:.2f}")
    print(f"of a processor: {bare.processor:.1f} s, {whole.processor:.1f} s, ratio {whole.processor / bare.processor:.2f}")


def measured(command: list[str], folder: Path, environment: Mapping[str, str]) -> Spent:
    """Return what a command takes, from the prompt to its end."""
    started, before = time.perf_counter(), processor()
    subprocess.run(command, cwd=folder, check=True, env=dict(environment))
    return Spent(time.perf_counter() - started, processor() - before)


def processor() -> float:
    """Return the seconds of a processor that ended descendants have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def largest() -> int:
    """Return the most bytes of memory that any ended descendant had in use."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def size(folder: Path) -> int:
    """Return the bytes of the files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def task_runs(folder: Path) -> int:
    """Return how many task runs Prefect has recorded, but for the one of the first article."""
    with closing(sqlite3.connect(folder / "prefect/prefect.db")) as database:
        (found,) = database.execute("select count(*) from task_run").fetchall()
        return int(found[0]) - 1


def plain(seeds: Path) -> None:
    """Run the stages on the files of a folder in plain processes."""
    processes = settings.load().processes
    found = list(pool.batches(discover(places([], seeds), {}, made_by="").new, processes))
    with multiprocessing.get_context("spawn").Pool(processes) as workers:
        documents = sum(done.tables["documents"].num_rows for done in workers.imap_unordered(work.take_in, found))
        workers.close()
        workers.join()  # Only of a process that was waited for is it known what it took.
    print(f"{documents:,} documents")


if __name__ == "__main__":
    main()
