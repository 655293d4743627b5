"""The warehouse as it was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import newsroom
import pytest

from warehouse import history, queries
from warehouse.errors import Damaged, UsageError
from warehouse.storage import Commit, Warehouse
from warehouse.upkeep.compact import compact
from warehouse.upkeep.vacuum import vacuum


def sayings_at(warehouse: Warehouse, version: int) -> list[str]:
    with history.connect(warehouse.folder, None, version=version) as connection:
        return [row["content_text"] for row in queries.run(connection, "from claims order by content_text").to_pylist()]


@pytest.fixture
def quay(warehouse: Warehouse) -> Warehouse:
    """Return a warehouse of eight versions in which a note is there, is replaced, and goes; the others stay."""
    for version, said in enumerate(("open", "shut", "open again"), 1):
        warehouse.commit(newsroom.note(f"r-{version}", "quay.txt", said))
    warehouse.commit(Commit("r-4", "r", removed=["quay.txt"]))
    for number in range(5, 9):
        warehouse.commit(newsroom.note(f"r-{number}", f"{number}.txt", f"word {number}"))
    return warehouse


WAS = {0: [], 1: ["open"], 2: ["shut"], 3: ["open again"], 4: [], 5: ["word 5"], 6: ["word 5", "word 6"]}


def test_each_version_is_as_it_was(quay: Warehouse) -> None:
    assert {version: sayings_at(quay, version) for version in WAS} == WAS


def test_compaction_leaves_every_earlier_version_as_it_was(quay: Warehouse) -> None:
    now = quay.catalog.version()
    compact(quay)
    assert quay.catalog.version() > now
    assert {version: sayings_at(quay, version) for version in WAS} == WAS
    assert sayings_at(quay, quay.catalog.version()) == newsroom.sayings(quay.folder)


def test_a_moment_is_read_as_the_last_version_before_it(quay: Warehouse) -> None:
    (second,) = newsroom.answer(quay.folder, "select committed_at from commits where version = 2")
    for moment, version in ((second["committed_at"], 2), (datetime.now(UTC), 8), (second["committed_at"] - timedelta(days=1), 0)):
        with history.connect(quay.folder, None, as_of=moment) as connection:
            assert queries.run(connection, "select version from stored.published").to_pylist() == [{"version": version}]


def test_a_version_whose_files_were_removed_is_refused_in_one_line(quay: Warehouse) -> None:
    compact(quay)
    vacuum(quay, timedelta(0))
    assert sayings_at(quay, 9) == newsroom.sayings(quay.folder)
    with pytest.raises(UsageError, match="version 2 cannot be read: the versions from 9 to 9 are there"):
        sayings_at(quay, 2)


def test_a_version_whose_file_is_missing_is_said_to_be_damaged(quay: Warehouse) -> None:
    (quay.folder / "tables/claims/r-2.parquet").unlink()
    with pytest.raises(Damaged, match="version 2 cannot be read: IO Error: No files found"):
        sayings_at(quay, 2)


@pytest.mark.parametrize("version", [-1, 9])
def test_a_version_that_never_was_is_refused(quay: Warehouse, version: int) -> None:
    with pytest.raises(UsageError, match=f"version {version} cannot be read"):
        sayings_at(quay, version)


def test_each_commit_says_what_it_changed(quay: Warehouse) -> None:
    quay.commit(newsroom.refusal("r-9", "5.txt"))
    told = newsroom.answer(quay.folder, "select version, run_id, kind, counts, batch_id, follows from commits order by version")
    changes = [{name: count for name, count in row["counts"].items() if count} for row in told]
    assert changes == [{"added": 1}, {"replaced": 1}, {"replaced": 1}, {"deleted": 1}, *[{"added": 1}] * 4, {"deleted": 1, "refused": 1}]
    assert [row["version"] for row in told] == list(range(1, 10))
    assert [row["follows"] for row in told] == ["", *(row["batch_id"] for row in told[:-1])]


def test_there_is_no_history_where_there_is_no_warehouse(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="there is no warehouse in"):
        history.connect(tmp_path / "nowhere", None, version=1)
