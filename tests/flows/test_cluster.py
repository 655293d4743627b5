import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

pytest.importorskip("distributed", reason="Dask is optional, and not installed")

DASK = Path(sys.executable).with_name("dask")
Command = Callable[..., subprocess.CompletedProcess[str]]
ARTICLE = "Harbour to close\n\n“The harbour will close in May,” said Mayor Tomas Ferro on Monday, and nobody in the town was surprised.\n"
FILES = 24


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """Yield the address of a scheduler and its two workers."""
    place = tmp_path / "scheduler.json"
    scheduler = start("scheduler", "--scheduler-file", place, "--port", "0", "--no-dashboard", cwd=tmp_path)
    while not place.exists() and scheduler.poll() is None:
        time.sleep(0.1)
    # Without a nanny a worker is one process, which can be killed as a machine can.
    ready = ("--scheduler-file", place, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [start("worker", *ready, "--local-directory", tmp_path / str(number), cwd=tmp_path) for number in range(2)]
    yield str(json.loads(place.read_text("utf-8"))["address"]), workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def start(*arguments: str | Path, cwd: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([DASK, *arguments], cwd=cwd, stderr=subprocess.DEVNULL)


def test_the_workers_of_a_cluster_do_the_work_and_that_of_one_that_is_killed_is_done_by_others(
    cluster: tuple[str, list["subprocess.Popen[bytes]"]], onrecord: Command, server: dict[str, str], desk: Path
) -> None:
    address, workers = cluster
    for number in range(FILES):
        (desk / f"seeds/{number:02}.txt").write_text(ARTICLE * 40)
    ingest: list[str | Path] = [Path(sys.executable).with_name("onrecord"), "ingest", "--dask", address]
    with subprocess.Popen(ingest, cwd=desk, env=server, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while "of 24 files" not in (line := process.stderr.readline()) and line:
            pass
        os.kill(workers[0].pid, signal.SIGKILL)
        told = process.stderr.read()
    assert process.returncode == 0, told
    with duckdb.connect(str(desk / "warehouse/data/onrecord.duckdb"), read_only=True) as connection:
        found = [uri for (uri,) in connection.execute("select source_uri from documents order by all").fetchall()]
    assert found == [f"{number:02}.txt" for number in range(FILES)]
    assert onrecord("ingest").stderr.startswith("nothing new")


def test_a_cluster_that_is_not_there_is_one_line(onrecord: Command, desk: Path) -> None:
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    done = onrecord("ingest", "--dask", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "the Dask scheduler at tcp://127.0.0.1:9 does not answer" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
