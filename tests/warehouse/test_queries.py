import subprocess
import sys
from pathlib import Path

import newsroom
import pytest

from warehouse import queries
from warehouse.errors import UsageError, WarehouseError
from warehouse.storage import Warehouse


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse with two articles."""
    folder = tmp_path_factory.mktemp("asked")
    with Warehouse.open(folder) as warehouse:
        warehouse.commit(newsroom.edition())
    return folder


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("selct 1", 'Parser Error: syntax error at or near "selct"'),
        ("select * from claim", 'Catalog Error: Table with name claim does not exist! Did you mean "claims"?'),
        ("select cue from claims", 'Binder Error: Referenced column "cue" not found'),
        ("", "there is no statement to run"),
        ("-- nothing", "there is no statement to run"),
        ("select 'x'::int", "Conversion Error: Could not convert string 'x' to INT32"),
        ("from read_csv('nowhere.csv')", "IO Error: No files found"),
        ("select * from folder", "Table with name folder does not exist"),
    ],
)
def test_sql_that_fails_is_explained_in_one_line(folder: Path, sql: str, complaint: str) -> None:
    with queries.connect(folder) as connection, pytest.raises(UsageError) as failed:
        queries.run(connection, sql)
    assert complaint in str(failed.value)
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize(
    "sql", ["create table t (a int)", "drop view claims", "delete from stored.published", "insert into claims select * from claims"]
)
def test_a_query_cannot_change_the_warehouse(folder: Path, sql: str) -> None:
    with queries.connect(folder) as connection, pytest.raises(UsageError):
        queries.run(connection, sql)
    assert len(newsroom.sayings(folder)) == 5


def test_a_connection_goes_on_after_a_statement_that_fails(folder: Path) -> None:
    with queries.connect(folder) as connection:
        with pytest.raises(UsageError):
            queries.run(connection, "select nonsense")
        assert queries.run(connection, "select 1 as one").to_pylist() == [{"one": 1}]


def test_a_statement_that_answers_nothing_gives_an_empty_table(folder: Path) -> None:
    with queries.connect(folder) as connection:
        assert len(queries.run(connection, "set threads = 1")) == 0


def test_times_are_in_utc(folder: Path) -> None:
    with queries.connect(folder) as connection:
        (row,) = queries.run(connection, "select max(published_at)::varchar as at from documents").to_pylist()
    assert row["at"] == "2026-03-09 00:00:00+00"


def test_where_there_is_no_warehouse_that_is_said_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"there is no warehouse in .*nowhere; `onrecord ingest` makes one"):
        queries.connect(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_query_loads_neither_the_catalog_nor_its_libraries(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from warehouse import queries\n"
        "connection = queries.connect(Path(sys.argv[1])); queries.run(connection, 'from claims')\n"
        "print(sorted({'sqlalchemy', 'prefect', 'warehouse.catalog'} & sys.modules.keys()))"
    )
    root = Path(queries.__file__).parents[1]
    asked = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=True, cwd=root)
    assert asked.stdout == "[]\n"
