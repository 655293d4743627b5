import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

BIN = Path(sys.executable).parent
Worker = Callable[[str], "subprocess.Popen[bytes]"]
Command = Callable[..., subprocess.CompletedProcess[str]]
ARTICLE = "Harbour to close\n\n“The harbour will close in May,” said Mayor Tomas Ferro on Monday, and nobody in the town was surprised.\n"
FILES = 24


def documents(desk: Path) -> list[str]:
    database = desk / "warehouse/data/onrecord.duckdb"
    if not database.exists():
        return []
    with duckdb.connect(str(database), read_only=True) as connection:
        return [uri for (uri,) in connection.execute("select source_uri from documents order by all").fetchall()]


def run_of(worker: "subprocess.Popen[bytes]") -> int | None:
    """Return the process of the flow run that a worker has started."""
    found = subprocess.run(["pgrep", "-P", str(worker.pid), "-f", "prefect.engine"], capture_output=True, text=True, check=False).stdout.split()
    return int(found[0]) if found else None


def test_the_shares_of_an_ingest_are_done_by_several_workers_and_that_of_one_that_is_killed_by_others(
    deployed: Mapping[str, str], worker: Worker, desk: Path
) -> None:
    for number in range(FILES):
        (desk / f"seeds/{number:02}.txt").write_text(ARTICLE * 40)
    workers = [worker("first"), worker("second")]
    ingest: list[str | Path] = [BIN / "onrecord", "ingest", "--shards", "2", "--workers", "1"]
    with subprocess.Popen(ingest, cwd=desk, env=deployed, stderr=subprocess.PIPE, text=True) as process:
        while not documents(desk) and process.poll() is None:
            time.sleep(0.1)
        victim = next(run for run in map(run_of, workers) if run is not None)
        os.kill(victim, signal.SIGKILL)
        assert process.stderr is not None
        told = process.stderr.read()
    assert process.returncode == 0, told
    assert "crashed" in told
    assert documents(desk) == [f"{number:02}.txt" for number in range(FILES)]


def test_shares_need_a_deployment(onrecord: Command, desk: Path) -> None:
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    alone = onrecord("ingest", "--shards", "2", PREFECT_API_URL="")
    assert (alone.returncode, alone.stderr.count("\n")) == (2, 1)
    assert "no Prefect server is configured" in alone.stderr
    assert onrecord("ingest", "--shards", "0").returncode == 2
