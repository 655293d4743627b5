"""Turn seeds, which are bytes, into documents; what cannot be one becomes a row of `rejects`."""

import hashlib

import pyarrow as pa

from tasks.stage import Batch, stage
from warehouse import schema

SEEDS = pa.schema(
    [
        pa.field("source_uri", pa.string(), nullable=False),
        pa.field("content", pa.large_binary(), nullable=False),
        pa.field("published_at", schema.TIME),  # A date known from elsewhere; it wins over what the document says.
    ]
)
"""What parsing reads: a row a file."""


@stage("seeds", writes=("documents", "rejects"), version=1)
def parse(batch: Batch) -> Batch:
    """Write the documents that each seed holds, and a reject for each that is refused."""
    rows = []
    for seed in batch["seeds"].to_pylist():
        text = seed["content"].decode()
        row = dict.fromkeys(schema.arrow("documents").names)
        document_id = schema.identifier(seed["source_uri"], "")
        row |= {
            "document_id": document_id,
            "source_uri": seed["source_uri"],
            "container_path": "",
            "content_sha256": hashlib.sha256(seed["content"]).hexdigest(),
            "media_type": "text/plain",
            "published_at": seed["published_at"],
            "text": text,
            "word_count": len(text.split()),
            "story_id": document_id,
            "is_story_lead": True,
        }
        rows.append(list(row.values()))
    return {"documents": schema.table("documents", rows), "rejects": schema.table("rejects", [])}
