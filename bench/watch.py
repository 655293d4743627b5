"""How soon a dropped article answers SQL while `onrecord watch` runs.

Run it as `python -m bench.watch [ARTICLES]`. They are dropped one at a time; the time runs from the last byte to the answer.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from bench import articles

ONRECORD = str(Path(sys.executable).with_name("onrecord"))


def main() -> None:
    """Print median and 95th percentile."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        seeds, environment = Path(folder, "seeds"), {**os.environ, "PREFECT_HOME": str(Path(folder, "prefect"))}
        articles.write(seeds, 1)
        with subprocess.Popen([ONRECORD, "watch"], cwd=folder, env=environment, stderr=subprocess.DEVNULL) as process:
            wait_for(Path(folder), 1)
            times = [drop(Path(folder), number) for number in range(1, count + 1)]
            process.terminate()
    print(f"{count} articles: median {statistics.median(times):.2f} s, 95th percentile {sorted(times)[int(0.95 * (count - 1))]:.2f} s")


def drop(folder: Path, number: int) -> float:
    """Drop an article, and return the seconds until it is in the views."""
    (folder / f"seeds/dropped{number}.txt").write_text(articles.article(number), "utf-8")
    dropped = time.perf_counter()
    wait_for(folder, number + 1)
    return time.perf_counter() - dropped


def wait_for(folder: Path, documents: int) -> None:
    """Wait until the warehouse holds so many documents."""
    while counted(folder) < documents:
        time.sleep(0.02)


def counted(folder: Path) -> int:
    """Count the documents that the views show."""
    database = folder / "warehouse/data/onrecord.duckdb"
    if not database.exists():
        return 0
    with duckdb.connect(str(database), read_only=True) as connection:
        (found,) = connection.execute("select count(*) from documents").fetchall()
        return int(found[0])


if __name__ == "__main__":
    main()
