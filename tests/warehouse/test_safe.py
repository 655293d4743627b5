"""What people who are not trusted may ask, and what they may not."""

from pathlib import Path

import newsroom
import pytest

from warehouse import queries, safe, schema
from warehouse.errors import UsageError, WarehouseError
from warehouse.publish import views
from warehouse.safe import Limits
from warehouse.storage import Warehouse

SECRET = "the editor's password"  # noqa: S105 - it is none


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse with two articles, and a superseded note, beside a file that is nobody's business."""
    folder = tmp_path_factory.mktemp("asked")
    (folder / "secret.csv").write_text(SECRET)
    with Warehouse.open(folder / "data") as warehouse:
        warehouse.commit(newsroom.edition())
        for number in (1, 2):
            warehouse.commit(newsroom.note(f"r-{number}", "quay.txt", f"word {number}"))
    return folder / "data"


@pytest.mark.parametrize("name", [*(name for name in schema.TABLES), *(view.name for view in views())])
def test_every_table_and_view_answers_as_it_does_to_its_owner(folder: Path, name: str) -> None:
    asked = f"from {name} order by all"
    with queries.connect(folder) as connection:
        owner = queries.run(connection, asked).to_pylist()
    assert safe.run(folder, None, asked).to_pylist() == owner


def test_a_query_with_a_common_table_expression_may_be_asked(folder: Path) -> None:
    asked = "with said as (select content_text from claims where content_text like 'word%') select * from said"
    assert safe.run(folder, None, asked).to_pylist() == [{"content_text": "word 2"}]


ATTACKS = [
    "copy claims to '{place}/out.csv'",
    "copy (select 1) to '{place}/out.parquet' (format parquet)",
    "with c as (copy (select 1) to '{place}/out.csv') select 1",
    "copy claims from '{place}/secret.csv'",
    "explain analyze copy (select 1) to '{place}/out.csv'",
    "export database '{place}/out'",
    "import database '{place}'",
    "attach '{place}/out.db'",
    "attach '{place}/data/catalog.sqlite' (type sqlite)",
    "select * from read_csv('{place}/secret.csv')",
    "select * from read_text('{place}/secret.csv')",
    "select * from read_blob('{place}/secret.csv')",
    "select * from read_parquet('{place}/data/tables/claims/r-1.parquet')",
    "select * from '{place}/secret.csv'",
    "select * from glob('{place}/*')",
    "select * from sniff_csv('{place}/secret.csv')",
    "select * from query('from read_text(''{place}/secret.csv'')')",
    "select * from query_table('{place}/secret.csv')",
    "select * from parquet_metadata('{place}/data/tables/claims/r-1.parquet')",
    "select * from read_csv('http://127.0.0.1:9/secret.csv')",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set memory_limit = '64GB'",
    "set lock_configuration = false",
    "reset memory_limit",
    "pragma threads = 64",
    "pragma database_list",
    "create secret (type s3)",
    "create table t as select 1",
    "create or replace view claims as select 1",
    "drop view claims",
    "delete from stored.dead",
    "insert into stored.dead values ('a', 'b')",
    "call pragma_version()",
    "checkpoint",
    "select 1; select 2",
    "select 1; copy (select 1) to '{place}/out.csv'",
    "prepare p as select 1",
    "select * from folder",
    "",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_in_one_line_and_touches_nothing(folder: Path, attack: str) -> None:
    place = folder.parent
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal"))}
    with pytest.raises(UsageError) as refused:
        safe.run(folder, None, attack.format(place=place))
    assert "\n" not in str(refused.value)
    assert SECRET not in str(refused.value)
    after = {path: path.read_bytes() for path in place.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal"))}
    assert after == before


@pytest.mark.parametrize(
    ("bomb", "complaint"),
    [
        ("select count(*) from range(100000000) a, range(100000000) b where a.range <> b.range + 1", "took more than 1 seconds|Out of Memory Error"),
        ("select repeat('x', 1000) from range(10000000)", "the answer is larger than 8 MB"),
        (
            "select count(distinct s) from (select repeat('x', 1000) || i as s from range(10000000) t(i))",
            "Out of Memory Error|took more than 1 seconds",
        ),
        ("with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r", "took more than 1 seconds"),
    ],
    ids=["time", "answer", "memory", "recursion"],
)
def test_a_bomb_goes_off_without_harm(folder: Path, bomb: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint) as refused:
        safe.run(folder, None, bomb, Limits("200MB", 8 * 2**20, 1.0))
    assert "\n" not in str(refused.value)


def test_one_question_leaves_nothing_behind_for_the_next(folder: Path) -> None:
    with pytest.raises(UsageError):
        safe.run(folder, None, "create table left_behind as select 1")
    with pytest.raises(UsageError, match="left_behind does not exist"):
        safe.run(folder, None, "select * from left_behind")


def test_where_there_is_no_warehouse_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="there is no warehouse in"):
        safe.run(tmp_path / "nowhere", None, "select 1")
