"""What changed between two runs, and whether the pipeline or the news is behind it."""

from dataclasses import replace
from pathlib import Path

import newsroom
import pyarrow as pa
import pytest

from warehouse import comparison, stored
from warehouse.comparison import Runs
from warehouse.errors import UsageError
from warehouse.storage import Renewal, Warehouse


def later(warehouse: Warehouse) -> None:
    """Let a later version of attribution work on the stored articles: one speaker is another, one claim is new, one is not found."""
    held = stored.holdings(warehouse, ["council.txt", "harbour.txt"])
    tables = stored.tables(warehouse, held, ["claims", "claim_spans", "claim_speakers"])
    claims, spans, speakers = (_listed(tables[name]) for name in ("claims", "claim_spans", "claim_speakers"))
    for speaker in speakers:
        speaker["name"] = "Per Lindqvist" if speaker["name"] == "Tom Okoro" else speaker["name"]
    gone = next(claim["claim_id"] for claim in claims if claim["content_text"] == "Nobody asked us.")
    council = next(claim["document_id"] for claim in claims if claim["content_text"] == "the plan was sound")
    claims = [claim for claim in claims if claim["claim_id"] != gone]
    claims.append({**claims[0], "document_id": council, "claim_id": "fresh", "content_text": "Lindqvist was not available", "confidence": 0.5})
    place = {"start_char": newsroom.COUNCIL.index("Lindqvist"), "end_char": len(newsroom.COUNCIL) - 1, "text": "Lindqvist was not available"}
    spans = [span for span in spans if span["claim_id"] != gone]
    spans.append({"document_id": council, "claim_id": "fresh", "part": "content", **place})
    made = {name: newsroom.rows(name, *rows) for name, rows in zip(tables, (claims, spans, speakers), strict=True)}
    warehouse.renew(Renewal("noon-1", "noon", made, [document for _, document in held.documents]))


def _listed(table: pa.Table) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = table.to_pylist()
    return rows


@pytest.fixture
def day(warehouse: Warehouse) -> Path:
    """Return a warehouse in which a second run took in news, and a third ran a later version of attribution."""
    warehouse.commit(newsroom.edition())
    for batch, name, said in (("later-1", "quay.txt", "it is open"), ("later-2", "council.txt", "the plan was sound")):
        note = newsroom.note(batch, name, said)
        document = [{**row, "content_sha256": batch} for row in note.tables["documents"].to_pylist()]
        warehouse.commit(replace(note, run_id="later", tables={**note.tables, "documents": newsroom.rows("documents", *document)}))
    return warehouse.folder


def told(folder: Path, *runs: str) -> list[tuple[str, ...]]:
    rows = comparison.changes(folder, None, Runs(*runs)).to_pylist()
    return [(row["because"], row["change"], row["source_uri"], row["content_text"]) for row in rows]


def test_what_a_later_version_of_a_stage_changed_is_listed(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom.edition())
    later(warehouse)
    assert told(warehouse.folder, "morning", "noon") == [
        ("pipeline", "appeared", "council.txt", "Lindqvist was not available"),
        ("pipeline", "speaker", "harbour.txt", "talks had failed"),
        ("pipeline", "vanished", "harbour.txt", "Nobody asked us."),
    ]
    (changed,) = (row for row in comparison.changes(warehouse.folder, None, Runs("morning", "noon")).to_pylist() if row["change"] == "speaker")
    assert (changed["speakers_before"], changed["speakers_after"]) == (["Tom Okoro"], ["Per Lindqvist"])


def test_what_news_brought_is_kept_apart(day: Path) -> None:
    assert told(day, "morning", "later") == [
        ("changed", "appeared", "council.txt", "the plan was sound"),
        ("changed", "vanished", "council.txt", "the plan was sound"),
        ("new", "appeared", "quay.txt", "it is open"),
    ]


def test_a_run_and_itself_differ_in_nothing(day: Path) -> None:
    assert told(day, "later", "later") == []


@pytest.mark.parametrize(("runs", "said"), [(("evening", "later"), "no runs begin with evening"), (("morning", ""), "2 runs begin with")])
def test_a_run_that_is_not_there_is_wrong_use(day: Path, runs: tuple[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        comparison.changes(day, None, Runs(*runs))
