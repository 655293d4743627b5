"""Files that are sorted by document are merged into one that is, a few rows at a time."""

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.ordering import LONG_RUN, by_document
from warehouse.upkeep import merge
from warehouse.upkeep.merge import merged

COLUMNS = pa.schema([("document_id", pa.string()), ("batch_id", pa.string()), ("number", pa.int64()), ("note", pa.string())])
Run = tuple[str, int]
"""A document and how many rows it has."""

RUNS = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 7)), max_size=6, unique_by=lambda run: run[0])


def rows(batch_id: str, runs: Sequence[Run]) -> pa.Table:
    given = [{"document_id": name, "batch_id": batch_id, "number": number} for name, count in runs for number in range(count)]
    return pa.Table.from_pylist(given, COLUMNS.remove(3))


def together(files: Sequence[pa.Table], *left_out: pa.Table) -> list[tuple[str, str, int]]:
    streams = [by_document(file).to_batches(2) for file in files]
    found = [row for batch in merged(streams, COLUMNS, left_out) for row in batch.to_pylist()]
    assert all(row["note"] is None for row in found)
    return [(row["document_id"], row["batch_id"], row["number"]) for row in found]


@pytest.fixture(autouse=True, scope="module")
def a_row_at_a_time() -> Iterator[None]:
    """Let so little be read at a time that no document is read as a whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge, "BUFFER", 1)
        yield


@given(st.lists(RUNS, min_size=1, max_size=4))
def test_no_row_is_lost_or_doubled_and_those_of_a_document_stay_in_order(files: list[list[Run]]) -> None:
    tables = [rows(f"batch {number}", runs) for number, runs in enumerate(files)]
    every = [(row["document_id"], row["batch_id"], row["number"]) for table in tables for row in table.to_pylist()]
    assert together(tables) == sorted(every)


def test_rows_that_count_no_more_are_left_out() -> None:
    dead = pa.table({"document_id": ["a", "b"], "batch_id": ["first", "second"]})
    assert together([rows("first", [("a", 2), ("b", 1)]), rows("second", [("a", 1)])], dead) == [("a", "second", 0), ("b", "first", 0)]


def test_rows_with_a_value_that_is_to_go_are_left_out() -> None:
    assert together([rows("first", [("a", 2), ("b", 1)])], pa.table({"document_id": ["a"]}), pa.table({"elsewhere": ["b"]})) == [("b", "first", 0)]


@given(RUNS, st.sampled_from([1, LONG_RUN]))
def test_sorting_by_document_moves_whole_documents(runs: list[Run], times: int) -> None:
    table = rows("first", [(name, count * times) for name, count in runs])
    expected = sorted(table.to_pylist(), key=lambda row: row["document_id"])
    assert by_document(table).to_pylist() == expected


def test_what_is_of_no_document_is_left_as_it_is() -> None:
    table = pa.table({"run_id": ["b", "a"]})
    assert by_document(table) is table
