"""What the doctor finds, and what he can put right."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import newsroom
import pyarrow.parquet as pq
import pytest

from flows import upkeep
from warehouse import history, queries, schema
from warehouse.errors import Damaged
from warehouse.storage import Commit, Warehouse, catalog_of
from warehouse.store import at
from warehouse.upkeep.compact import compact
from warehouse.upkeep.doctor import CHECKS, examine
from warehouse.upkeep.rebuild import rebuild
from warehouse.upkeep.settle import settle
from warehouse.upkeep.vacuum import vacuum


def findings(folder: Path) -> list[str]:
    catalog = catalog_of(folder, None)
    try:
        return [finding.what for finding in examine(at(folder), catalog)]
    finally:
        catalog.close()


def fill(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom.edition())
    for number in range(9):
        warehouse.commit(newsroom.note(f"r-{number}", f"{number % 4}.txt", f"saying {number}"))
    warehouse.commit(newsroom.refusal("refused", "broken.txt"))
    warehouse.commit(Commit("removed", "r", removed=["3.txt"]))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse that has seen every kind of commit but no maintenance."""
    folder = tmp_path_factory.mktemp("sound")
    with Warehouse.open(folder) as warehouse:
        fill(warehouse)
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    return shutil.copytree(sound, tmp_path / "data")


@pytest.fixture
def maintained(folder: Path) -> Iterator[Warehouse]:
    """Yield one that was compacted since, and changed after."""
    with Warehouse.open(folder) as warehouse:
        compact(warehouse)
        warehouse.commit(newsroom.note("after", "1.txt", "after"))
        yield warehouse


def test_a_sound_warehouse_has_no_finding(folder: Path) -> None:
    assert findings(folder) == []


def test_a_maintained_warehouse_has_no_finding(maintained: Warehouse) -> None:
    assert findings(maintained.folder) == []


def remove_claims(folder: Path) -> None:
    (folder / "tables/claims/r-8.parquet").unlink()


def flip_a_byte(folder: Path) -> None:
    path = folder / "tables/claims/r-8.parquet"
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)


def cut_a_file(folder: Path) -> None:
    path = folder / "tables/claims/r-8.parquet"
    path.write_bytes(path.read_bytes()[:-20])


def add_a_file(folder: Path) -> None:
    shutil.copy(folder / "tables/claims/r-8.parquet", folder / "tables/claims/copy.parquet")


def in_catalog(statement: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with sqlite3.connect(folder / "catalog.sqlite") as catalog:
            catalog.execute(statement)
        catalog.close()

    return change


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (remove_claims, "claims/r-8.parquet is missing"),
        (flip_a_byte, "claims/r-8.parquet is not as it was written: its SHA-256 is another"),
        (cut_a_file, "claims/r-8.parquet is not as it was written"),
        (add_a_file, "claims/copy.parquet belongs to no version"),
        (in_catalog("update files set rows = 7 where path = 'tables/claims/r-8.parquet'"), "claims/r-8.parquet has 1 rows; the catalog says 7"),
        (in_catalog("delete from documents where batch_id = 'r-8'"), "is in a file and not in the catalog"),
        (in_catalog("update documents set removed_version = null"), "doubled: document"),
        (in_catalog("delete from documents where removed_version is not null"), "doubled: document"),
        (in_catalog("update files set removed_version = 9 where path = 'tables/documents/r-8.parquet'"), "orphans: claims of document"),
    ],
    ids=["missing", "bit rot", "cut", "unknown", "row count", "document forgotten", "dead made live", "dead forgotten", "half a commit"],
)
def test_harm_is_found_and_named(folder: Path, harm: Callable[[Path], None], found: str) -> None:
    harm(folder)
    told = findings(folder)
    assert any(found in line for line in told), told


def test_a_span_that_is_not_the_text_is_found(warehouse: Warehouse) -> None:
    row = newsroom.document("quay.txt", "Ilse Varga left.")
    wrong = {"document_id": row["document_id"], "mention_id": "m", "start_char": 0, "end_char": 4, "text": "Tom "}
    tables = {"documents": newsroom.rows("documents", row), "mentions": newsroom.rows("mentions", wrong)}
    warehouse.commit(Commit("r-1", "r", tables, [newsroom.seed("quay.txt")]))
    assert findings(warehouse.folder) == [f"spans: mention m of document {row['document_id']}"]


def test_a_row_that_speaks_of_one_that_is_not_there_is_found(warehouse: Warehouse) -> None:
    row = newsroom.document("quay.txt", "so")
    stray = {"document_id": row["document_id"], "claim_id": "c", "part": "cue", "start_char": 0, "end_char": 2, "text": "so"}
    tables = {"documents": newsroom.rows("documents", row), "claim_spans": newsroom.rows("claim_spans", stray)}
    warehouse.commit(Commit("r-1", "r", tables, [newsroom.seed("quay.txt")]))
    assert findings(warehouse.folder) == ["references: claim_spans of claim c"]


def test_each_table_is_looked_at_for_orphans() -> None:
    told = (CHECKS / "orphans.sql").read_text("utf-8")
    bearing = {name for name, table in schema.TABLES.items() if table.per_document} - {"documents", "rejects"}
    assert {name for name in bearing if f"'{name}'" not in told} == set()


def everything(folder: Path) -> dict[str, list[str]]:
    """Return all rows that a warehouse shows, as text; what each table is asked for is in its own order."""
    with queries.connect(folder) as connection:
        names = {name: f"stored.{name}" if name == "entities" else name for name in schema.TABLES}
        return {name: sorted(map(str, queries.run(connection, f"from {place}").to_pylist())) for name, place in names.items()}


def lose_the_catalog(folder: Path) -> None:
    for path in folder.glob("catalog.sqlite*"):
        path.unlink()


def test_a_lost_catalog_is_not_taken_for_a_new_warehouse(folder: Path) -> None:
    lose_the_catalog(folder)
    with pytest.raises(Damaged, match=r"catalog\.sqlite is lost, though there are tables; `onrecord doctor --repair`"):
        Warehouse.open(folder)


@pytest.mark.parametrize("state", ["as committed", "compacted", "vacuumed", "settled"])
def test_a_catalog_made_from_the_files_shows_the_same_rows(folder: Path, state: str) -> None:
    with Warehouse.open(folder) as warehouse:
        if state != "as committed":
            settle(warehouse) if state == "settled" else compact(warehouse)
            warehouse.commit(newsroom.note("after", "1.txt", "after"))
        if state == "vacuumed":
            vacuum(warehouse, timedelta(0))
        before, seeds, version, live = everything(folder), warehouse.seeds(), warehouse.catalog.version(), warehouse.catalog.live()
    lose_the_catalog(folder)
    assert rebuild(folder, None) == []
    with Warehouse.open(folder) as again:
        assert (again.seeds(), again.catalog.version()) == (seeds, version)
        assert sorted(again.catalog.live().dead) == sorted(live.dead)
        assert sorted(again.catalog.live().files) == sorted(live.files)
    assert everything(folder) == before
    assert findings(folder) == []


def test_a_catalog_made_from_the_files_still_knows_the_earlier_versions(maintained: Warehouse) -> None:
    folder = maintained.folder

    def at(version: int) -> list[str]:
        with history.connect(folder, None, version=version) as connection:
            return [row["content_text"] for row in queries.run(connection, "from claims order by content_text").to_pylist()]

    before = [at(version) for version in range(maintained.catalog.version() + 1)]
    maintained.close()
    lose_the_catalog(folder)
    rebuild(folder, None)
    assert [at(version) for version in range(len(before))] == before


def test_a_warehouse_goes_on_after_its_catalog_was_made_anew(maintained: Warehouse) -> None:
    folder = maintained.folder
    maintained.close()
    lose_the_catalog(folder)
    rebuild(folder, None)
    with Warehouse.open(folder) as again:
        again.commit(newsroom.note("next", "1.txt", "next"))
        settle(again)
    assert "next" in newsroom.sayings(folder)
    assert "after" not in newsroom.sayings(folder)
    assert findings(folder) == []


def test_the_doctor_puts_a_damaged_catalog_right(folder: Path) -> None:
    before = everything(folder)
    (folder / "catalog.sqlite").write_bytes(b"something else " * 1000)
    told, is_well = upkeep.doctor(folder, None, repair=False)
    assert (told.splitlines()[0].endswith("file is not a database"), is_well) == (True, False)
    assert upkeep.doctor(folder, None, repair=True) == ("the catalog was made anew from the files\nall is well", True)
    assert everything(folder) == before
    assert (folder / "catalog.sqlite.before-repair").read_bytes().startswith(b"something else")


def test_the_doctor_leaves_a_sound_warehouse_alone(folder: Path) -> None:
    with Warehouse.open(folder) as warehouse:
        version = warehouse.catalog.version()
        assert upkeep.doctor(folder, None, repair=True) == ("all is well", True)
        assert warehouse.catalog.version() == version


@pytest.mark.parametrize("table", ["claims", "documents"])
@pytest.mark.parametrize("is_catalog_lost", [False, True], ids=["with its catalog", "without"])
def test_a_document_that_lost_some_of_its_rows_is_left_out_until_it_is_taken_in_again(folder: Path, table: str, *, is_catalog_lost: bool) -> None:
    before = newsroom.sayings(folder)
    (folder / f"tables/{table}/r-8.parquet").unlink()
    if is_catalog_lost:
        lose_the_catalog(folder)
    told, is_well = upkeep.doctor(folder, None, repair=True)
    assert is_well, told
    assert f"tables/{table}/r-8.parquet is lost" in told
    assert newsroom.sayings(folder) == [said for said in before if said != "saying 8"]
    with Warehouse.open(folder) as warehouse:
        assert "0.txt" not in warehouse.seeds()
        assert {"1.txt", "2.txt", "broken.txt"} <= warehouse.seeds().keys()
        warehouse.commit(newsroom.note("again", "0.txt", "saying 8"))
    assert newsroom.sayings(folder) == before
    lose_the_catalog(folder)
    rebuild(folder, None)
    Warehouse.open(folder).close()
    assert newsroom.sayings(folder) == before


def test_a_record_of_a_commit_that_was_never_made_is_passed_over(folder: Path) -> None:
    (last,) = (folder / "tables/commits").glob("000000011-*.parquet")
    row = pq.read_table(last)
    never = row.set_column(row.schema.get_field_index("batch_id"), row.schema.field("batch_id"), [["never"]])
    pq.write_table(never, folder / "tables/commits/000000011-zzz.parquet")
    before = everything(folder)
    lose_the_catalog(folder)
    rebuild(folder, None)
    Warehouse.open(folder).close()
    assert everything(folder) == before


def test_where_no_commit_is_recorded_there_is_nothing_to_repair_from(folder: Path) -> None:
    shutil.rmtree(folder / "tables/commits")
    with pytest.raises(Damaged, match="no commit is recorded in"):
        rebuild(folder, None)
