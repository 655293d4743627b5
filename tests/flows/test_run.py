from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.discover import Changes
from flows.run import MOST_PARTS, Done, Run, Step, chunked, in_parts, patiently
from flows.seed import Seed, Trace
from flows.work import Work, refused
from warehouse.errors import Damaged, UnreadableSeed, WarehouseError


def changes(count: int) -> Changes:
    return Changes(new=[Seed(f"{number:04}.txt", "", Trace(10, 0)) for number in range(count)])


def process(seeds: list[Seed]) -> "Future[Work]":
    """Refuse the files: the quickest rows that a stage can write."""
    done: Future[Work] = Future()
    done.set_result(refused(seeds[0], UnreadableSeed("empty")))
    return done


def test_the_last_commit_holds_the_row_of_the_run_and_what_is_removed() -> None:
    found, commits = changes(3), list[Any]()
    found.removed = ["gone.txt"]
    run = Run(found)
    run.carry_out([[seed] for seed in found.new], process, commits.extend)
    assert [sorted(commit.tables) for commit in commits] == [["rejects"], ["rejects"], ["rejects", "runs"]]
    assert [list(commit.removed) for commit in commits] == [[], [], ["gone.txt"]]
    (row,) = commits[-1].tables["runs"].to_pylist(maps_as_pydicts="strict")
    assert (row["status"], row["counts"]["new"], row["counts"]["rejects"], row["run_id"]) == ("rejected", 3, 3, run.run_id)
    assert len({commit.batch_id for commit in commits}) == 3


def test_a_run_that_only_removes_is_one_commit() -> None:
    commits = list[Any]()
    Run(Changes(removed=["gone.txt"])).carry_out([], process, commits.extend)
    assert [(sorted(commit.tables), list(commit.removed)) for commit in commits] == [(["runs"], ["gone.txt"])]


def test_a_run_that_is_stopped_after_a_commit_leaves_a_row_that_says_so() -> None:
    found, commits = changes(3), list[Any]()

    def commit_all(given: Iterator[Step]) -> None:
        for commit in given:
            if len(commits) == 1 and "rejects" in commit.tables:
                raise WarehouseError("the disk is full")
            commits.append(commit)

    with pytest.raises(WarehouseError, match="the disk is full"):
        Run(found).carry_out([[seed] for seed in found.new], process, commit_all)
    assert commits[-1].tables["runs"]["status"].to_pylist() == ["failed"]


def test_rejects_say_when_they_were_refused_and_how_often() -> None:
    found, commits = Changes(new=[Seed("bad.txt", "", Trace(10, 0), attempts=2)]), list[Any]()
    Run(found).carry_out([found.new], process, commits.extend)
    (reject,) = commits[0].tables["rejects"].to_pylist()
    assert reject["attempts"] == 3
    assert reject["at"] is not None


@pytest.mark.parametrize("count", [1, 999, 1001, 250_000])
def test_a_chunk_is_small_however_long_the_run_so_that_memory_stays_flat(count: int) -> None:
    found = chunked(changes(count), documents=1000)
    assert sum(map(len, found)) == count
    assert max(map(len, found)) <= 1000


def test_a_commit_is_tried_again_where_the_trouble_may_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.run.AGAIN", (0, 0))
    for troubles, tries in (([WarehouseError("the database is away")] * 2, 3), ([WarehouseError("the disk is full")] * 3, 3), ([Damaged("lost")], 1)):
        left, tried = list(troubles), 0

        def commit(left: list[WarehouseError] = left) -> int:
            nonlocal tried
            tried += 1
            if left:
                raise left.pop()
            return 7

        if len(troubles) < tries:
            assert patiently(commit) == 7
        else:
            with pytest.raises(type(troubles[0])):
                patiently(commit)
        assert tried == tries


def test_what_two_runs_did_together_is_the_sum_under_the_id_of_the_first() -> None:
    both = Done("a", {"new": 1, "unchanged": 5}, {"parse": 1.0}, 1).then(Done("b", {"new": 2, "unchanged": 6}, {"parse": 0.5, "link": 1.0}, 2))
    assert both == Done("a", {"new": 3, "unchanged": 6}, {"parse": 1.5, "link": 1.0}, 3)


@given(st.integers(0, 500))
def test_a_run_of_any_length_has_few_parts_and_no_step_is_lost(number: int) -> None:
    steps: list[Any] = list(range(number))
    parts = [list(part) for part in in_parts(iter(steps), number)]
    assert [step for part in parts for step in part] == steps
    assert len(parts) <= MOST_PARTS
