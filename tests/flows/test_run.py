from concurrent.futures import Future

import pytest

from flows.discover import Changes
from flows.run import MOST_CHUNKS, Run, chunked
from flows.seed import Seed, Trace
from flows.work import Work, refused
from warehouse.errors import UnreadableSeed, WarehouseError
from warehouse.storage import Commit


def changes(count: int) -> Changes:
    return Changes(new=[Seed(f"{number:04}.txt", "", Trace(10, 0)) for number in range(count)])


def process(seeds: list[Seed]) -> "Future[Work]":
    """Refuse the files: the quickest rows that a stage can write."""
    done: Future[Work] = Future()
    done.set_result(refused(seeds[0], UnreadableSeed("empty")))
    return done


def test_the_last_commit_holds_the_row_of_the_run_and_what_is_removed() -> None:
    found, commits = changes(3), list[Commit]()
    found.removed = ["gone.txt"]
    run = Run(found)
    run.carry_out([[seed] for seed in found.new], process, commits.append)
    assert [sorted(commit.tables) for commit in commits] == [["rejects"], ["rejects"], ["rejects", "runs"]]
    assert [list(commit.removed) for commit in commits] == [[], [], ["gone.txt"]]
    (row,) = commits[-1].tables["runs"].to_pylist(maps_as_pydicts="strict")
    assert (row["status"], row["counts"]["new"], row["counts"]["rejects"], row["run_id"]) == ("rejected", 3, 3, run.run_id)
    assert len({commit.batch_id for commit in commits}) == 3


def test_a_run_that_only_removes_is_one_commit() -> None:
    commits = list[Commit]()
    Run(Changes(removed=["gone.txt"])).carry_out([], process, commits.append)
    assert [(sorted(commit.tables), list(commit.removed)) for commit in commits] == [(["runs"], ["gone.txt"])]


def test_a_run_that_is_stopped_after_a_commit_leaves_a_row_that_says_so() -> None:
    found, commits = changes(3), list[Commit]()

    def commit(given: Commit) -> None:
        if len(commits) == 1 and "rejects" in given.tables:
            raise WarehouseError("the disk is full")
        commits.append(given)

    with pytest.raises(WarehouseError, match="the disk is full"):
        Run(found).carry_out([[seed] for seed in found.new], process, commit)
    assert commits[-1].tables["runs"]["status"].to_pylist() == ["failed"]


def test_rejects_say_when_they_were_refused_and_how_often() -> None:
    found, commits = Changes(new=[Seed("bad.txt", "", Trace(10, 0), attempts=2)]), list[Commit]()
    Run(found).carry_out([found.new], process, commits.append)
    (reject,) = commits[0].tables["rejects"].to_pylist()
    assert reject["attempts"] == 3
    assert reject["at"] is not None


@pytest.mark.parametrize("count", [1, 999, 1001, 250_000])
def test_a_run_of_any_size_has_few_chunks(count: int) -> None:
    found = chunked(changes(count), documents=1000)
    assert sum(map(len, found)) == count
    assert len(found) <= MOST_CHUNKS
