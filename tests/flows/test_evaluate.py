import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows.evaluation import evaluate
from flows.evaluation.evaluate import TextSeed
from flows.evaluation.gold import Gold, read_gold
from flows.evaluation.predicted import source_uri
from tasks import parse
from tasks.parse.decode import cleaned
from tasks.parse.document import Document
from tasks.score.rates import Rates
from warehouse import schema
from warehouse.errors import UsageError
from warehouse.storage import Commit, SeedState, Warehouse

QUAY = "Ana Ruiz and Ines Calder said the quay was sinking, and that the ministry had claimed it was safe."
LINES: list[dict[str, Any]] = [
    {
        "doc_id": "quay",
        "text": QUAY,
        "published": "2024-03-05",
        "attributions": [
            {"content": [[30, 50]], "source": [0, 24], "cue": [25, 29], "kind": "indirect", "speakers": ["Ana Ruiz", "Ines Calder"]},
            {"content": [[86, 97]], "source": [61, 73], "cue": [78, 85], "kind": "indirect", "speakers": [], "nested": True},
        ],
        "mentions": [
            {"label": "PERSON", "start_char": 0, "end_char": 8, "entity": "Ana Ruiz"},
            {"label": "PERSON", "start_char": 13, "end_char": 24, "entity": "Ines Calder"},
        ],
    },
    {"doc_id": "blank", "text": " \n", "attributions": [], "mentions": []},
    {"doc_id": "odd", "text": "%PDF- is how\r\nsuch a \u0000file be\u00adgins.", "attributions": [], "mentions": []},
]


def gold_file(folder: Path, *lines: object) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return path


def stored(name: str, *rows: dict[str, Any]) -> pa.Table:
    """Return rows with what they do not give null or blank, and with what made them, as a run commits them."""
    blank = {pa.string(): "", pa.float64(): 1.0, pa.bool_(): False, pa.int32(): 0}
    declared = schema.arrow(name)
    defaults = {column.name: None if column.nullable else blank.get(column.type) for column in declared}
    table = pa.Table.from_pylist([{**defaults, **row} for row in rows], declared)
    return table.append_column(pa.field("made_by", pa.string(), nullable=False), pa.array(["test"] * len(rows), pa.string()))


def commit(folder: Path, seeds: Iterable[TextSeed], **tables: list[dict[str, Any]]) -> None:
    """Parse seeds and commit their documents, with the rows given for the first of them."""
    rows = [seed._asdict() for seed in seeds]
    parsed = parse.parse({"seeds": pa.Table.from_pylist(rows, parse.SEEDS)})
    written = {name: stored(name, *table.to_pylist()) for name, table in parsed.items()}
    first = {"document_id": schema.identifier(source_uri(0), "")}
    written.update({name: stored(name, *({**first, **row} for row in given)) for name, given in tables.items()})
    with Warehouse.open(folder) as warehouse:
        warehouse.commit(Commit("batch", "run", written, [SeedState(row["source_uri"], 1, 1, "00", "test") for row in rows]))


def bare(seeds: Iterable[TextSeed], folder: Path) -> None:
    commit(folder, seeds)


def knowing(seeds: Iterable[TextSeed], folder: Path) -> None:
    """Take seeds in as a pipeline would that sees two claims in the first."""

    def spans(claim: str, **parts: list[tuple[int, int]]) -> list[dict[str, Any]]:
        places = [(part, *place) for part, given in parts.items() for place in given]
        return [{"claim_id": claim, "part": part, "start_char": start, "end_char": end, "text": QUAY[start:end]} for part, start, end in places]

    commit(
        folder,
        seeds,
        claims=[{"claim_id": "b", "kind": "indirect", "parent_claim_id": "a"}, {"claim_id": "a", "kind": "indirect"}],
        claim_spans=[*spans("b", content=[(86, 97)]), *spans("a", content=[(30, 50)], cue=[(25, 29)], source=[(13, 24), (0, 8)])],
        claim_speakers=[{"claim_id": "a", "name": "Ines Calder"}, {"claim_id": "a", "name": "Ana Ruiz"}],
        mentions=[
            {"mention_id": "1", "start_char": 0, "end_char": 8, "label": "PERSON", "text": "Ana Ruiz"},
            {"mention_id": "2", "start_char": 34, "end_char": 38, "label": "DATE", "text": "quay"},
        ],
        local_entity_mentions=[{"mention_id": "1", "local_entity_id": "ana"}],
    )


def test_what_was_found_is_written_a_line_for_every_gold_document_in_its_order(tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    assert evaluate.write(gold_file(tmp_path, *LINES), out, knowing) == 3
    quay, blank, odd = map(json.loads, out.read_text("utf-8").splitlines())
    assert quay == {
        "doc_id": "quay",
        "text": QUAY,
        "attributions": [
            {"content": [[30, 50]], "source": [0, 24], "cue": [25, 29], "kind": "indirect", "speakers": ["Ana Ruiz", "Ines Calder"], "nested": False},
            {"content": [[86, 97]], "source": None, "cue": None, "kind": "indirect", "speakers": [], "nested": True},
        ],
    }
    assert blank == {"doc_id": "blank", "text": " \n", "attributions": []}
    assert odd == {"doc_id": "odd", "text": "%PDF- is how\nsuch a file begins.", "attributions": []}


def test_names_are_written_with_the_entity_they_belong_to_and_dates_without(tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    evaluate.write(gold_file(tmp_path, *LINES), out, knowing, of_names=True)
    quay, *others = map(json.loads, out.read_text("utf-8").splitlines())
    assert quay["mentions"] == [
        {"label": "PERSON", "start_char": 0, "end_char": 8, "entity": "ana"},
        {"label": "DATE", "start_char": 34, "end_char": 38, "entity": None},
    ]
    assert [other["mentions"] for other in others] == [[], []]


def test_the_measures_of_claims_are_those_of_what_the_warehouse_holds(tmp_path: Path) -> None:
    report = evaluate.evaluate(gold_file(tmp_path, *LINES), knowing)
    assert report.measures["said"] == Rates(100.0, 100.0, 100.0)
    assert (report.measures["docs"], report.measures["gold"], report.misses) == (3, 1, [])


def test_what_was_missed_is_shown_by_class_with_what_was_hard(tmp_path: Path) -> None:
    report = evaluate.evaluate(gold_file(tmp_path, *LINES), bare)
    assert list(evaluate.misses_by_class(report)) == [
        "missed (1), several speakers 1",
        "  quay",
        "    gold  [Ana Ruiz and Ines Calder] [said] Ana Ruiz | Ines Calder :: the quay was sinking",
    ]
    assert {"said                0.0    0.0    0.0", "recall_direct         -"} <= set(evaluate.table(report))


def test_the_measures_of_names_are_those_of_what_the_warehouse_holds(tmp_path: Path) -> None:
    report = evaluate.evaluate(gold_file(tmp_path, *LINES), knowing, of_names=True)
    assert report.measures["PERSON"] == Rates(100.0, 50.0, 66.7)
    assert [(miss.kind, miss.gold, miss.found) for miss in report.misses] == [("missed", "PERSON Ines Calder", ""), ("invented", "", "DATE quay")]


def test_the_date_of_a_gold_line_is_handed_on() -> None:
    seeds = list(evaluate.seeds_of([Gold(doc_id="a", text="x", published="2024-03-05"), Gold(doc_id="b", text="x")]))  # type: ignore[arg-type]
    assert [seed.published_at for seed in seeds] == [datetime(2024, 3, 5, tzinfo=UTC), None]


@pytest.mark.parametrize(
    "text", ["PK\x03\x04 is how a zip begins", "a\0b\0c\0d\0", "\x1b[31mred\x1b[0m", "{\\rtf1 words", "ÿþ words", "\ufeffwords", "½ é"]
)
def test_no_text_is_refused_for_how_it_looks(text: str) -> None:
    (seed,) = evaluate.seeds_of([Gold(doc_id="odd", text=text)])
    (document,) = parse.read(seed.source_uri, seed.content)
    assert isinstance(document, Document)
    assert document.text == cleaned(text)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 2: no JSON"),
        ("7", "line 2: Input should be a valid dictionary"),
        ({"doc_id": "b"}, "line 2: text: Field required"),
        ({"doc_id": "quay", "text": ""}, "line 2: a second document with the doc_id quay"),
        ({"doc_id": "b", "text": "x", "published": "soon"}, "line 2: published: is no date"),
        ({"doc_id": "b", "text": "x", "attributions": [{"kind": "said"}]}, "line 2: attributions.0.content: Field required"),
        ({"doc_id": "b", "text": "x", "mentions": [{"label": "DATE", "start_char": 0, "end_char": 2}]}, "line 2: the span [0, 2] is no stretch"),
        ({"doc_id": "b", "text": "x", "mentions": [{"label": "DOG", "start_char": 0, "end_char": 1}]}, "line 2: mentions.0.label"),
    ],
)
def test_a_malformed_line_is_named_in_one_line(line: object, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_gold(gold_file(tmp_path, LINES[0], line))
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_empty_or_lacks_what_is_measured_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="holds no documents"):
        read_gold(gold_file(tmp_path, ""))
    with pytest.raises(UsageError, match="the document a has no field mentions"):
        evaluate.evaluate(gold_file(tmp_path, {"doc_id": "a", "text": "x"}), bare, of_names=True)
