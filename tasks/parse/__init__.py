"""Turn seeds, which are bytes, into documents; what cannot be one becomes a row of `rejects`."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from tasks.parse import dates
from tasks.parse.document import Document, Facts, Found, Refusal
from tasks.parse.formats import READERS, read
from tasks.parse.language import language
from tasks.parse.sidecar import METHOD, read_sidecar
from tasks.stage import Batch, stage
from warehouse import schema
from warehouse.errors import UnreadableSeed

__all__ = ["READERS", "SEEDS", "SIDECAR", "parse", "read", "reject"]

SEEDS = pa.schema(
    [
        pa.field("source_uri", pa.string(), nullable=False),
        pa.field("content", pa.large_binary(), nullable=False),
        pa.field("published_at", schema.TIME),  # A date known from elsewhere; it wins over what the document says.
        pa.field("sidecar", pa.large_binary()),  # What lies beside the file and says more of it.
    ]
)
"""What parsing reads: a row a file."""

SIDECAR: Final = "sidecar"
"""The place that a sidecar which cannot be read has in `rejects`."""

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


@stage("seeds", writes=("documents", "rejects"), version=3)
def parse(batch: Batch) -> Batch:
    """Write the documents that each seed holds, and a reject for each that is refused."""
    documents, rejects = [], []
    for seed in batch["seeds"].to_pylist():
        given, complaint = _given(seed)
        for found in (*complaint, *read(seed["source_uri"], seed["content"])):
            if isinstance(found, Refusal):
                rejects.append(reject(seed["source_uri"], *found))
            else:
                found.facts = given.filled_from(found.facts)
                documents.append(_row(found, seed))
    return {"documents": schema.table("documents", documents), "rejects": schema.table("rejects", rejects)}


def reject(source_uri: str, container_path: str, error: UnreadableSeed, *, stage: str = "parse") -> tuple[Any, ...]:
    """Return the row of `rejects` for a seed, or a document in one, that a stage refused."""
    return (schema.identifier(source_uri, container_path), source_uri, container_path, error.reason, error.detail, stage, None, None)


def _given(seed: Mapping[str, Any]) -> tuple[Facts, list[Refusal]]:
    """Return what is known of a seed from elsewhere, and the refusal of a sidecar that cannot be read."""
    given, complaint = Facts(), list[Refusal]()
    if seed["sidecar"] is not None:
        try:
            given = read_sidecar(seed["sidecar"])
        except UnreadableSeed as error:
            complaint.append(Refusal(SIDECAR, error))
    if seed["published_at"]:
        given.published = Found(dates.of(seed["published_at"]), "given")
    return given, complaint


def _row(document: Document, seed: Mapping[str, Any]) -> list[Any]:
    facts, source_uri = document.facts, seed["source_uri"]
    document_id = schema.identifier(source_uri, document.container_path)
    published = facts.published
    row = {
        "document_id": document_id,
        "source_uri": source_uri,
        "container_path": document.container_path,
        "content_sha256": _sha256(document.sha256, seed["sidecar"]),
        "media_type": document.media_type,
        "encoding": document.encoding.name if document.encoding else None,
        "encoding_method": document.encoding.method if document.encoding else None,
        **_guessed("language", _language(document)),
        **_guessed("title", facts.title),
        **_guessed("authors", facts.authors),
        **_guessed("publisher", facts.publisher),
        **_guessed("published_at", Found(published.value.at, published.method) if published else None),
        "published_precision": published.value.precision if published else None,
        **_guessed("dateline", facts.dateline),
        **_guessed("section", facts.section),
        **_guessed("canonical_url", facts.canonical_url),
        "text": document.text,
        "page_starts": document.page_starts or None,
        "blocks": [place._asdict() for place in document.places] or None,
        "word_count": len(_WORD.findall(document.text)),
        "story_id": document_id,
        "is_story_lead": True,
    }
    return [row[name] for name in schema.arrow("documents").names]


def _sha256(of_document: str, sidecar: bytes | None) -> str:
    """Return the hash of all that a document was made from: another sidecar makes another document."""
    return of_document if sidecar is None else hashlib.sha256(of_document.encode() + sidecar).hexdigest()


def _language(document: Document) -> Found[str] | None:
    """Return the language that a sidecar tells, else that of the text, else what the document says of itself, which is often wrong."""
    told = document.facts.language
    return told if told and told.method == METHOD else language(document.text) or told


def _guessed(name: str, found: Found[Any] | None) -> dict[str, Any]:
    return {name: found.value if found else None, f"{name}_method": found.method if found else None}
