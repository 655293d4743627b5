"""The questions of analysts, asked of two articles."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import newsroom
import pyarrow as pa
import pytest

from warehouse import publish, queries
from warehouse.storage import Commit, Warehouse

Ask = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse that holds the two articles and is not written to."""
    folder = tmp_path_factory.mktemp("edition")
    with Warehouse.open(folder) as warehouse:
        warehouse.commit(newsroom.edition())
    return folder


@pytest.fixture
def ask(edition: Path) -> Ask:
    return lambda sql: newsroom.answer(edition, sql)


@pytest.mark.parametrize("view", publish.views(), ids=lambda view: view.name)
def test_a_view_begins_with_the_question_that_it_answers(view: publish.View) -> None:
    assert view.query.startswith("-- ")
    assert "?" in view.question


def test_every_view_answers_when_the_warehouse_is_empty(tmp_path: Path) -> None:
    Warehouse.open(tmp_path).close()
    with queries.connect(tmp_path) as connection:
        counts = {view.name: len(queries.run(connection, f"from {view.name}")) for view in publish.views()}
    assert counts == dict.fromkeys(counts, 0) | {"holdings": 1}


def test_who_said_what_has_a_row_for_each_claim_and_speaker(ask: Ask) -> None:
    said = ask(
        "select publisher, speaker, role, affiliation, source_type, cue_lemma, content_text from who_said_what order by published_at, content_text"
    )
    assert [tuple(row.values()) for row in said] == [
        ("Kelm Courier", None, None, None, "none", None, "Nobody asked us."),
        ("Kelm Courier", "Ilse Varga", "transport minister", None, "person", "say", "The harbour closes in May,"),
        ("Kelm Courier", "Tom Okoro", None, "Docks United", "person", "deny", "talks had failed"),
        ("Kelm Courier", None, None, None, "unnamed", "claim", "the quay was unsafe"),
        ("Vale Post", "Ilse Varga", None, None, "person", "insist", "the plan was sound"),
    ]


def test_who_said_what_keeps_its_columns_in_the_documented_order(ask: Ask) -> None:
    promised = ["published_at", "publisher", "speaker", "role", "source_type", "kind", "cue_lemma", "stance", "content_text"]
    promised += ["resolved_by", "confidence", "source_uri", "document_id", "claim_id"]
    assert [name for name in ask("from who_said_what")[0] if name in promised] == promised


def test_share_of_voice_counts_a_speaker_across_documents_under_one_entity(ask: Ask) -> None:
    voices = ask("select speaker, claims, quotations, words, documents, publishers, round(share_of_claims, 2) as share from share_of_voice")
    assert voices == [
        {"speaker": "Ilse Varga", "claims": 2, "quotations": 1, "words": 9, "documents": 2, "publishers": 2, "share": 0.67},
        {"speaker": "Tom Okoro", "claims": 1, "quotations": 0, "words": 3, "documents": 1, "publishers": 1, "share": 0.33},
    ]


def test_share_of_voice_leaves_out_copies_of_a_story(warehouse: Warehouse) -> None:
    edition = newsroom.edition()
    copies = [{**row, "is_story_lead": row["source_uri"] != "council.txt"} for row in edition.tables["documents"].to_pylist()]
    warehouse.commit(Commit("noon-1", "noon", {**edition.tables, "documents": newsroom.rows("documents", *copies)}, edition.seeds))
    assert [(row["speaker"], row["claims"]) for row in newsroom.answer(warehouse.folder, "from share_of_voice")] == [
        ("Ilse Varga", 1),
        ("Tom Okoro", 1),
    ]


def test_sourcing_mix_gives_the_share_of_each_kind_of_source_by_outlet(ask: Ask) -> None:
    assert [tuple(row.values()) for row in ask("from sourcing_mix")] == [
        ("Kelm Courier", "person", 2, 0.5, 1),
        ("Kelm Courier", "none", 1, 0.25, 1),
        ("Kelm Courier", "unnamed", 1, 0.25, 1),
        ("Vale Post", "person", 1, 1.0, 1),
    ]


def test_anonymous_statements_say_how_the_source_is_described(ask: Ask) -> None:
    assert ask("select source_text, content_text, publisher from anonymous_statements") == [
        {"source_text": "Officials", "content_text": "the quay was unsafe", "publisher": "Kelm Courier"}
    ]


def test_loaded_cues_are_those_that_colour_the_saying_not_what_speakers_do(ask: Ask) -> None:
    cues = ask("select publisher, cue_lemma, speaker, claims, round(share_of_outlet, 2) as share from loaded_cues")
    assert [tuple(row.values()) for row in cues] == [("Kelm Courier", "claim", None, 1, 0.33), ("Vale Post", "insist", "Ilse Varga", 1, 1.0)]


def test_mentioned_not_quoted_finds_the_mayor_in_both_articles(ask: Ask) -> None:
    silent = ask("select name, publisher, mentions, is_heard_elsewhere from mentioned_not_quoted order by published_at")
    assert [tuple(row.values()) for row in silent] == [("Per Lindqvist", "Kelm Courier", 1, False), ("Per Lindqvist", "Vale Post", 1, False)]


def test_co_mentions_count_the_documents_of_a_pair_once(ask: Ask) -> None:
    pairs = {frozenset((row["name"], row["other_name"])): row["documents"] for row in ask("from co_mentions")}
    assert pairs == {
        frozenset(("Ilse Varga", "Per Lindqvist")): 2,
        frozenset(("Ilse Varga", "Tom Okoro")): 1,
        frozenset(("Per Lindqvist", "Tom Okoro")): 1,
    }


def test_position_timeline_puts_what_a_speaker_said_in_order_of_time(ask: Ask) -> None:
    steps = ask("select statement, days_since_last, stance, content_text from position_timeline where speaker like '%Varga'")
    assert [tuple(row.values()) for row in steps] == [(1, None, "neutral", "The harbour closes in May,"), (2, 7, "assert", "the plan was sound")]


def test_evidence_shows_each_span_in_its_context_and_verifies_it(ask: Ask) -> None:
    spans = ask("from evidence")
    assert all(row["verified"] for row in spans)
    assert {row["what"] for row in spans} == {"source", "cue", "content", "mention", "role", "affiliation"}
    role = next(row for row in spans if row["what"] == "role")
    assert role["prefix"] == "\n“The harbour closes in May,” "
    assert role["suffix"].startswith(" Ilse Varga said on Monday.")
    assert role["content_sha256"] == "ab12"


def test_evidence_finds_an_offset_that_is_wrong(warehouse: Warehouse) -> None:
    commit = newsroom.note("noon-1", "emoji.txt", "so it is")
    (row,) = commit.tables["documents"].to_pylist()
    wrong = {"document_id": row["document_id"], "claim_id": "c", "part": "content", "start_char": 1, "end_char": 3, "text": "so"}
    right = {**wrong, "start_char": 0, "end_char": 2}
    warehouse.commit(Commit("noon-1", "noon", {**commit.tables, "claim_spans": newsroom.rows("claim_spans", wrong, right)}, commit.seeds))
    assert [(row["start_char"], row["verified"]) for row in newsroom.answer(warehouse.folder, "from evidence where id = 'c'")] == [
        (1, False),
        (0, True),
    ]


def test_evidence_counts_code_points_also_behind_an_emoji(warehouse: Warehouse) -> None:
    commit = newsroom.note("noon-1", "emoji.txt", "🙂 e\u0301 said")
    (row,) = commit.tables["documents"].to_pylist()
    text = row["text"]
    span = {
        "document_id": row["document_id"],
        "claim_id": "c",
        "part": "cue",
        "start_char": text.index("said"),
        "end_char": len(text),
        "text": "said",
    }
    warehouse.commit(Commit("noon-1", "noon", {**commit.tables, "claim_spans": newsroom.rows("claim_spans", span)}, commit.seeds))
    assert [(row["prefix"], row["verified"]) for row in newsroom.answer(warehouse.folder, "from evidence where id = 'c'")] == [("🙂 e\u0301 ", True)]


def test_review_queue_says_why_a_person_should_look(ask: Ask) -> None:
    assert ask("select why, content_text, confidence from review_queue") == [
        {"why": "a quotation without a source, an uncertain claim", "content_text": "Nobody asked us.", "confidence": 0.3}
    ]


def test_entities_gather_what_each_document_says_of_one(ask: Ask) -> None:
    assert ask("select name, aliases, documents from entities order by name") == [
        {"name": "Ilse Varga", "aliases": ["Varga"], "documents": 2},
        {"name": "Per Lindqvist", "aliases": ["Lindqvist"], "documents": 2},
        {"name": "Tom Okoro", "aliases": [], "documents": 1},
    ]


def test_affiliations_are_entities_where_they_are_named(warehouse: Warehouse) -> None:
    edition = newsroom.edition()
    row = next(row for row in edition.tables["claim_speakers"].to_pylist() if row["affiliation"])
    span = {"document_id": row["document_id"], "start_char": row["affiliation_start_char"], "end_char": row["affiliation_end_char"]}
    tied = {"document_id": row["document_id"], "local_entity_id": "docks"}
    more = {
        "mentions": {**span, "mention_id": "docks", "text": row["affiliation"], "label": "ORG", "method": "model"},
        "local_entities": {**tied, "name": "Docks United", "label": "ORG"},
        "local_entity_mentions": {**tied, "mention_id": "docks", "method": "name"},
        "links": {**tied, "entity_id": "e-docks", "name_id": "e-docks", "name": "Docks United", "method": "name"},
        "claim_speakers": {**row, "role": "head"},
    }
    tables = {name: pa.concat_tables([edition.tables[name], newsroom.rows(name, given)]) for name, given in more.items()}
    warehouse.commit(Commit("noon-1", "noon", {**edition.tables, **tables}, edition.seeds))
    held = newsroom.answer(warehouse.folder, "select name, role, affiliation_name, affiliation_id from affiliations where affiliation is not null")
    assert held == [{"name": "Tom Okoro", "role": "head", "affiliation_name": "Docks United", "affiliation_id": "e-docks"}]


def test_mentioned_dates_reach_from_a_first_day_to_a_last(warehouse: Warehouse) -> None:
    commit = newsroom.note("noon-1", "dated.txt", "then and thereabouts")
    (row,) = commit.tables["documents"].to_pylist()
    date = {"document_id": row["document_id"], "label": "DATE", "grain": "day"}
    told = {**date, "mention_id": "then", "end_char": 4, "text": "then", "value": "2026-03-02", "last_day": "2026-03-05"}
    untold = {**date, "mention_id": "about", "start_char": 9, "end_char": 20, "text": "thereabouts"}
    warehouse.commit(Commit("noon-1", "noon", {**commit.tables, "mentions": newsroom.rows("mentions", told, untold)}, commit.seeds))
    asked = "select first_day::varchar as first_day, last_day::varchar as last_day from mentioned_dates where source_uri = 'dated.txt'"
    assert newsroom.answer(warehouse.folder, asked) == [{"first_day": "2026-03-02", "last_day": "2026-03-05"}]


def test_namesakes_are_a_woman_and_a_man_of_one_name(warehouse: Warehouse) -> None:
    edition = newsroom.edition()
    genders = {"Ilse Varga": "female", "Varga": "male", "Tom Okoro": "male"}
    told = [{**row, "gender": genders.get(row["name"])} for row in edition.tables["local_entities"].to_pylist()]
    warehouse.commit(Commit("noon-1", "noon", {**edition.tables, "local_entities": newsroom.rows("local_entities", *told)}, edition.seeds))
    assert newsroom.answer(warehouse.folder, "select name, female_documents, male_documents from namesakes") == [
        {"name": "Ilse Varga", "female_documents": 1, "male_documents": 1}
    ]


def test_latest_run_is_the_one_that_ended_last(warehouse: Warehouse) -> None:
    for hour, counts in ((9, {"new": 2}), (7, {"new": 5})):
        row = {"run_id": f"at-{hour}", "finished_at": datetime(2026, 3, 1, hour, tzinfo=UTC), "status": "completed", "counts": list(counts.items())}
        warehouse.commit(Commit(f"at-{hour}-1", f"at-{hour}", {"runs": newsroom.rows("runs", row)}))
    assert [(row["run_id"], row["counts"]) for row in newsroom.answer(warehouse.folder, "from latest_run")] == [("at-9", {"new": 2})]


def test_holdings_count_what_is_there(ask: Ask) -> None:
    (held,) = ask("select documents, publishers, words, claims, claim_speakers, entities, rejects from holdings")
    assert held == {"documents": 2, "publishers": 2, "words": 58, "claims": 5, "claim_speakers": 3, "entities": 3, "rejects": 0}


def test_views_and_columns_carry_their_meaning(ask: Ask) -> None:
    (view,) = ask("select comment from duckdb_views() where view_name = 'share_of_voice'")
    (column,) = ask("select comment from duckdb_columns() where table_name = 'claims' and column_name = 'cue_lemma'")
    assert view["comment"].startswith("Who gets to speak")
    assert column["comment"].startswith("the reporting word's dictionary form")
