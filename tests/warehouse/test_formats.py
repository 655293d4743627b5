import csv
import io
import json
import math
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import formats

ANSWER = pa.table(
    {
        "said_at": pa.array([datetime(2026, 3, 2, 9, 30, tzinfo=UTC), None]),
        "speaker": ["Ilse Varga", 'Tom "Quay" Okoro'],
        "aliases": [["Varga"], []],
        "counts": pa.array([[("new", 2)], []], pa.map_(pa.string(), pa.int64())),
        "share": [2 / 3, math.nan],
        "words": pa.array([Decimal(9), Decimal(3)], pa.decimal128(38, 0)),
        "is_negated": [False, True],
    }
)


def test_a_table_aligns_words_to_the_left_and_numbers_to_the_right() -> None:
    answer = pa.table({"speaker": ["Ilse Varga", "Li", None], "claims": [12, 3, None]})
    assert formats.as_table(answer).splitlines() == ["speaker     claims", "----------  ------", "Ilse Varga      12", "Li               3", ""]


def test_a_table_keeps_each_value_on_a_line_of_its_own() -> None:
    assert formats.as_table(pa.table({"text": ["one\ntwo\tthree"]})).splitlines()[2] == "one two three"


def test_a_table_that_goes_to_a_file_is_never_cut() -> None:
    text = "word " * 200
    assert text.strip() in formats.as_table(pa.table({"text": [text]}))


def test_on_a_terminal_the_widest_columns_are_cut_first() -> None:
    answer = pa.table({"speaker": ["Ilse Varga"], "content": ["the harbour closes in May and not before"]})
    assert formats.as_table(answer, 32).splitlines()[2] == "Ilse Varga  the harbour closes …"


def test_columns_that_a_terminal_has_no_room_for_are_named() -> None:
    answer = pa.table({name: ["x" * 30] for name in ("one", "two", "three")})
    assert formats.as_table(answer, 30).splitlines() == [
        "one             two",
        "--------------  --------------",
        "xxxxxxxxxxxxx…  xxxxxxxxxxxxx…",
        "(not shown for want of room: three; --format csv has all)",
    ]


@given(st.lists(st.text(), min_size=1, max_size=4), st.integers(20, 60))
def test_no_line_is_wider_than_the_terminal(values: list[str], width: int) -> None:
    answer = pa.table({f"c{number}": [value] for number, value in enumerate(values)})
    lines = formats.as_table(answer, width).split("\n")
    assert all(formats.breadth(line) <= width for line in lines if not line.startswith("(not shown"))


def test_csv_has_a_header_and_iso_times_and_reads_back() -> None:
    header, *rows = csv.reader(io.StringIO(formats.as_csv(ANSWER)))
    assert header == ANSWER.column_names
    assert rows[0] == ["2026-03-02T09:30:00+00:00", "Ilse Varga", '["Varga"]', '{"new": 2}', "0.6666666666666666", "9", "false"]
    assert rows[1] == ["", 'Tom "Quay" Okoro', "[]", "{}", "null", "3", "true"]


def test_jsonl_has_an_object_a_line_and_null_for_what_json_lacks() -> None:
    first, second = map(json.loads, formats.as_jsonl(ANSWER).splitlines())
    assert first == {
        "said_at": "2026-03-02T09:30:00+00:00",
        "speaker": "Ilse Varga",
        "aliases": ["Varga"],
        "counts": {"new": 2},
        "share": 2 / 3,
        "words": 9,
        "is_negated": False,
    }
    assert (second["said_at"], second["share"]) == (None, None)


def test_parquet_keeps_every_type() -> None:
    read = pq.read_table(pa.BufferReader(formats.as_parquet(ANSWER)))
    assert read.schema == ANSWER.schema
    assert read.drop(["share"]).equals(ANSWER.drop(["share"]))


@pytest.mark.parametrize("form", formats.FORMATS)
def test_an_answer_without_rows_can_be_written(form: str) -> None:
    assert formats.FORMATS[form](ANSWER.slice(0, 0)) is not None


@given(st.one_of(st.none(), st.text(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.dates()))
def test_a_line_of_json_is_one_line_whatever_the_value(value: object) -> None:
    line = formats.as_jsonl(pa.table({"value": [value]}))
    assert line.count("\n") == 1
    assert json.loads(line, parse_constant=pytest.fail).keys() == {"value"}


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_text_in_csv_reads_back_as_it_was(values: list[str]) -> None:
    written = formats.as_csv(pa.table({f"c{number}": [value] for number, value in enumerate(values)}))
    assert list(csv.reader(io.StringIO(written, newline="")))[1] == values
