"""What a commit promises to outlive a power cut is on disk before it is promised."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

WRITER = """
import sys
from pathlib import Path
sys.path[:0] = [{tests!r}, {root!r}]
import newsroom
from warehouse.storage import Warehouse
from warehouse.upkeep.compact import write_anew

with Warehouse.open(Path(sys.argv[1])) as warehouse:
    for number in range(2):
        print("commit", number, flush=True)
        warehouse.commit(newsroom.note(f"r-{{number}}", f"{{number}}.txt", "so"))
        print("acknowledged", number, flush=True)
    print("compact", flush=True)
    write_anew(warehouse, [[one] for one in warehouse.catalog.files()], kind="compact")
"""

CALL = re.compile(r"(?P<call>openat|f(?:data)?sync|write|pwrite64|rename|unlink)\((?P<arguments>.*)\)\s+= (?P<result>-?\d+)(?:<(?P<opened>[^>]*)>)?")


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """Return what a writer asked of the system, in order: the call and the file it is about."""
    strace = shutil.which("strace")
    if not strace:
        pytest.skip("no strace here")
    folder, log = tmp_path_factory.mktemp("power"), tmp_path_factory.mktemp("log") / "calls"
    here = Path(__file__).parent
    program = WRITER.format(tests=str(here), root=str(here.parents[1]))
    traced: list[str | Path] = [strace, "-f", "-y", "-s", "80", "-o", log, "-e", "trace=openat,fsync,fdatasync,write,pwrite64,rename,unlink"]
    done = subprocess.run([*traced, sys.executable, "-c", program, folder], check=False, capture_output=True, text=True)
    if "ptrace" in done.stderr:
        pytest.skip("this machine does not let strace look")
    assert done.returncode == 0, done.stderr
    return [call for line in _whole(log.read_text("utf-8", "replace").splitlines()) if (call := _call(line, folder))]


def _whole(lines: list[str]) -> Iterator[str]:
    """Yield the calls in the order in which they ended; strace splits one during which another thread makes its own."""
    begun = dict[str, str]()
    for line in lines:
        thread, _, said = line.partition(" ")
        if said.endswith("<unfinished ...>"):
            begun[thread] = said.removesuffix("<unfinished ...>").rstrip()
        elif "resumed>" in said:
            yield begun.pop(thread, "") + said.partition("resumed>")[2]
        else:
            yield said


def _call(line: str, folder: Path) -> tuple[str, str] | None:
    found = CALL.search(line)
    if not found or found["result"].startswith("-"):
        return None
    if found["call"] == "openat":
        return ("create", _below(found["opened"] or "", folder)) if "O_EXCL" in found["arguments"] and "parquet" in line else None
    if found["call"] == "write" and (said := re.match(r'1<[^>]*>, "(\w+)', found["arguments"])):
        return "say", said[1]
    about = re.search(r"<([^>]+)>", found["arguments"])
    return (found["call"].replace("fdatasync", "fsync"), _below(about[1], folder)) if about else None


def _below(path: str, folder: Path) -> str:
    return path.removeprefix(f"{folder}/")


def _commits(calls: list[tuple[str, str]]) -> list[int]:
    """Return where the catalog's own log was synced: each is a transaction that will outlive a power cut."""
    return [place for place, call in enumerate(calls) if call == ("fsync", "catalog.sqlite-wal")]


def test_every_table_file_and_its_folder_are_on_disk_before_the_catalog_names_it(calls: list[tuple[str, str]]) -> None:
    created = [(place, path) for place, (call, path) in enumerate(calls) if call == "create"]
    assert {path.split("/")[1] for _, path in created} == {"documents", "claims", "seed_states", "commits"}
    for place, path in created:
        synced = calls.index(("fsync", path), place)
        folder = calls.index(("fsync", path.rpartition("/")[0]), synced)
        transaction = next(later for later in _commits(calls) if later > place)
        assert place < synced < folder < transaction, path


def test_a_commit_is_acknowledged_only_after_the_catalog_is_on_disk(calls: list[tuple[str, str]]) -> None:
    for begun, acknowledged in _said(calls):
        last = max(place for place, (call, _) in enumerate(calls[:acknowledged]) if call == "create")
        assert any(max(begun, last) < place < acknowledged for place in _commits(calls))


def _said(calls: list[tuple[str, str]]) -> list[tuple[int, int]]:
    begun = [place for place, call in enumerate(calls) if call == ("say", "commit")]
    done = [place for place, call in enumerate(calls) if call == ("say", "acknowledged")]
    assert len(begun) == len(done) == 2
    return list(zip(begun, done, strict=True))


def test_a_folder_of_a_new_table_is_on_disk_with_its_name(calls: list[tuple[str, str]]) -> None:
    first = next(place for place, (call, path) in enumerate(calls) if call == "create" and path.startswith("tables/claims/"))
    assert ("fsync", "tables") in calls[:first]
