"""What the flow costs beside its work: `onrecord ingest`, against the same stage functions in plain processes on as many cores.

Run it as `python -m bench.orchestration [ARTICLES]`. Both sides are whole processes, from the start of Python to its end.
The plain side reads and processes the same files with the same functions, and writes nothing.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import articles
from flows import pool, settings, work
from flows.discover import discover, places

ONRECORD = Path(sys.executable).with_name("onrecord")


def main() -> None:
    """Print the time of each side and their ratio."""
    if "plain" in sys.argv:
        plain(Path(sys.argv[-1]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        articles.write(Path(folder, "seeds"), count)
        bare = timed([sys.executable, "-m", "bench.orchestration", "plain", str(Path(folder, "seeds"))], folder)
        whole = timed([str(ONRECORD), "ingest"], folder)
        print(
            f"{count:,} articles on {settings.load().processes} cores: plain processes {bare:.1f} s, ingest {whole:.1f} s, ratio {whole / bare:.2f}"
        )


def timed(command: list[str], folder: str) -> float:
    """Return the seconds that a command takes, from the prompt to its end."""
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])})
    return time.perf_counter() - started


def plain(seeds: Path) -> None:
    """Run the stages on the files of a folder in plain processes."""
    processes = settings.load().processes
    found = list(pool.batches(discover(places([], seeds), {}, made_by="").new, processes))
    with multiprocessing.get_context("spawn").Pool(processes) as workers:
        documents = sum(done.tables["documents"].num_rows for done in workers.imap_unordered(work.take_in, found))
    print(f"{documents:,} documents")


if __name__ == "__main__":
    main()
