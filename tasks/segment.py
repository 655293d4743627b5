"""Split documents into paragraphs and sentences."""

import re

from tasks.stage import Batch, stage
from warehouse import schema


@stage("documents", writes=("segments",), version=1)
def segment(batch: Batch) -> Batch:
    """Write a row a paragraph and a row a sentence."""
    rows = []
    for document in batch["documents"].select(["document_id", "text"]).to_pylist():
        for line in re.finditer(r"\S[^\n]*", document["text"]):
            start, end = line.span()
            paragraph = schema.identifier(document["document_id"], "body", start, end)
            rows.append((document["document_id"], paragraph, "body", None, start, end, None, None, 0))
            sentence = schema.identifier(document["document_id"], "sentence", start, end)
            rows.append((document["document_id"], sentence, "sentence", paragraph, start, end, None, None, 0))
    return {"segments": schema.table("segments", rows)}
