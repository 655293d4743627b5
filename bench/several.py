"""How much of two processes on one machine is left when they are two workers: of Prefect with a share each, or of a Dask cluster.

Run it as `python -m bench.several [ARTICLES]`. Each side takes the same articles into a warehouse of its own with two processes
for the stages, once what stays between runs (server, workers, cluster) has been started and has read an article.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.station import BIN, Station

ARTICLES: Final = 400
WAYS: Final = {
    "one process pool of two": ("--workers", "2"),
    "two shares, a worker each": ("--shards", "2", "--workers", "1"),
    "a Dask cluster of two workers": ("--dask", "scheduler.json"),
}


def main(count: int) -> None:
    """Print the seconds of each way, and its efficiency against the first."""
    with tempfile.TemporaryDirectory() as folder, Station(Path(folder, "desk")) as station:
        station.environment["ONRECORD_COMMIT_DOCUMENTS"] = "1000"
        for name in ("first", "second"):
            station.start_worker(name)
        address = started_cluster(station)
        ways = {way: tuple(address if word == "scheduler.json" else word for word in words) for way, words in WAYS.items()}
        station.drop(2)
        for number, words in enumerate(ways.values()):
            station.run("onrecord", "ingest", *words, "--warehouse", f"data{number}")
        station.drop(count, first=2)
        limit = 0.0
        for number, (way, words) in enumerate(ways.items()):
            began = time.perf_counter()
            station.run("onrecord", "ingest", *words, "--warehouse", f"data{number}")
            seconds = time.perf_counter() - began
            limit = limit or seconds
            print(f"{way:32}{seconds:7.1f} s, efficiency {limit / seconds:.2f}", flush=True)


def started_cluster(station: Station) -> str:
    """Start a Dask scheduler and two workers; return its address."""
    place = station.folder / "scheduler.json"
    dask = str(BIN / "dask")
    station.start(dask, "scheduler", "--scheduler-file", str(place), "--port", "0", "--no-dashboard")
    station.until(place.exists, "the scheduler is there")
    for number in range(2):
        station.start(dask, "worker", "--scheduler-file", str(place), "--nthreads", "1", "--no-dashboard", "--local-directory", f"dask{number}")
    return str(json.loads(place.read_text("utf-8"))["address"])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
