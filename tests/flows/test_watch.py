import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pytest

BIN = Path(sys.executable).parent
ARTICLE = "Harbour to close\n\n“The harbour will close in May,” said Mayor Tomas Ferro on Monday, and nobody in the town was surprised.\n"


@pytest.fixture
def watcher(server: Mapping[str, str], desk: Path) -> Iterator["subprocess.Popen[str]"]:
    # Longer than the pauses of a writer on a busy machine.
    environment = {**server, "ONRECORD_QUIET_SECONDS": "2"}
    with subprocess.Popen([BIN / "onrecord", "watch"], cwd=desk, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "watching seeds" in process.stderr.readline()
        yield process
        process.kill()


def documents(desk: Path) -> list[str]:
    database = desk / "warehouse/data/onrecord.duckdb"
    if not database.exists():
        return []
    with duckdb.connect(str(database), read_only=True) as connection:
        return [uri for (uri,) in connection.execute("select source_uri from documents order by all").fetchall()]


def wait_for(desk: Path, expected: list[str]) -> None:
    deadline = time.monotonic() + 90
    while documents(desk) != expected and time.monotonic() < deadline:
        time.sleep(0.1)
    assert documents(desk) == expected


def test_what_is_dropped_is_taken_in_when_it_is_whole_and_gone_when_it_is_removed(watcher: "subprocess.Popen[str]", desk: Path) -> None:
    (desk / "seeds/first.txt").write_text(ARTICLE)
    wait_for(desk, ["first.txt"])
    (desk / "outside.txt").write_text(ARTICLE)
    (desk / "outside.txt").rename(desk / "seeds/renamed.txt")
    wait_for(desk, ["first.txt", "renamed.txt"])
    with (desk / "seeds/slow.txt").open("w") as slow:
        for _ in range(20):
            slow.write(ARTICLE)
            slow.flush()
            time.sleep(0.1)
            assert "slow.txt" not in documents(desk)
    (desk / "seeds/first.txt").unlink()
    wait_for(desk, ["renamed.txt", "slow.txt"])
    with duckdb.connect(str(desk / "warehouse/data/onrecord.duckdb"), read_only=True) as connection:
        assert connection.execute("select word_count > 300 from documents where source_uri = 'slow.txt'").fetchone() == (True,)
    watcher.send_signal(signal.SIGTERM)
    assert watcher.wait(60) == 0


def test_what_came_while_it_was_down_is_taken_in_when_it_starts_and_a_second_one_is_refused(
    server: Mapping[str, str], desk: Path, request: pytest.FixtureRequest
) -> None:
    (desk / "seeds/before.txt").write_text(ARTICLE)
    process: subprocess.Popen[str] = request.getfixturevalue("watcher")
    second = subprocess.run([BIN / "onrecord", "watch"], cwd=desk, env=server, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 2
    assert f"process {process.pid} is watching already" in second.stderr
    wait_for(desk, ["before.txt"])
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
