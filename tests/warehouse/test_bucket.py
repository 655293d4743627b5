"""A warehouse in object storage does what one in a folder does. The storage is moto's, which speaks S3."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import newsroom
import pytest

from flows import report, settings, show, upkeep
from warehouse import comparison, history, queries, safe, stored
from warehouse.comparison import Runs
from warehouse.errors import UsageError, WarehouseError
from warehouse.storage import Commit, Renewal, Warehouse
from warehouse.upkeep.compact import write_anew
from warehouse.upkeep.purge import found, purge
from warehouse.upkeep.settle import settle
from warehouse.upkeep.tiers import whole
from warehouse.upkeep.vacuum import vacuum


@pytest.fixture
def place(storage: Mapping[str, str], tmp_path: Path) -> tuple[str, str]:
    """Return the location of a warehouse in the bucket, and of a catalog on this machine."""
    del storage
    return f"s3://news/{tmp_path.name}", f"sqlite:///{tmp_path}/catalog.sqlite"


@pytest.fixture
def remote(place: tuple[str, str]) -> Iterator[Warehouse]:
    """Return a warehouse in the bucket."""
    with Warehouse.open(*place) as warehouse:
        yield warehouse


def told(place: tuple[str, str], query: str = "select content_text from claims order by all") -> list[object]:
    with queries.connect(*place) as connection:
        return [next(iter(row.values())) for row in queries.run(connection, query).to_pylist()]


def test_what_was_committed_is_what_is_read(remote: Warehouse, place: tuple[str, str]) -> None:
    remote.commit(newsroom.edition())
    assert told(place, "select speaker from who_said_what where speaker is not null order by all") == ["Ilse Varga", "Ilse Varga", "Tom Okoro"]
    assert '"documents": 2' in report.standing(settings.load({"warehouse": place[0], "catalog": place[1]}), "json")
    assert "[1: The harbour closes in May,]" in "".join(show.shown(*place, "harbour.txt"))
    assert upkeep.doctor(*place, repair=False) == ("all is well", True)
    assert safe.run(*place, "select count(*) as n from claims").to_pylist() == [{"n": 5}]


def test_changed_removed_and_renewed_documents_are_seen_as_they_are_and_as_they_were(remote: Warehouse, place: tuple[str, str]) -> None:
    for number in range(3):
        remote.commit(newsroom.note(f"r-{number}", f"{number}.txt", f"saying {number}"))
    remote.commit(newsroom.note("r-3", "0.txt", "another"))
    remote.commit(Commit("r-4", "r", removed=["1.txt"]))
    held = stored.holdings(remote, ["2.txt"])
    claims = stored.tables(remote, held, ["claims"])["claims"]
    assert claims["content_text"].to_pylist() == ["saying 2"]
    remote.renew(Renewal("a-1", "again", {"claims": newsroom.rows("claims")}, [document for _, document in held.documents]))
    assert told(place) == ["another"]
    with history.connect(*place, version=3) as connection:
        assert queries.run(connection, "from claims").num_rows == 3
    assert {row["change"] for row in comparison.changes(*place, Runs("run", "again")).to_pylist()} == {"vanished"}


def test_maintenance_changes_objects_and_no_answer(remote: Warehouse, place: tuple[str, str]) -> None:
    for number in range(3):
        remote.commit(newsroom.note(f"r-{number}", f"{number % 2}.txt", f"saying {number}"))
    write_anew(remote, whole(remote.catalog.files()), kind="compact")
    assert vacuum(remote, timedelta(days=1)) == []
    settle(remote)
    assert told(place) == ["saying 1", "saying 2"]
    assert {path.path for path in remote.store.listed()} == {path for _, path, _ in remote.catalog.live().files}
    assert purge(remote, found(remote, "0.txt")).rewritten
    assert told(place) == ["saying 1"]
    assert upkeep.doctor(*place, repair=False)[1]


def test_what_another_writer_has_under_way_is_not_taken_for_a_remnant(remote: Warehouse) -> None:
    remote.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    with remote.store.create("tables/claims/r-2.parquet") as file:
        file.write(b"being written")
    assert vacuum(remote, timedelta(0)) == []


def test_harm_is_found_and_repaired(remote: Warehouse, place: tuple[str, str]) -> None:
    remote.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    remote.commit(newsroom.note("r-2", "fair.txt", "it begins"))
    remote.store.discard(["tables/claims/r-2.parquet"])
    assert f"{place[0]}/tables/claims/r-2.parquet is missing" in upkeep.doctor(*place, repair=False)[0]
    Path(place[1].removeprefix("sqlite:///")).unlink()
    upkeep.doctor(*place, repair=True)
    assert told(place) == ["it is open"]


def test_a_batch_id_that_was_used_before_is_refused(remote: Warehouse, place: tuple[str, str]) -> None:
    with remote.store.create("tables/claims/r-1.parquet") as file:
        file.write(b"left by a writer that was killed")
    with pytest.raises(WarehouseError, match=f"{place[0]}/tables/claims/r-1.parquet is there already"):
        remote.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    assert [file.path for file in remote.store.listed()] == ["tables/claims/r-1.parquet"]


def test_trouble_is_one_line(place: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WarehouseError, match="there is no warehouse in s3://news/"):
        queries.connect(*place)
    with pytest.raises(UsageError, match="needs a catalog elsewhere"):
        Warehouse.open(place[0])
    with pytest.raises(WarehouseError, match="there is no bucket nowhere"):
        Warehouse.open("s3://nowhere/news", place[1])
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(WarehouseError, match="cannot be reached") as failed:
        Warehouse.open("s3://news/away", place[1])
    assert "\n" not in str(failed.value)
