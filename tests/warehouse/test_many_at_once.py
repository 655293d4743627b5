"""Several processes at work on one warehouse, and killed: nothing is lost, doubled or half shown."""

import random
from pathlib import Path

import newsroom
import pytest

from bench import crash
from bench.newsdesk import Desk, Kept, holdings, replayed
from warehouse.storage import Warehouse

KILLS = 3


def test_killed_writers_compaction_and_vacuum_leave_what_was_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash, "CREW", ("write", "write", "maintain", "look"))
    desk = Desk(tmp_path / "data", tmp_path / "logs")
    Warehouse.open(desk.folder).close()
    crash.kill_again_and_again(desk, KILLS, random.Random(7))
    told = list(desk.told())
    assert crash.faults(desk) == []
    assert any(line["did"] == "commit" for line in told)


def test_the_comparison_sees_a_lost_a_doubled_and_a_half_shown_document(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data", tmp_path / "logs")
    told = (
        '{"did": "begin", "batch_id": "a", "brought": {"quay.txt": 1, "hill.txt": 1}, "removed": []}',
        '{"did": "commit", "batch_id": "a", "version": 1}',
        '{"did": "look", "wrong": ["a document twice"]}',
        '{"did": "commit", "batch_id": "b", "version": 2}',
        '{"did": "begin", "batch_',
    )
    (desk.logs / "write-0001.jsonl").write_text("\n".join(told))
    with Warehouse.open(desk.folder) as warehouse:
        warehouse.commit(newsroom.note("a", "quay.txt", "one", "two"))
    assert sorted(crash.faults(desk)) == [
        "a document twice",
        "acknowledged and lost: {'did': 'commit', 'batch_id': 'b', 'version': 2}",
        "hill.txt: None, not Kept(batch_id='a', claims=1)",
        "quay.txt: Kept(batch_id='a', claims=2), not Kept(batch_id='a', claims=1)",
    ]


def test_a_commit_that_was_not_acknowledged_counts_if_it_was_made() -> None:
    told = [
        {"did": "begin", "batch_id": "a", "brought": {"quay.txt": 1}, "removed": []},
        {"did": "begin", "batch_id": "b", "brought": {"quay.txt": 2}, "removed": []},
        {"did": "begin", "batch_id": "c", "brought": {}, "removed": ["quay.txt"]},
    ]
    assert replayed(told, {"b": 1, "a": 2}) == {"quay.txt": Kept("a", 1)}
    assert replayed(told, {"a": 1, "c": 2}) == {}


def test_what_is_held_is_told_by_file(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.commit(newsroom.note("a", "quay.txt", "one", "two"))
    assert holdings(tmp_path, None) == {"quay.txt": Kept("a", 2)}
