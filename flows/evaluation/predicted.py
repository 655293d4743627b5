"""What a warehouse says was found in annotated texts, in the format of the gold file."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

from flows.evaluation.gold import Gold
from warehouse import queries

TEXTS: Final = "select source_uri, text from documents"

CLAIMS: Final = """
    with spans as (
        select document_id, claim_id,
            list([start_char, end_char] order by start_char, end_char) filter (where part = 'content') as content,
            min(start_char) filter (where part = 'source') as source_start, max(end_char) filter (where part = 'source') as source_end,
            min(start_char) filter (where part = 'cue') as cue_start, max(end_char) filter (where part = 'cue') as cue_end
        from claim_spans
        group by document_id, claim_id
    ), speakers as (
        select document_id, claim_id, list(name order by name) as names
        from claim_speakers
        group by document_id, claim_id
    )
    select source_uri,
        coalesce(content, []) as content,
        case when source_start is not null then [source_start, source_end] end as source,
        case when cue_start is not null then [cue_start, cue_end] end as cue,
        kind,
        coalesce(names, []) as speakers,
        parent_claim_id is not null as nested
    from claims
    join documents using (document_id)
    left join spans using (document_id, claim_id)
    left join speakers using (document_id, claim_id)
    order by source_uri, content, claim_id
"""

MENTIONS: Final = """
    select source_uri, label, start_char, end_char, case when label <> 'DATE' then local_entity_id end as entity
    from mentions
    join documents using (document_id)
    left join local_entity_mentions using (document_id, mention_id)
    where mentions.method <> 'nominal'
    order by source_uri, start_char, end_char, label
"""


def source_uri(number: int) -> str:
    """Return the source_uri of an annotated text by its place in the file, from 0: a plain text file, whatever its doc_id."""
    return f"{number:06}.txt"


def predicted_claims(gold: Sequence[Gold], folder: Path) -> list[dict[str, Any]]:
    """Return a line for each annotated text, in order, with the claims found in it; its own text and no claims where it was rejected."""
    return _lines(gold, folder, "attributions", CLAIMS)


def predicted_mentions(gold: Sequence[Gold], folder: Path) -> list[dict[str, Any]]:
    """Return likewise the names and dates found in each text, with the local entity that each names."""
    return _lines(gold, folder, "mentions", MENTIONS)


def _lines(gold: Sequence[Gold], folder: Path, part: str, question: str) -> list[dict[str, Any]]:
    with queries.connect(folder) as connection:
        texts = {row["source_uri"]: row["text"] for row in _rows(connection, TEXTS)}
        found = defaultdict[str, list[dict[str, Any]]](list)
        for row in _rows(connection, question):
            found[row.pop("source_uri")].append(row)
    uris = [(source_uri(number), document) for number, document in enumerate(gold)]
    return [{"doc_id": document.doc_id, "text": texts.get(uri, document.text), part: found[uri]} for uri, document in uris]


def _rows(connection: duckdb.DuckDBPyConnection, question: str) -> Iterator[dict[str, Any]]:
    yield from queries.run(connection, question).to_pylist()
