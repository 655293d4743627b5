"""A writer is killed, and what it had committed is there."""

import subprocess
import sys
from pathlib import Path

import newsroom
import pytest

from warehouse.storage import Warehouse

WRITER = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [{tests!r}, {root!r}]
import newsroom
from warehouse.storage import Warehouse

event, name, after = sys.argv[2], sys.argv[3], int(sys.argv[4])
seen = 0

def die_there(happening, arguments):
    global seen
    if happening == event and name in str(arguments[0]):
        seen += 1
        if seen > after:
            os.kill(os.getpid(), signal.SIGKILL)

with Warehouse.open(Path(sys.argv[1])) as warehouse:
    sys.addaudithook(die_there)
    for number in range(1, 50):
        warehouse.commit(newsroom.note(f"w-{{number}}", "daily.txt", f"{{number}} one", f"{{number}} two"))
        print(number, flush=True)
"""


def write_until_killed(folder: Path, *where: str) -> int:
    """Let a process commit one note after the other until it dies at a point; return the number of the last that it reported."""
    here = Path(__file__).parent
    program = WRITER.format(tests=str(here), root=str(here.parents[1]))
    ended = subprocess.run([sys.executable, "-c", program, folder, *where], capture_output=True, text=True, check=False)
    assert ended.returncode == -9, ended.stderr
    return int((ended.stdout.split() or ["0"])[-1])


@pytest.mark.parametrize(
    ("event", "name", "after", "committed"),
    [
        ("open", "documents/w-1.parquet", 0, 0),
        ("open", "claims/w-3.parquet", 0, 2),
        ("open", "tables/claims", 4, 2),
        ("os.rename", "onrecord.duckdb.next", 0, 1),
        ("os.rename", "onrecord.duckdb.next", 2, 3),
    ],
    ids=["first file", "a later file", "before a file's name is synced", "after the first transaction", "after a later transaction"],
)
def test_a_killed_writer_leaves_the_last_committed_state(tmp_path: Path, event: str, name: str, after: int, committed: int) -> None:
    reported = write_until_killed(tmp_path, event, name, str(after))
    assert reported <= committed
    with Warehouse.open(tmp_path) as warehouse:
        assert newsroom.sayings(tmp_path) == ([f"{committed} one", f"{committed} two"] if committed else [])
        warehouse.commit(newsroom.note("next-1", "daily.txt", "next"))
    assert newsroom.sayings(tmp_path) == ["next"]


def test_a_writer_killed_at_any_moment_leaves_whole_commits(tmp_path: Path) -> None:
    here = Path(__file__).parent
    program = WRITER.format(tests=str(here), root=str(here.parents[1]))
    for number, wanted in enumerate((1, 2, 3)):
        folder = tmp_path / str(number)
        with subprocess.Popen([sys.executable, "-c", program, folder, "", "-", "0"], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            reported = [int(writer.stdout.readline()) for _ in range(wanted)][-1]
            writer.kill()
        Warehouse.open(folder).close()
        one, two = newsroom.sayings(folder)
        committed = int(one.split()[0])
        assert (one, two) == (f"{committed} one", f"{committed} two")
        assert committed >= reported
