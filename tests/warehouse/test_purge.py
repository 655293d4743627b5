"""A purged document is nowhere."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import newsroom
import pyarrow.parquet as pq
import pytest

from flows import upkeep
from warehouse import history, queries
from warehouse.errors import Overtaken, UsageError
from warehouse.ledger import Change
from warehouse.storage import Commit, Warehouse
from warehouse.store import at
from warehouse.upkeep.compact import compact
from warehouse.upkeep.doctor import examine
from warehouse.upkeep.purge import found, holding, purge
from warehouse.upkeep.rebuild import rebuild


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse in which a secret note was there twice, before and after a compaction."""
    folder = tmp_path_factory.mktemp("written")
    with Warehouse.open(folder) as warehouse:
        for number in range(8):
            warehouse.commit(newsroom.note(f"r-{number}", f"{number}.txt", f"saying {number}"))
        warehouse.commit(newsroom.note("s-1", "secret.txt", "Vireo Tarn lied"))
        compact(warehouse)
        warehouse.commit(newsroom.note("s-2", "secret.txt", "Vireo Tarn lied twice"))
        warehouse.commit(newsroom.note("last", "0.txt", "the last word"))
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    return shutil.copytree(written, tmp_path / "data")


def traces(folder: Path, *words: str) -> list[str]:
    """Return the files in which a word is still to be found, in their bytes or, for Parquet, in their rows."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".parquet":
            content += str(pq.read_table(path).to_pylist()).encode()
        if any(word.encode() in content for word in words):
            found.append(path.relative_to(folder).as_posix())
    return found


def test_a_purged_document_is_in_no_byte_of_the_warehouse(folder: Path) -> None:
    with Warehouse.open(folder) as warehouse:
        origin = found(warehouse, "secret.txt")
        assert traces(folder, "Vireo", "secret.txt")
        done = purge(warehouse, origin)
        assert done.rewritten
        assert done.removed
        assert traces(folder, "Vireo", "secret.txt", origin.document_id) == []
    assert newsroom.sayings(folder) == sorted({"the last word", *(f"saying {number}" for number in range(1, 8))})


def test_a_warehouse_is_sound_after_a_purge_and_goes_on(folder: Path) -> None:
    with Warehouse.open(folder) as warehouse:
        purge(warehouse, found(warehouse, "secret.txt"))
        assert list(examine(warehouse.store, warehouse.catalog)) == []
        warehouse.commit(newsroom.note("next", "1.txt", "next"))
    assert "next" in newsroom.sayings(folder)


def test_a_catalog_made_anew_does_not_bring_a_purged_document_back(folder: Path) -> None:
    with Warehouse.open(folder) as warehouse:
        purge(warehouse, found(warehouse, "secret.txt"))
    before = newsroom.sayings(folder)
    for path in folder.glob("catalog.sqlite*"):
        path.unlink()
    rebuild(folder, None)
    with Warehouse.open(folder) as warehouse:
        assert newsroom.sayings(folder) == before
        assert "secret.txt" not in warehouse.seeds()


def test_no_earlier_version_shows_a_purged_document(folder: Path) -> None:
    with Warehouse.open(folder) as warehouse:
        purge(warehouse, found(warehouse, "secret.txt"))
        last = warehouse.catalog.version()
    for version in range(last + 1):
        try:
            with history.connect(folder, None, version=version) as connection:
                shown = str(queries.run(connection, "from documents").to_pylist())
        except UsageError:
            continue
        assert "secret.txt" not in shown


def test_one_document_of_a_container_goes_and_the_others_stay(warehouse: Warehouse) -> None:
    documents = [newsroom.document("feed.jsonl", f"text {line}", container_path=line) for line in "123"]
    warehouse.commit(Commit("r-1", "r", {"documents": newsroom.rows("documents", *documents)}, [newsroom.seed("feed.jsonl")]))
    with pytest.raises(UsageError, match=r"3 documents came from feed\.jsonl; name one by its document_id"):
        found(warehouse, "feed.jsonl")
    purge(warehouse, found(warehouse, documents[1]["document_id"]))
    assert [row["text"] for row in newsroom.answer(warehouse.folder, "from documents order by text")] == ["text 1", "text 3"]
    assert warehouse.seeds().keys() == {"feed.jsonl"}


def test_what_a_killed_writer_left_of_it_goes_too(folder: Path) -> None:
    shutil.copy(folder / "tables/claims/s-2.parquet", folder / "tables/claims/killed.parquet")
    (folder / "tables/claims/half.parquet").write_bytes(b"half a file")
    with Warehouse.open(folder) as warehouse:
        purge(warehouse, found(warehouse, "secret.txt"))
    assert {path.name for path in (folder / "tables/claims").iterdir()}.isdisjoint({"killed.parquet", "half.parquet"})


def test_a_writer_that_began_before_a_purge_has_to_begin_anew(folder: Path) -> None:
    started_at = datetime.now(UTC)
    with Warehouse.open(folder) as warehouse:
        purge(warehouse, found(warehouse, "secret.txt"))
        with pytest.raises(Overtaken):
            warehouse.record(Change("slow", "slow", "ingest", started_at))


def test_a_file_that_holds_the_document_is_told_by_either_mark(folder: Path) -> None:
    held = {path.split("/")[1] for path in holding(at(folder), {"source_uri": "secret.txt"})}
    assert held == {"documents", "seed_states"}


@pytest.mark.parametrize("name", ["nowhere.txt", ""])
def test_what_never_was_cannot_be_purged(folder: Path, name: str) -> None:
    with Warehouse.open(folder) as warehouse, pytest.raises(UsageError, match="no document, now or in an earlier version"):
        found(warehouse, name)


def test_a_document_whose_file_is_still_there_is_not_purged_as_it_would_come_back(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "seeds/secret.txt"
    secret.parent.mkdir()
    secret.write_text("Vireo Tarn lied twice")
    with pytest.raises(UsageError, match=r"the next ingest would bring secret\.txt back: remove .*secret\.txt first"):
        upkeep.purge(folder, None, secret.parent, "secret.txt")
    assert "Vireo Tarn lied twice" in newsroom.sayings(folder)
    secret.unlink()
    told = upkeep.purge(folder, None, secret.parent, "secret.txt")
    assert "is purged" in told
    assert "Vireo Tarn lied twice" not in newsroom.sayings(folder)
