"""A Prefect server, workers and a folder of news, for benches that take parts of them away while they work."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final, Self

import duckdb

from bench import articles

BIN: Final = Path(sys.executable).parent
ROOT: Final = Path(__file__).parents[1]
PATIENCE: Final = 900.0
"""Seconds after which what should have come to pass has not."""


class Station:
    """A folder with seeds, and the processes that were started for it; they end with the block."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seeds = folder, folder / "seeds"
        self.seeds.mkdir(parents=True)
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        self.environment = {
            **os.environ,
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": f"http://127.0.0.1:{self.port}/api",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_UI_ENABLED": "false",
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "DO_NOT_TRACK": "1",
            # Many commits, so that there is a middle to be stopped in.
            "ONRECORD_COMMIT_DOCUMENTS": "10",
        }
        self.running = list[subprocess.Popen[bytes]]()

    def __enter__(self) -> Self:
        """Start a server."""
        self.server = self.start_server()
        return self

    def __exit__(self, *_: object) -> None:
        """Kill everything."""
        self.kill_everything()

    def start_server(self) -> "subprocess.Popen[bytes]":
        """Start the server, and wait until it answers."""
        process = self.start("prefect", "server", "start", "--host", "127.0.0.1", "--port", str(self.port))
        self.until(self._answers, "the server answers")
        return process

    def start_worker(self, name: str = "desk") -> "subprocess.Popen[bytes]":
        """Deploy, and start a worker."""
        self.run("onrecord", "deploy")
        return self.start("prefect", "worker", "start", "--pool", "onrecord", "--name", name)

    def start(self, *command: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a command in the folder, its output in a file there; it is the leader of a group of its own."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=self.folder, env={**self.environment, **environment}, stdout=log, stderr=log, start_new_session=True
            )
        self.running.append(process)
        return process

    def run(self, *command: str, **environment: str) -> None:
        """Run a command to its end, which must be good or tell of rejects."""
        status = self.start(*command, **environment).wait(PATIENCE)
        assert status in {0, 1}, f"{' '.join(command)} ended with {status}; see {self.folder / 'log'}"

    def drop(self, count: int, first: int = 0) -> None:
        """Drop generated articles into the folder."""
        for number in range(first, first + count):
            (self.seeds / f"{number:06}.txt").write_text(articles.article(number), "utf-8")

    def documents(self) -> list[str]:
        """Return the file of each document that the views show."""
        database = self.folder / "warehouse/data/onrecord.duckdb"
        if not database.exists():
            return []
        with duckdb.connect(str(database), read_only=True) as connection:
            return [uri for (uri,) in connection.execute("select source_uri from documents order by all").fetchall()]

    def states(self) -> list[str]:
        """Return how each run of `ingest` stands, in the order in which they began, as the server has it."""
        asked = (
            "select state_type from flow_run join flow on flow.id = flow_id where flow.name = 'ingest' and start_time is not null order by start_time"
        )
        with closing(sqlite3.connect(f"file:{self.folder / 'prefect/prefect.db'}?mode=ro", uri=True)) as database:
            return [state for (state,) in database.execute(asked)]

    def has_recovered(self) -> bool:
        """Tell whether a run has crashed, and one after it has completed."""
        states = self.states()
        return "CRASHED" in states and "COMPLETED" in states[states.index("CRASHED") :]

    def faults(self) -> list[str]:
        """Return what is wrong: files without a document, with two, rows of theirs that are there twice, and what `onrecord doctor` finds."""
        found, expected = self.documents(), sorted(path.name for path in self.seeds.glob("*.txt"))
        wrong = [f"lost: {name}" for name in set(expected) - set(found)]
        wrong += [f"doubled: {name}" for name in set(found) if found.count(name) > 1]
        with duckdb.connect(str(self.folder / "warehouse/data/onrecord.duckdb"), read_only=True) as connection:
            for table, key in (("segments", "segment_id"), ("tokens", "(document_id, token_id)"), ("claims", "claim_id")):
                rows = connection.execute(f"select count(*) - count(distinct {key}) from {table}").fetchone()  # noqa: S608 - our own names
                wrong += [f"doubled: {rows[0]} rows of {table}"] if rows and rows[0] else []
        told = subprocess.run(["onrecord", "doctor"], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False)
        return wrong + [line for line in told.stdout.splitlines() if told.returncode and "belongs to no version" not in line]

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something has come to pass."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {what}; see {self.folder / 'log'}"
            time.sleep(0.2)

    def until_begun(self) -> None:
        """Wait until a run has committed something, and has more to do."""
        before = len(self.documents())
        self.until(lambda: len(self.documents()) > before, "something is committed")

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """Kill a process and whatever it has started, as a power cut does."""
        for one in [process.pid, *descendants(process.pid)]:
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()
        self.running.remove(process)

    def kill_everything(self) -> None:
        """Kill all processes that were started."""
        for process in list(self.running):
            self.kill(process)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.environment["PREFECT_API_URL"] + "/health", timeout=5):  # noqa: S310 - our own address
                return True
        except OSError:
            return False


def descendants(process: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    told = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in told.splitlines()]
    found, parents = list[int](), {process}
    while parents:
        parents = {one for one, parent in pairs if parent in parents}
        found += parents
    return found
