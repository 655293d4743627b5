"""Maintenance changes files and never a row."""

import logging
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import newsroom
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from warehouse import parquet, queries, schema
from warehouse.catalog import KnownFile
from warehouse.errors import Overtaken, WarehouseError
from warehouse.ledger import Change
from warehouse.parquet import Coverage, StoredFile
from warehouse.storage import Commit, Warehouse
from warehouse.upkeep import rewrite, tiers
from warehouse.upkeep.compact import compact, tidy, write_anew
from warehouse.upkeep.settle import settle
from warehouse.upkeep.vacuum import vacuum

MANY = 12


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse of many commits in which half of the notes were replaced once and one removed."""
    folder = tmp_path_factory.mktemp("written")
    with Warehouse.open(folder) as warehouse:
        for number in range(MANY):
            warehouse.commit(newsroom.note(f"r-{number}", f"{number % 8}.txt", f"saying {number}"))
        warehouse.commit(Commit("r-last", "r", removed=["7.txt"]))
    return folder


@pytest.fixture
def busy(written: Path, tmp_path: Path) -> Iterator[Warehouse]:
    """Yield a copy of it."""
    with Warehouse.open(shutil.copytree(written, tmp_path / "busy")) as warehouse:
        yield warehouse


SAYINGS = sorted(f"saying {number}" for number in (8, 9, 10, 11, 4, 5, 6))


def files(warehouse: Warehouse, table: str) -> list[Path]:
    return sorted((warehouse.folder / "tables" / table).iterdir())


def live(warehouse: Warehouse, table: str) -> list[StoredFile]:
    return [known.file for known in warehouse.catalog.files() if known.file.table_name == table]


def make_older(folder: Path, by: timedelta) -> None:
    then = (datetime.now(UTC) - by).timestamp()
    for path in (folder / "tables").rglob("*.parquet"):
        os.utime(path, (then, then))


def test_compaction_changes_no_answer(busy: Warehouse) -> None:
    with queries.connect(busy.folder) as connection:
        order = "order by all"
        before = {name: queries.run(connection, f"from stored.{name} {order}") for name in ("entities",)}
        before |= {name: queries.run(connection, f"from {name} {order}") for name in ("documents", "claims", "seed_states")}
    compact(busy)
    with queries.connect(busy.folder) as connection:
        for name, rows in before.items():
            assert queries.run(connection, f"from {'stored.' * (name == 'entities')}{name} {order}").to_pylist() == rows.to_pylist()


def test_compaction_leaves_one_file_of_many(busy: Warehouse) -> None:
    assert len(live(busy, "claims")) == MANY
    compact(busy)
    assert [file.rows for file in live(busy, "claims")] == [len(SAYINGS)]
    assert newsroom.sayings(busy.folder) == SAYINGS


def test_compaction_keeps_which_commit_wrote_a_row(busy: Warehouse) -> None:
    ask = "select content_text, batch_id from claims order by all"
    before = newsroom.answer(busy.folder, ask)
    compact(busy)
    assert newsroom.answer(busy.folder, ask) == before


def test_rows_of_a_compacted_file_are_in_the_order_of_their_documents(busy: Warehouse) -> None:
    compact(busy)
    ids = pq.read_table(busy.folder / live(busy, "documents")[0].path)["document_id"].to_pylist()
    assert ids == sorted(ids)


def test_rows_that_memory_has_no_room_for_are_sorted_on_disk(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewrite, "MEMORY", "120MB")
    monkeypatch.setattr(parquet, "SORTED", {})  # As files of earlier versions are.
    for batch in ("r-1", "r-2"):
        row = newsroom.document(f"{batch}.txt")
        own = {"document_id": row["document_id"], "segment_id": "s", "lemma": "so"}
        tokens = newsroom.rows("tokens", *({**own, "token_id": number} for number in range(150_000)))
        tables = {"documents": newsroom.rows("documents", row), "tokens": tokens}
        warehouse.commit(Commit(batch, "r", tables, [newsroom.seed(f"{batch}.txt")]))
    settle(warehouse)
    counted = newsroom.answer(warehouse.folder, "select count(*) as tokens, count(distinct (document_id, token_id)) as different from tokens")
    assert counted == [{"tokens": 300_000, "different": 300_000}]
    assert not list((warehouse.folder / "spill").iterdir())


def test_rows_of_one_document_stay_in_their_order(warehouse: Warehouse) -> None:
    for number in range(tiers.FAN):
        warehouse.commit(newsroom.note(f"r-{number}", f"{number}.txt", *(f"{number} {word}" for word in ("so", "it", "was"))))
    compact(warehouse)
    told = [row["content_text"] for row in newsroom.answer(warehouse.folder, "from claims where starts_with(content_text, '3 ')")]
    assert told == ["3 so", "3 it", "3 was"]


def test_a_warehouse_without_anything_to_gain_is_left_as_it_is(busy: Warehouse) -> None:
    compact(busy)
    version = busy.catalog.version()
    assert compact(busy) == 0
    assert busy.catalog.version() == version


def test_superseded_pairs_are_forgotten_once_no_file_has_their_rows(busy: Warehouse) -> None:
    assert len(busy.catalog.live().dead) == 5
    compact(busy)
    assert busy.catalog.live().dead == []


def test_a_document_replaced_while_compaction_runs_stays_replaced(busy: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Warehouse.record

    def late(self: Warehouse, change: Change) -> int:
        monkeypatch.setattr(Warehouse, "record", record)
        busy.commit(newsroom.note("meanwhile", "4.txt", "another word"))
        return record(self, change)

    monkeypatch.setattr(Warehouse, "record", late)
    compact(busy)
    assert newsroom.sayings(busy.folder) == sorted({*SAYINGS, "another word"} - {"saying 4"})


def test_of_two_that_compact_the_same_files_one_gives_up(busy: Warehouse) -> None:
    groups = tiers.due(busy.catalog.files())
    write_anew(busy, groups, kind="compact")
    there = set(busy.folder.rglob("*.parquet"))
    with pytest.raises(Overtaken, match="another process has rewritten the same files"):
        write_anew(busy, groups, kind="compact")
    assert set(busy.folder.rglob("*.parquet")) == there
    assert newsroom.sayings(busy.folder) == SAYINGS


def test_ingest_leaves_files_in_order_once_they_are_too_many(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiers, "MOST_SMALL", 9)
    for number, left in ((9, 9), (10, 1)):
        while warehouse.catalog.version() < number:
            warehouse.commit(newsroom.note(f"r-{warehouse.catalog.version()}", f"{warehouse.catalog.version()}.txt", "so"))
        tidy(warehouse)
        assert len(live(warehouse, "claims")) == left


def test_a_table_file_that_is_missing_stops_maintenance_in_one_line_and_no_ingest(busy: Warehouse, caplog: pytest.LogCaptureFixture) -> None:
    files(busy, "claims")[0].unlink()
    with pytest.raises(WarehouseError, match=r"claims/r-0\.parquet is missing, though the catalog names it"):
        compact(busy)
    with pytest.MonkeyPatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(tiers, "MOST_SMALL", 1)
        tidy(busy)
    assert "were not put in order" in caplog.text


def known(size: int, *, dead: float = 0.0, table: str = "claims") -> KnownFile:
    return KnownFile(StoredFile(table, f"{size}-{dead}", 1, size, "", "", Coverage(1, 1, 1)), dead)


def test_a_large_file_is_not_rewritten_for_a_few_dead_rows() -> None:
    assert tiers.due([known(tiers.LARGE, dead=0.1)] * 20) == []
    half = known(tiers.LARGE, dead=0.6)
    assert tiers.due([half, known(tiers.LARGE)]) == [[half]]


@given(st.lists(st.integers(1, 2 * tiers.LARGE), max_size=200))
def test_few_small_files_are_left_whatever_there_was(sizes: list[int]) -> None:
    left = [known(size) for size in sizes]
    while groups := tiers.due(left):
        gone = [file for group in groups for file in group]
        left = [file for file in left if not any(file is one for one in gone)]
        left += [known(sum(file.file.bytes for file in group)) for group in groups]
    assert sum(file.file.bytes < tiers.LARGE for file in left) <= 32
    assert sum(file.file.bytes for file in left) == sum(sizes)


def test_files_of_several_tables_are_never_mixed() -> None:
    groups = tiers.due([known(10, table=table) for table in ("claims", "tokens") for _ in range(tiers.FAN)])
    assert [{one.file.table_name for one in group} for group in groups] == [{"claims"}, {"tokens"}]


def test_a_long_query_goes_on_through_compaction_and_vacuum_within_the_age_limit(busy: Warehouse) -> None:
    with queries.connect(busy.folder) as reader:
        before = queries.run(reader, "from claims order by all")
        compact(busy)
        assert vacuum(busy) == []
        assert queries.run(reader, "from claims order by all") == before


def test_vacuum_removes_what_was_retired_longer_ago_than_the_age_limit(busy: Warehouse) -> None:
    compact(busy)
    make_older(busy.folder, timedelta(hours=1))
    assert vacuum(busy, timedelta(hours=2)) == []
    assert {path.split("/")[1] for path in vacuum(busy, timedelta(0))} >= {"claims", "documents"}
    assert [path.relative_to(busy.folder).as_posix() for path in files(busy, "claims")] == [file.path for file in live(busy, "claims")]
    assert newsroom.sayings(busy.folder) == SAYINGS


def test_vacuum_removes_what_a_killed_writer_left(busy: Warehouse) -> None:
    left = busy.folder / "tables" / "claims" / "killed.parquet"
    left.write_bytes(b"half a file")
    assert vacuum(busy, timedelta(hours=1)) == []
    make_older(busy.folder, timedelta(hours=2))
    assert vacuum(busy, timedelta(hours=1)) == ["tables/claims/killed.parquet"]


def test_a_writer_older_than_the_age_limit_is_refused_and_leaves_nothing(busy: Warehouse) -> None:
    vacuum(busy, timedelta(hours=1))
    (file,) = live(busy, "claims")[:1]
    slow = Change("slow", "slow", "ingest", datetime.now(UTC) - timedelta(hours=2), [file._replace(path="tables/claims/slow.parquet")])
    with pytest.raises(Overtaken, match="batch slow was begun before files of its age were removed"):
        busy.record(slow)
    assert newsroom.sayings(busy.folder) == SAYINGS
    assert busy.commit(newsroom.note("quick", "new.txt", "new")) == MANY + 2


def test_a_commit_that_vacuum_overtakes_is_written_anew(busy: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Warehouse.record

    def late(self: Warehouse, change: Change) -> int:
        monkeypatch.setattr(Warehouse, "record", record)
        vacuum(self, timedelta(0))
        return record(self, change)

    monkeypatch.setattr(Warehouse, "record", late)
    assert busy.commit(newsroom.note("slow", "new.txt", "new")) == MANY + 2
    assert newsroom.sayings(busy.folder) == sorted([*SAYINGS, "new"])


def test_after_settling_a_plain_glob_is_the_snapshot(busy: Warehouse) -> None:
    settle(busy)
    with queries.connect(busy.folder) as connection:
        for name, table in schema.TABLES.items():
            folder = busy.folder / "tables" / name
            globbed = ds.dataset(folder).to_table().to_pylist() if folder.is_dir() else []
            source = f"stored.{name}" if name == "entities" else table.name
            assert sorted(map(str, globbed)) == sorted(map(str, queries.run(connection, f"from {source}").to_pylist())), name


def test_a_settled_warehouse_has_one_file_a_table_and_goes_on(busy: Warehouse) -> None:
    settle(busy)
    assert [len(files(busy, name)) for name in ("claims", "documents", "seed_states", "commits")] == [1, 1, 1, 2]
    busy.commit(newsroom.note("next", "0.txt", "next"))
    assert newsroom.sayings(busy.folder) == sorted({*SAYINGS, "next"} - {"saying 8"})


NAMES = st.sampled_from("abcd")
STEPS = st.one_of(
    st.tuples(st.just("note"), NAMES),
    st.tuples(st.just("refuse"), NAMES),
    st.tuples(st.just("remove"), NAMES),
    st.tuples(st.sampled_from(["compact", "rewrite", "vacuum", "settle"]), st.just("")),
)


def carried_out(warehouse: Warehouse, steps: list[tuple[str, str]]) -> Iterator[tuple[list[str], list[str]]]:
    """Carry out steps; yield what should be there after each, and what is."""
    expected = dict[str, str]()
    for number, (step, name) in enumerate(steps):
        if step == "note":
            expected[name] = f"{name} {number}"
            warehouse.commit(newsroom.note(f"r-{number}", name, expected[name]))
        elif step in {"refuse", "remove"}:
            expected.pop(name, None)
            warehouse.commit(newsroom.refusal(f"r-{number}", name) if step == "refuse" else Commit(f"r-{number}", "r", removed=[name]))
        elif step == "rewrite":
            write_anew(warehouse, [[one] for one in warehouse.catalog.files()[number % 3 :: 3]], kind="compact")
        else:
            {"compact": compact, "vacuum": lambda place: vacuum(place, timedelta(hours=1)), "settle": settle}[step](warehouse)
        yield sorted(expected.values()), newsroom.sayings(warehouse.folder)


@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=6, max_size=12))
def test_maintenance_at_any_point_keeps_what_commits_left(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]) -> None:
    with Warehouse.open(tmp_path_factory.mktemp("law")) as warehouse:
        for expected, found in carried_out(warehouse, steps):
            assert found == expected


def test_what_people_decided_outlives_compaction(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        for number in range(tiers.FAN):
            about = {"document_id": schema.identifier("port.txt", "") if number % 2 else ""}
            row = {**about, "decision_id": str(number), "kind": "split", "entity_id": "a", "other_id": f"b{number}", "why": f"reason {number}"}
            warehouse.commit(Commit(f"d-{number}", "d", {"entity_decisions": newsroom.rows("entity_decisions", row)}, kind="decision"))
        assert compact(warehouse) >= tiers.FAN
        assert len([known for known in warehouse.catalog.files() if known.file.table_name == "entity_decisions"]) == 1
    reasons = newsroom.answer(tmp_path, "select why from entity_decisions order by why")
    assert [row["why"] for row in reasons] == [f"reason {number}" for number in range(tiers.FAN)]
