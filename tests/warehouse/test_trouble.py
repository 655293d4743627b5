"""What goes wrong with disks, folders and other versions: one line says so, and nothing is lost."""

import logging
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import newsroom
import pytest

from warehouse.errors import Damaged, NewerSchema, UsageError, WarehouseError
from warehouse.storage import Commit, Warehouse


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a file system of 16 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if (
        os.geteuid()
        or not mount
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=16m", "none", disk], check=False, capture_output=True).returncode
    ):
        pytest.skip("a small file system cannot be mounted here")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill(disk: Path, *, leaving: int) -> None:
    """Take the space of a disk but for some bytes."""
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    ballast.write_bytes(bytes(max(shutil.disk_usage(disk).free - leaving, 0)))


def refusal(warehouse: Warehouse, commit: Commit) -> str | None:
    """Return what the warehouse says when it refuses a commit, of which no file must then be left; None when it takes it."""
    files = set(warehouse.folder.rglob("*.parquet"))
    try:
        warehouse.commit(commit)
    except WarehouseError as error:
        said = str(error)
    else:
        return None
    assert set(warehouse.folder.rglob("*.parquet")) == files
    return said


def test_a_disk_that_is_full_at_whatever_point_of_a_commit_loses_nothing(small_disk: Path) -> None:
    folder, kept, outcomes = small_disk / "data", ["before"], set()
    with Warehouse.open(folder) as warehouse:
        warehouse.commit(newsroom.note("r", "before.txt", "before"))
        for kilobytes in (0, 4, 8, 12, 16, 24, 40, 64, 120, 300, 900):
            fill(small_disk, leaving=kilobytes * 1024)
            refused = refusal(warehouse, newsroom.note(f"r-{kilobytes}", f"{kilobytes}.txt", f"with {kilobytes:04}"))
            outcomes.add("refused" if refused else "committed")
            assert refused is None or refused.endswith(("No space left on device", "is full"))
            kept += [] if refused else [f"with {kilobytes:04}"]
            (small_disk / "ballast").unlink()
            Warehouse.open(folder).close()
            assert newsroom.sayings(folder) == kept
    assert outcomes == {"committed", "refused"}


def test_a_full_disk_is_named_in_one_line(small_disk: Path) -> None:
    with Warehouse.open(small_disk / "data") as warehouse:
        fill(small_disk, leaving=0)
        with pytest.raises(WarehouseError, match=r"data cannot be written: No space left on device$"):
            warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))


def test_a_commit_stands_when_only_the_views_cannot_be_renewed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
        (tmp_path / "onrecord.duckdb.next").mkdir()
        with caplog.at_level(logging.WARNING):
            assert warehouse.commit(newsroom.note("r-2", "hill.txt", "it rains")) == 2
        assert "the commit stands" in caplog.text
        assert newsroom.sayings(tmp_path) == ["it is open"]
        (tmp_path / "onrecord.duckdb.next").rmdir()
        warehouse.commit(Commit("r-3", "r"))
    assert newsroom.sayings(tmp_path) == ["it is open", "it rains"]


def test_a_warehouse_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    Warehouse.open(tmp_path).close()
    with sqlite3.connect(tmp_path / "catalog.sqlite") as catalog:
        catalog.execute("update meta set value = '99' where key = 'schema_version'")
    catalog.close()
    with pytest.raises(NewerSchema, match=r"written by a later version of onrecord: its schema is 99"):
        Warehouse.open(tmp_path)


def test_a_damaged_catalog_is_named(tmp_path: Path) -> None:
    Warehouse.open(tmp_path).close()
    (tmp_path / "catalog.sqlite").write_bytes(b"something else " * 100)
    with pytest.raises(Damaged, match=r"catalog\.sqlite cannot be used: file is not a database$"):
        Warehouse.open(tmp_path)


def test_a_missing_table_file_is_named(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    (tmp_path / "tables" / "claims" / "r-1.parquet").unlink()
    (tmp_path / "onrecord.duckdb").unlink()
    with pytest.raises(Damaged, match=r"claims/r-1\.parquet is missing, though the catalog names it"):
        Warehouse.open(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WarehouseError, match=r"file.* cannot be written: Not a directory"):
        Warehouse.open(tmp_path / "file" / "data")


def test_a_read_only_warehouse_can_be_read_and_not_written(small_disk: Path) -> None:
    with Warehouse.open(small_disk / "data") as warehouse:
        warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(WarehouseError, match="data is read-only: it can be queried but not written") as refused:
        Warehouse.open(small_disk / "data")
    assert "\n" not in str(refused.value)
    assert newsroom.sayings(small_disk / "data") == ["it is open"]


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("no url", "catalog: no url is not the URL of a database"),
        ("nosuch://host/db", "catalog: nosuch://host/db"),
        ("mssql+pyodbc://host/db", "driver"),
    ],
)
def test_a_catalog_that_cannot_be_meant_is_a_wrong_setting(tmp_path: Path, url: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        Warehouse.open(tmp_path, url)


def test_a_catalog_can_be_kept_elsewhere(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    with Warehouse.open(tmp_path / "data", url) as warehouse:
        warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    assert newsroom.sayings(tmp_path / "data") == ["it is open"]
    assert not (tmp_path / "data" / "catalog.sqlite").exists()
