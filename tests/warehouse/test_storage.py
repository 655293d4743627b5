import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import newsroom
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from warehouse import publish, queries, schema
from warehouse.errors import StageError, WarehouseError
from warehouse.storage import Commit, Warehouse

Ask = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def ask(warehouse: Warehouse) -> Ask:
    return lambda sql: newsroom.answer(warehouse.folder, sql)


def values(kind: pa.DataType) -> st.SearchStrategy[Any]:
    """Return values that a column of a type can hold."""
    text = st.text(max_size=20)
    if pa.types.is_map(kind):
        return st.dictionaries(text, values(kind.item_type), max_size=3).map(lambda pairs: list(pairs.items()))
    if pa.types.is_list(kind):
        return st.lists(values(kind.value_type), max_size=3)
    if pa.types.is_struct(kind):
        return st.fixed_dictionaries({part.name: values(part.type) for part in kind})
    numbers = st.integers(-(2**31), 2**31 - 1)
    moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
    return {
        schema.TEXT: text,
        schema.INTEGER: numbers,
        schema.LONG: st.integers(-(2**63), 2**63 - 1),
        schema.REAL: st.floats(allow_nan=False),
        schema.TRUTH: st.booleans(),
        schema.DATE: st.dates(date(1, 1, 2), date(9999, 1, 1)),
        schema.TIME: moments,
        pa.int64(): numbers,
    }[kind]


@st.composite
def batches(draw: st.DrawFn) -> dict[str, pa.Table]:
    """Draw rows of every table; all are of documents that the batch brings."""
    ids = draw(st.lists(st.uuids().map(str), min_size=1, max_size=3, unique=True))
    tables = {}
    for name in schema.TABLES.keys() - {"seed_states", "commits"}:
        columns = schema.arrow(name)
        cells = {column.name: st.none() | values(column.type) if column.nullable else values(column.type) for column in columns}
        own = [cells | {"document_id": st.just(document)} for document in ids] if "document_id" in cells else [cells]
        some = own if name == "documents" else draw(st.lists(st.sampled_from(own), max_size=3))
        tables[name] = newsroom.rows(name, *(draw(st.fixed_dictionaries(row)) for row in some))
    return tables


# An example takes a commit, and shrinking a failure would take a thousand of them.
@settings(max_examples=5, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(tables=batches())
def test_what_was_committed_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, tables: dict[str, pa.Table]) -> None:
    folder = tmp_path_factory.mktemp("generated")
    with Warehouse.open(folder) as warehouse:
        warehouse.commit(Commit("r-1", "r", tables))
    with queries.connect(folder) as connection:
        for name, table in tables.items():
            place = f"stored.{name}" if name in publish.GATHERED else name
            found = queries.run(connection, f"from {place}").drop(["batch_id"]).to_pylist()
            assert sorted(found, key=repr) == sorted(table.to_pylist(), key=repr)


def test_a_changed_file_replaces_its_document(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    warehouse.commit(newsroom.note("r-2", "hill.txt", "it rains"))
    warehouse.commit(newsroom.note("r-3", "quay.txt", "it is shut"))
    assert newsroom.sayings(warehouse.folder) == ["it is shut", "it rains"]


def test_the_same_rows_committed_twice_are_there_once(warehouse: Warehouse) -> None:
    for batch in ("r-1", "r-2"):
        warehouse.commit(newsroom.note(batch, "quay.txt", "it is open", "it is shut"))
    assert newsroom.sayings(warehouse.folder) == ["it is open", "it is shut"]


def test_a_batch_that_is_sent_again_is_not_committed_again(warehouse: Warehouse) -> None:
    commit = newsroom.note("r-1", "quay.txt", "it is open")
    assert [warehouse.commit(commit), warehouse.commit(commit)] == [1, 1]
    assert newsroom.sayings(warehouse.folder) == ["it is open"]


def test_a_removed_file_takes_its_documents_and_rejects_with_it(warehouse: Warehouse, ask: Ask) -> None:
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    warehouse.commit(newsroom.refusal("r-2", "broken.txt"))
    warehouse.commit(Commit("r-3", "r", removed=["quay.txt", "broken.txt"]))
    assert [ask(f"from {table}") for table in ("claims", "documents", "rejects")] == [[], [], []]
    assert warehouse.seeds() == {}


def test_a_removal_leaves_a_row_that_says_so(warehouse: Warehouse, ask: Ask) -> None:
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    warehouse.commit(Commit("r-2", "r", removed=["quay.txt"]))
    states = ask("select source_uri, sha256, is_removed, batch_id from seed_states order by batch_id")
    assert [tuple(row.values()) for row in states] == [("quay.txt", "aa", False, "r-1"), ("quay.txt", "aa", True, "r-2")]


def test_a_document_takes_the_place_of_a_reject_and_the_reverse(warehouse: Warehouse, ask: Ask) -> None:
    def there() -> tuple[int, int]:
        return len(ask("from documents")), len(ask("from rejects"))

    warehouse.commit(newsroom.refusal("r-1", "quay.txt"))
    assert there() == (0, 1)
    warehouse.commit(newsroom.note("r-2", "quay.txt", "it is open"))
    assert there() == (1, 0)
    warehouse.commit(newsroom.refusal("r-3", "quay.txt"))
    assert there() == (0, 1)
    assert newsroom.sayings(warehouse.folder) == []


def test_a_container_that_shrinks_loses_the_documents_it_no_longer_has(warehouse: Warehouse, ask: Ask) -> None:
    for batch, lines in (("r-1", "123"), ("r-2", "13")):
        documents = [newsroom.document("feed.jsonl", container_path=line) for line in lines]
        warehouse.commit(Commit(batch, "r", {"documents": newsroom.rows("documents", *documents)}, [newsroom.seed("feed.jsonl")]))
    assert [row["container_path"] for row in ask("from documents order by container_path")] == ["1", "3"]


def test_the_warehouse_remembers_the_latest_state_of_each_file(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    touched = newsroom.seed("quay.txt")._replace(modified_ns=5)
    warehouse.commit(Commit("r-2", "r", touched=[touched]))
    warehouse.commit(newsroom.refusal("r-3", "broken.txt"))
    with Warehouse.open(warehouse.folder) as again:
        assert again.seeds() == {"quay.txt": touched, "broken.txt": newsroom.seed("broken.txt")}


def test_touching_a_file_keeps_its_documents(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    warehouse.commit(Commit("r-2", "r", touched=[newsroom.seed("quay.txt")]))
    assert newsroom.sayings(warehouse.folder) == ["it is open"]


def test_remembering_a_touched_file_makes_no_version(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    touched = newsroom.seed("quay.txt")._replace(modified_ns=5)
    warehouse.remember([touched])
    assert warehouse.seeds() == {"quay.txt": touched}
    assert warehouse.commit(newsroom.note("r-2", "hill.txt", "it rains")) == 2


def test_every_commit_makes_the_next_version(warehouse: Warehouse) -> None:
    assert [warehouse.commit(newsroom.note(f"r-{number}", f"{number}.txt", "so")) for number in (1, 2, 3)] == [1, 2, 3]


def test_each_file_says_which_commit_wrote_it(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    told = pq.read_schema(warehouse.folder / "tables" / "claims" / "r-1.parquet").metadata
    assert {key: told[key] for key in (b"onrecord.table", b"onrecord.batch_id", b"onrecord.run_id", b"onrecord.schema_version")} == {
        b"onrecord.table": b"claims",
        b"onrecord.batch_id": b"r-1",
        b"onrecord.run_id": b"run",
        b"onrecord.schema_version": str(schema.VERSION).encode(),
    }


def test_a_file_from_before_a_column_gives_null_for_it(warehouse: Warehouse, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = schema.TABLES["claims"]
    before = claims._replace(columns=tuple(column for column in claims.columns if column.name != "said_at"))
    monkeypatch.setitem(schema.TABLES, "claims", before)
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    monkeypatch.setitem(schema.TABLES, "claims", claims)
    warehouse.commit(newsroom.note("r-2", "hill.txt", "it rains"))
    assert [(row["content_text"], row["said_at"]) for row in ask("from claims order by content_text")] == [("it is open", None), ("it rains", None)]
    assert ask("select column_type from (describe claims) where column_name = 'said_at'") == [{"column_type": "TIMESTAMP WITH TIME ZONE"}]


def test_the_first_commit_by_a_later_version_keeps_earlier_ones_out(warehouse: Warehouse) -> None:
    with closing(sqlite3.connect(warehouse.folder / "catalog.sqlite")) as catalog:
        catalog.execute("update meta set value = '1' where key = 'schema_version'")
        catalog.commit()
        asked = "select value from meta where key = 'schema_version'"
        with Warehouse.open(warehouse.folder) as opened:
            assert catalog.execute(asked).fetchone() == ("1",)
            opened.commit(newsroom.note("r-1", "quay.txt", "it is open"))
        assert catalog.execute(asked).fetchone() == (str(schema.VERSION),)


def test_a_warehouse_that_was_moved_reads_its_files_where_they_are(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    warehouse.close()
    moved = warehouse.folder.rename(tmp_path / "it's moved")
    with queries.connect(moved) as connection:
        assert queries.run(connection, "select content_text from claims").to_pylist() == [{"content_text": "it is open"}]


@pytest.mark.parametrize("loss", ["deleted", "damaged", "old"])
def test_lost_views_are_made_again_on_opening(warehouse: Warehouse, loss: str) -> None:
    database = warehouse.folder / "onrecord.duckdb"
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    old = database.read_bytes()
    warehouse.commit(newsroom.note("r-2", "hill.txt", "it rains"))
    database.unlink()
    if loss != "deleted":
        database.write_bytes(old if loss == "old" else b"not a database")
    Warehouse.open(warehouse.folder).close()
    assert newsroom.sayings(warehouse.folder) == ["it is open", "it rains"]


def test_views_of_another_version_are_made_anew_on_opening(warehouse: Warehouse, ask: Ask) -> None:
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    with duckdb.connect(warehouse.folder / "onrecord.duckdb") as earlier:
        earlier.execute("drop view holdings")
        earlier.execute("update stored.published set views = 'earlier'")
    Warehouse.open(warehouse.folder).close()
    assert ask("select claims from holdings") == [{"claims": 1}]


def test_any_client_can_hold_the_views_open_while_commits_go_on(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    with duckdb.connect(warehouse.folder / "onrecord.duckdb", read_only=True) as client:
        warehouse.commit(newsroom.note("r-2", "quay.txt", "it is shut"))
        assert client.execute("select content_text from claims").fetchall() == [("it is open",)]
    assert newsroom.sayings(warehouse.folder) == ["it is shut"]


def test_a_table_that_is_not_as_declared_is_refused_and_nothing_is_written(warehouse: Warehouse) -> None:
    with pytest.raises(StageError, match="claims cannot be stored: its columns"):
        warehouse.commit(Commit("r-1", "r", {"claims": pa.table({"claim_id": ["c"], "made_by": ["x"]})}))
    assert not list((warehouse.folder / "tables").rglob("*.parquet"))


def test_rows_of_a_document_that_the_commit_does_not_bring_are_refused(warehouse: Warehouse) -> None:
    stray = newsroom.rows("claims", {"document_id": "elsewhere", "claim_id": "c"})
    with pytest.raises(StageError, match="neither in documents nor in rejects"):
        warehouse.commit(Commit("r-1", "r", {"claims": stray}))


def test_a_document_that_comes_twice_in_a_commit_is_refused(warehouse: Warehouse) -> None:
    twice = newsroom.rows("documents", newsroom.document("quay.txt"), newsroom.document("quay.txt"))
    with pytest.raises(StageError, match="two rows are of the same document"):
        warehouse.commit(Commit("r-1", "r", {"documents": twice}))


def test_a_batch_id_cannot_be_used_for_other_rows_after_a_crash(warehouse: Warehouse) -> None:
    left = warehouse.folder / "tables" / "claims" / "r-1.parquet"
    left.parent.mkdir()
    left.write_bytes(b"half a file")
    with pytest.raises(WarehouseError, match="used twice"):
        warehouse.commit(newsroom.note("r-1", "quay.txt", "it is open"))
    assert [path.name for path in (warehouse.folder / "tables").rglob("*.parquet")] == ["r-1.parquet"]
    assert left.read_bytes() == b"half a file"


def test_two_writers_take_turns(warehouse: Warehouse) -> None:
    with Warehouse.open(warehouse.folder) as other:
        for number, writer in enumerate((warehouse, other, warehouse, other)):
            writer.commit(newsroom.note(f"r-{number}", "quay.txt" if number % 2 else "hill.txt", f"saying {number}"))
    assert newsroom.sayings(warehouse.folder) == ["saying 2", "saying 3"]
