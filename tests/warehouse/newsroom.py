"""Rows of invented news, as the stages would write them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from warehouse import queries, schema
from warehouse.storage import Commit, SeedState

DEFAULTS: Final[dict[pa.DataType, Any]] = {
    schema.TEXT: "",
    schema.INTEGER: 0,
    schema.LONG: 0,
    schema.REAL: 1.0,
    schema.TRUTH: False,
    schema.TIME: datetime(2026, 3, 1, tzinfo=UTC),
    schema.TEXTS: [],
    schema.COUNTS: [],
    schema.SECONDS: [],
}


def answer(folder: Path, sql: str) -> list[dict[str, Any]]:
    """Return the rows that a query on the warehouse in a folder gives."""
    with queries.connect(folder) as connection:
        found: list[dict[str, Any]] = queries.run(connection, sql).to_pylist(maps_as_pydicts="strict")
        return found


def sayings(folder: Path) -> list[str]:
    """Return the content of every claim in a warehouse, in alphabetical order."""
    return [row["content_text"] for row in answer(folder, "select content_text from claims order by content_text")]


def rows(name: str, *given: Mapping[str, Any]) -> pa.Table:
    """Return rows of a table, stamped with made_by; what a row does not give is null or a blank of its type."""
    declared = schema.arrow(name, stamped=True).remove(len(schema.arrow(name)) + 1)
    blank = {column.name: None if column.nullable else DEFAULTS.get(column.type, []) for column in declared}
    return pa.Table.from_pylist([{**blank, "made_by": "test@1", **row} for row in given], declared)


def seed(source_uri: str, sha256: str = "aa") -> SeedState:
    """Return a state of a file."""
    return SeedState(source_uri, size=10, modified_ns=1_700_000_000_000_000_000, sha256=sha256, made_by="test@1")


def document(source_uri: str, text: str = "", **fields: object) -> dict[str, Any]:
    """Return a row of documents."""
    document_id = schema.identifier(source_uri, fields.get("container_path", ""))
    return {"document_id": document_id, "source_uri": source_uri, "text": text, "story_id": document_id, "is_story_lead": True, **fields}


def note(batch_id: str, source_uri: str, *sayings: str) -> Commit:
    """Return the commit of one file with a document in which nobody in particular says each of the sayings."""
    row = document(source_uri, "\n".join(sayings))
    claims = [{"document_id": row["document_id"], "claim_id": schema.identifier(source_uri, said), "content_text": said} for said in sayings]
    return Commit(batch_id, "run", {"documents": rows("documents", row), "claims": rows("claims", *claims)}, [seed(source_uri)])


def refusal(batch_id: str, source_uri: str, reason: str = "empty") -> Commit:
    """Return the commit of one file that was refused."""
    row = {"document_id": schema.identifier(source_uri, ""), "source_uri": source_uri, "reason": reason}
    return Commit(batch_id, "run", {"rejects": rows("rejects", row)}, [seed(source_uri)])


HARBOUR: Final = (
    "Harbour will close, minister says\n\n"
    "“The harbour closes in May,” transport minister Ilse Varga said on Monday. "
    "Tom Okoro of Docks United denied that talks had failed. "
    "Officials claimed the quay was unsafe. “Nobody asked us.” Mayor Per Lindqvist was in the room."
)

COUNCIL: Final = "Council split\n\nVarga insisted the plan was sound. Lindqvist was not available."


def edition() -> Commit:
    """Return the commit of two articles: one with five claims in the Kelm Courier, one with one in the Vale Post."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in schema.TABLES}
    harbour = document(
        "harbour.txt",
        HARBOUR,
        title="Harbour will close, minister says",
        publisher="Kelm Courier",
        published_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        content_sha256="ab12",
        word_count=46,
    )
    council = document(
        "council.txt", COUNCIL, title="Council split", publisher="Vale Post", published_at=datetime(2026, 3, 9, tzinfo=UTC), word_count=12
    )
    tables["documents"] = [harbour, council]
    for row, names in ((harbour, ("Ilse Varga", "Tom Okoro", "Per Lindqvist")), (council, ("Varga", "Lindqvist"))):
        for name in names:
            _name(tables, row, name)
    _claim(tables, harbour, "The harbour closes in May,", cue="said", kind="direct", speaker="Ilse Varga", role="transport minister")
    _claim(tables, harbour, "talks had failed", cue="denied", stance="deny", speaker="Tom Okoro", affiliation="Docks United")
    _claim(tables, harbour, "the quay was unsafe", cue="claimed", stance="doubt", source="Officials")
    _claim(tables, harbour, "Nobody asked us.", kind="direct", confidence=0.3)
    _claim(tables, council, "the plan was sound", cue="insisted", stance="assert", speaker="Varga")
    return Commit("morning-1", "morning", {name: rows(name, *given) for name, given in tables.items()}, [seed("harbour.txt"), seed("council.txt")])


FULL_NAMES: Final = {"Varga": "Ilse Varga", "Lindqvist": "Per Lindqvist"}

LEMMAS: Final = {"said": "say", "denied": "deny", "claimed": "claim", "insisted": "insist", None: None}


def _span(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    start = row["text"].index(text)
    return {"document_id": row["document_id"], "start_char": start, "end_char": start + len(text), "text": text}


def _name(tables: dict[str, list[dict[str, Any]]], row: Mapping[str, Any], name: str) -> None:
    local, entity = schema.identifier(row["document_id"], name), schema.identifier("PERSON", FULL_NAMES.get(name, name))
    tied = {"document_id": row["document_id"], "local_entity_id": local}
    tables["mentions"].append({**_span(row, name), "mention_id": local, "label": "PERSON", "method": "model"})
    tables["local_entities"].append({**tied, "name": name, "label": "PERSON"})
    tables["local_entity_mentions"].append({**tied, "mention_id": local, "method": "name"})
    own = {"name_id": schema.identifier("PERSON", name), "name": FULL_NAMES.get(name, name)}
    tables["links"].append({**tied, "entity_id": entity, "method": "name", **own})
    full = {"name": FULL_NAMES.get(name, name), "aliases": [name] if name in FULL_NAMES else []}
    tables["entities"].append({"document_id": row["document_id"], "entity_id": entity, "label": "PERSON", **full})


def _claim(tables: dict[str, list[dict[str, Any]]], row: Mapping[str, Any], content: str, **said: Any) -> None:  # noqa: ANN401 - any column
    claim = {"document_id": row["document_id"], "claim_id": schema.identifier(row["document_id"], content)}
    speaker, cue, source = said.get("speaker"), said.get("cue"), said.get("source")
    kind, stance, source_type = said.get("kind", "indirect"), said.get("stance", "neutral"), "person" if speaker else "unnamed" if source else "none"
    about = {"kind": kind, "cue_lemma": LEMMAS[cue], "stance": stance, "source_type": source_type, "source_text": speaker or source}
    tables["claims"].append({**claim, **about, "content_text": content, "confidence": said.get("confidence", 0.9)})
    for part, text in (("source", speaker or source), ("cue", cue), ("content", content)):
        if text:
            tables["claim_spans"].append({**_span(row, text), **claim, "part": part})
    if speaker:
        attributes: dict[str, Any] = {key: said[key] for key in ("role", "affiliation") if key in said}
        places: dict[str, Any] = {f"{key}_{side}": _span(row, text)[side] for key, text in attributes.items() for side in ("start_char", "end_char")}
        who = {"local_entity_id": schema.identifier(row["document_id"], speaker), "name": speaker, "confidence": 0.9}
        tables["claim_speakers"].append({**claim, **who, **attributes, **places})
