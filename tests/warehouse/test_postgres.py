"""A catalog in PostgreSQL, for several machines. Skipped where there is no PostgreSQL or no driver for it."""

import os
import pwd
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import newsroom
import pytest
import sqlalchemy as sa

from bench import crash
from bench.newsdesk import Desk
from flows import upkeep
from warehouse import history, queries, stored
from warehouse.catalog import Catalog
from warehouse.errors import Damaged, NewerSchema, WarehouseError
from warehouse.relations import META
from warehouse.storage import Commit, Renewal, Warehouse
from warehouse.upkeep.compact import compact, write_anew
from warehouse.upkeep.purge import found, purge
from warehouse.upkeep.settle import settle
from warehouse.upkeep.tiers import whole
from warehouse.upkeep.vacuum import vacuum

pytest.importorskip("psycopg", reason="no driver for PostgreSQL: pip install onrecord[postgres]")


def _programs() -> Path | None:
    """Return the folder of the programs of PostgreSQL, which Debian keeps off the PATH."""
    here = shutil.which("postgres")
    folders = [Path(here).resolve().parent] if here else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Start PostgreSQL in a temporary folder; yield the URL of its databases up to their names."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    # It refuses to run as root, and the name of its socket may not be long.
    user = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg"))
    as_user = {"user": user} if os.geteuid() == 0 else {}
    if as_user:
        shutil.chown(folder, user)
    initialise = [programs / "initdb", "-D", folder / "data", "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(initialise, check=True, capture_output=True, cwd=folder, **as_user)  # type: ignore[call-overload]
    command = [programs / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", "-c", "shared_buffers=16MB"]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **as_user) as process:  # type: ignore[call-overload]
        try:
            _wait(programs, folder, process)
            yield f"postgresql+psycopg://desk:secret@/{{}}?host={folder}"
        finally:
            # SIGTERM would wait for every client to leave.
            process.send_signal(signal.SIGINT)
            process.wait(30)
            shutil.rmtree(folder)


def _wait(programs: Path, folder: Path, process: "subprocess.Popen[bytes]") -> None:
    while subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False).returncode:
        assert process.poll() is None, (folder / "log").read_text()
        time.sleep(0.1)


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> str:
    """Return the URL of an empty database."""
    name = f"t{abs(hash(request.node.nodeid)):x}"
    engine = sa.create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"create database {name}")
    engine.dispose()
    return server.format(name)


@pytest.fixture
def shared(url: str, tmp_path: Path) -> Iterator[Warehouse]:
    """Return an empty warehouse whose catalog is in PostgreSQL."""
    with Warehouse.open(tmp_path / "data", url) as warehouse:
        yield warehouse


def test_commits_replace_and_remove_as_with_sqlite(shared: Warehouse) -> None:
    shared.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    shared.commit(newsroom.note("r-2", "hill.txt", "it rains"))
    assert shared.commit(newsroom.note("r-3", "quay.txt", "it is shut")) == 3
    shared.commit(Commit("r-4", "r", removed=["hill.txt"]))
    assert newsroom.sayings(shared.folder) == ["it is shut"]
    assert shared.seeds() == {"quay.txt": newsroom.seed("quay.txt")}
    assert not (shared.folder / "catalog.sqlite").exists()


def test_maintenance_history_and_purge_work_as_with_sqlite(shared: Warehouse, url: str) -> None:
    for number in range(9):
        shared.commit(newsroom.note(f"r-{number}", f"{number % 5}.txt", f"saying {number}"))
    compact(shared)
    with history.connect(shared.folder, url, version=2) as connection:
        assert [row["content_text"] for row in queries.run(connection, "from claims order by 1").to_pylist()] != []
    vacuum(shared, timedelta(hours=1))
    purge(shared, found(shared, "4.txt"))
    settle(shared)
    assert newsroom.sayings(shared.folder) == ["saying 5", "saying 6", "saying 7", "saying 8"]
    assert upkeep.doctor(shared.folder, url, repair=False) == ("all is well", True)


def test_a_lost_catalog_is_refused_and_made_anew_from_the_files(shared: Warehouse, url: str) -> None:
    for number in range(4):
        shared.commit(newsroom.note(f"r-{number}", f"{number % 3}.txt", f"saying {number}"))
    seeds = shared.seeds()
    shared.close()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("drop table files, versions, documents, seeds, meta")
    with pytest.raises(Damaged, match="is lost, though there are tables"):
        Warehouse.open(shared.folder, url)
    told, is_well = upkeep.doctor(shared.folder, url, repair=True)
    assert is_well, told
    with Warehouse.open(shared.folder, url) as again:
        assert again.seeds() == seeds
        assert newsroom.sayings(shared.folder) == ["saying 1", "saying 2", "saying 3"]
    engine.dispose()


@pytest.mark.parametrize("is_committed", [False, True], ids=["before the commit", "before its answer"])
def test_a_connection_that_is_lost_loses_no_commit_and_leaves_no_half(
    shared: Warehouse, url: str, monkeypatch: pytest.MonkeyPatch, *, is_committed: bool
) -> None:
    shared.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    files = set(shared.folder.rglob("*.parquet"))
    killer = sa.create_engine(url, isolation_level="AUTOCOMMIT")

    def cut() -> None:
        with killer.connect() as connection:
            connection.exec_driver_sql(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            )

    record = Catalog.record

    def cut_off(self: Catalog, change: object, note: object) -> int:
        if is_committed:
            record(self, change, note)  # type: ignore[arg-type]
            raise WarehouseError("the answer was lost")

        def cut_then_note(entry: object) -> object:
            cut()
            return note(entry)  # type: ignore[operator]

        return record(self, change, cut_then_note)  # type: ignore[arg-type]

    monkeypatch.setattr(Catalog, "record", cut_off)
    second = newsroom.note("r-2", "quay.txt", "it is shut")
    if is_committed:
        assert shared.commit(second) == 2
        assert newsroom.sayings(shared.folder) == ["it is shut"]
    else:
        with pytest.raises(WarehouseError, match=r"the catalog .* cannot be used: .*terminat") as failed:
            shared.commit(second)
        assert "\n" not in str(failed.value)
        assert set(shared.folder.rglob("*.parquet")) == files
        monkeypatch.setattr(Catalog, "record", record)
        assert shared.commit(second) == 2
    killer.dispose()


def test_a_warehouse_of_a_later_version_is_left_alone(shared: Warehouse, url: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.update(META).where(META.c.key == "schema_version").values(value="99"))
    engine.dispose()
    with pytest.raises(NewerSchema, match="its schema is 99"):
        Warehouse.open(shared.folder, url)


def test_a_password_is_never_told(shared: Warehouse, url: str) -> None:
    assert "secret" in url
    assert "secret" not in shared.catalog.place


def test_a_server_that_is_away_is_named_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="cannot be used") as failed:
        Warehouse.open(tmp_path, f"postgresql+psycopg://desk:secret@/news?host={tmp_path}")
    assert "\n" not in str(failed.value)
    assert "secret" not in str(failed.value)


def test_killed_writers_compaction_and_vacuum_leave_what_was_acknowledged(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash, "CREW", ("write", "write", "maintain", "look"))
    desk = Desk(tmp_path / "data", tmp_path / "logs", url)
    Warehouse.open(desk.folder, url).close()
    crash.kill_again_and_again(desk, 3, random.Random(7))
    assert crash.faults(desk) == []
    assert any(line["did"] == "commit" for line in desk.told())


def test_files_in_object_storage_go_with_a_catalog_in_postgresql(url: str, storage: Mapping[str, str], tmp_path: Path) -> None:
    del storage
    place = f"s3://news/{tmp_path.name}"
    with Warehouse.open(place, url) as first, Warehouse.open(place, url) as second:
        first.commit(newsroom.note("r-1", "quay.txt", "it is open"))
        second.commit(newsroom.note("r-2", "quay.txt", "it is shut"))
    with queries.connect(place, url) as connection:
        assert queries.run(connection, "select content_text from claims").to_pylist() == [{"content_text": "it is shut"}]
    assert upkeep.doctor(place, url, repair=False) == ("all is well", True)


def test_documents_are_renewed_as_with_sqlite(shared: Warehouse, url: str) -> None:
    for number in range(2):
        shared.commit(newsroom.note(f"r-{number}", f"{number}.txt", f"saying {number}"))
    for batch in ("a-1", "a-2"):
        held = [document for _, document in stored.holdings(shared, ["0.txt"]).documents]
        claim = {"document_id": held[0].document_id, "claim_id": batch, "content_text": batch}
        shared.renew(Renewal(batch, "again", {"claims": newsroom.rows("claims", claim)}, held))
    write_anew(shared, whole(shared.catalog.files()), kind="compact")
    assert shared.catalog.live().dead == []
    with queries.connect(shared.folder, url) as connection:
        assert queries.run(connection, "select content_text from claims order by all")["content_text"].to_pylist() == ["a-2", "saying 1"]
    assert upkeep.doctor(shared.folder, url, repair=False) == ("all is well", True)
