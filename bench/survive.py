"""Take away the server, the worker, everything, the database or the time while articles are taken in, and count what was lost or doubled.

Run it as `python -m bench.survive [SCENARIO ...]`. It prints a line a scenario, and ends with status 1 if anything was wrong.
"""

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from bench.station import ROOT, Station

ARTICLES: Final = 60
RUNS: Final = 2
"""Of several at once, those that begin for certain: one of the deployment, and the one at the prompt."""
AWAY: Final = 13.0
"""Seconds for which something is away."""
DAY: Final = 86_400
TURNED: Final = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t id, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(id, now);
    if (id == CLOCK_REALTIME) now->tv_sec += atol(getenv("CLOCK_SHIFT") ? getenv("CLOCK_SHIFT") : "0");
    return done;
}
"""
"""A library that, loaded first, turns the clock of a process by CLOCK_SHIFT seconds."""


def server_away(station: Station) -> None:
    """The server dies in mid-run, and is back after some seconds."""
    run = station.start("onrecord", "ingest")
    station.until_begun()
    station.kill(station.server)
    time.sleep(AWAY)
    station.server = station.start_server()
    assert run.wait() == 0


def server_restarted(station: Station) -> None:
    """The server is restarted under a worker whose run is at work."""
    station.start_worker()
    station.run("prefect", "deployment", "run", "ingest/onrecord")
    station.until_begun()
    station.server.terminate()
    station.server.wait()
    station.running.remove(station.server)
    station.server = station.start_server()
    station.until(lambda: station.states()[-1:] == ["COMPLETED"], "the run has completed")


def worker_killed(station: Station) -> None:
    """The worker and its run are killed, and nobody says so: the run is found out by its silence, and run again."""
    worker = station.start_worker()
    station.run("prefect", "deployment", "run", "ingest/onrecord")
    station.until_begun()
    station.kill(worker)
    station.start_worker("another")
    station.until(station.has_recovered, "the run has crashed and another has completed")


def run_killed(station: Station) -> None:
    """The process of a run is killed under its worker, which says so; it is run again."""
    worker = station.start_worker()
    station.run("prefect", "deployment", "run", "ingest/onrecord")
    station.until_begun()
    found = subprocess.run(["pgrep", "-P", str(worker.pid), "-f", "prefect.engine"], capture_output=True, text=True, check=True)
    subprocess.run(["kill", "-9", found.stdout.split()[0]], check=True)
    station.until(station.has_recovered, "the run has crashed and another has completed")


def everything_killed(station: Station) -> None:
    """All processes die at once, as when the machine is switched off; then all is started again."""
    station.start_worker()
    station.run("prefect", "deployment", "run", "ingest/onrecord")
    station.until_begun()
    station.kill_everything()
    station.server = station.start_server()
    station.start_worker()
    station.until(station.has_recovered, "the run has crashed and another has completed")


def watcher_killed(station: Station) -> None:
    """`onrecord watch` is killed in mid-run, while more articles are dropped, and started again."""
    watcher = station.start("onrecord", "watch")
    station.until_begun()
    station.kill(watcher)
    station.drop(20, first=ARTICLES)
    station.start("onrecord", "watch")
    station.until(lambda: len(station.documents()) == ARTICLES + 20, "all is taken in")


def databases_locked(station: Station) -> None:
    """Another program holds the databases of the catalog and of Prefect, one after the other, in mid-run."""
    run = station.start("onrecord", "ingest")
    station.until_begun()
    for database in ("warehouse/data/catalog.sqlite", "prefect/prefect.db"):
        with closing(sqlite3.connect(station.folder / database, timeout=60, isolation_level=None)) as connection:
            connection.execute("begin immediate")
            time.sleep(AWAY)
            connection.execute("rollback")
    assert run.wait() == 0


def several_at_once(station: Station) -> None:
    """Two runs of the deployment, one of which is cancelled, and an ingest at the prompt work on the same files at once."""
    station.start_worker()
    for _ in range(2):
        station.run("prefect", "deployment", "run", "ingest/onrecord")
    station.run("onrecord", "ingest")
    station.until(lambda: len(station.states()) >= RUNS and "RUNNING" not in station.states(), "the runs have ended")


def clock_set_back(station: Station) -> None:
    """Half is taken in, the clock is set back a day, the other half is taken in and an article of the first has changed."""
    library = station.folder / "turned.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-xc", "-", "-o", library, "-ldl"], input=TURNED, text=True, check=True)
    station.run("onrecord", "ingest")
    station.drop(20, first=ARTICLES)
    (station.seeds / "000000.txt").write_text("The harbour stays open, its master said on Tuesday.\n")
    turned = {"LD_PRELOAD": str(library), "CLOCK_SHIFT": str(-DAY)}
    station.run("onrecord", "ingest", **turned)
    station.run("onrecord", "maintain", **turned)
    station.run("onrecord", "maintain")


def poison_in_every_batch(station: Station) -> None:
    """Every tenth file asks for memory without end, and kills the process that reads it."""
    sys.path.append(str(ROOT / "tests/tasks"))
    import nasty  # noqa: PLC0415 - lies with the tests

    poison = dict(nasty.killers())["loop.pdf"]
    for number in range(0, ARTICLES, 10):
        (station.seeds / f"{number:06}.pdf").write_bytes(poison)
    station.run("onrecord", "ingest")


SCENARIOS: Final[Mapping[str, Callable[[Station], None]]] = {
    scenario.__name__: scenario
    for scenario in (
        server_away,
        server_restarted,
        worker_killed,
        run_killed,
        everything_killed,
        watcher_killed,
        databases_locked,
        several_at_once,
        clock_set_back,
        poison_in_every_batch,
    )
}


def main(names: list[str]) -> int:
    """Print what came of each scenario; return the exit status."""
    faults = 0
    for name in names or SCENARIOS:
        with tempfile.TemporaryDirectory() as folder, Station(Path(folder, "desk")) as station:
            station.drop(ARTICLES)
            started = time.perf_counter()
            SCENARIOS[name](station)
            seconds, wrong = time.perf_counter() - started, station.faults()
            print(f"{name:24}{seconds:6.0f} s, {len(station.documents()):,} documents, {len(wrong)} faults", flush=True)
            for fault in wrong[:5]:
                print(f"    {fault}", flush=True)
            faults += len(wrong)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
