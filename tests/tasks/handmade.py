"""Batches made by hand for tests: a text whose names are marked as the model would have seen them."""

import re
from datetime import UTC, datetime

from tasks.stage import Batch
from warehouse import schema

MARK = re.compile(r"<(PERSON|ORG|GPE|LOC|NORP|EVENT|MISC|DATE) ([^>]*)>")
TOKEN = re.compile(r"(?:[A-Z]\.)+|'s\b|’s\b|[^\W_]+|\S")


def batch(*marked: str, published: str | None = None) -> Batch:
    """Return documents `d0`, `d1` ... with segments and tokens; a line is a sentence, `<PERSON Anna Quell>` a name the model saw."""
    documents, segments, tokens = list[list[object]](), list[tuple[object, ...]](), list[tuple[object, ...]]()
    for number, source in enumerate(marked):
        text, spans = _unmarked(source)
        document_id = f"d{number}"
        documents.append(_document(document_id, text, published))
        for order, line in enumerate(re.finditer(r"[^\n]+", text)):
            ids = f"{document_id}p{order}", f"{document_id}s{order}"
            segments += [
                (document_id, ids[0], "body", None, *line.span(), None, None, 0),
                (document_id, ids[1], "sentence", ids[0], *line.span(), None, None, 0),
            ]
            tokens += _tokens(document_id, ids[1], line, spans, first=sum(row[0] == document_id for row in tokens))
    return {
        "documents": schema.table("documents", documents),
        "segments": schema.table("segments", segments),
        "tokens": schema.table("tokens", tokens),
    }


def _unmarked(source: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans, at = "", [], 0
    for match in MARK.finditer(source):
        text += source[at : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + source[at:], spans


def _document(document_id: str, text: str, published: str | None) -> list[object]:
    at = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None
    values = {
        "document_id": document_id,
        "source_uri": f"{document_id}.txt",
        "container_path": "",
        "content_sha256": "",
        "media_type": "text/plain",
        "published_at": at,
        "text": text,
        "word_count": len(text.split()),
        "story_id": document_id,
        "is_story_lead": True,
    }
    return [values.get(column.name) for column in schema.TABLES["documents"].columns]


def _tokens(document_id: str, segment_id: str, line: re.Match[str], spans: list[tuple[int, int, str]], *, first: int) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number, match in enumerate(TOKEN.finditer(line.group())):
        start, end = match.start() + line.start(), match.end() + line.start()
        label = next((label for low, high, label in spans if low <= start < high), None)
        begins = any(start == low for low, _, _ in spans)
        entity = f"{'B' if begins else 'I'}-{label}" if label else "O"
        word = match.group()
        is_name = label is not None or (word[0].isupper() and number > 0)
        upos = "PROPN" if is_name else "PUNCT" if not word[0].isalnum() else "NOUN"
        rows.append((document_id, first + number, segment_id, start, end, word.lower(), upos, "", first + number, "root", entity, None, None, None))
    return rows
