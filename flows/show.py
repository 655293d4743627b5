"""The command `show`: a document with its claims marked and numbered, and who made them."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import duckdb

from warehouse import queries
from warehouse.errors import UsageError
from warehouse.layout import Location

FIND: Final = """
    select document_id, source_uri, container_path, text
    from documents
    where document_id = $1 or source_uri = $1 or starts_with(document_id, $1) or starts_with(source_uri, $1)
    order by (document_id = $1 or source_uri = $1) desc, source_uri, container_path
"""
SPANS: Final = """
    select claim_id, start_char, end_char
    from claim_spans
    where document_id = $1 and part = 'content'
    order by start_char, end_char desc
"""
CLAIMS: Final = """
    select claim_id, list(speaker order by speaker), any_value(role), any_value(source_text), any_value(cue_lemma),
        any_value(kind), any_value(stance), any_value(is_negated), any_value(resolved_by), any_value(confidence)
    from who_said_what
    where document_id = $1
    group by claim_id
"""


class Document(NamedTuple):
    """A document as found in the warehouse."""

    document_id: str
    source_uri: str
    container_path: str
    text: str


class Span(NamedTuple):
    """A stretch of the content of a claim."""

    claim_id: str
    start: int
    end: int


def shown(folder: Location, catalog: str | None, name: str) -> Iterator[str]:
    """Yield the text with its claims marked, then a line a claim.

    Raises
    ------
    UsageError
        when no document, or more than one, goes by that name

    """
    with queries.connect(folder, catalog) as connection:
        document = _found(connection, name)
        spans = [Span(*row) for row in connection.execute(SPANS, [document.document_id]).fetchall()]
        claims = {row[0]: row[1:] for row in connection.execute(CLAIMS, [document.document_id]).fetchall()}
    numbers = {claim_id: number for number, claim_id in enumerate(dict.fromkeys(span.claim_id for span in spans), start=1)}
    yield f"{' '.join(filter(None, document[1:3]))}  {document.document_id}\n"
    yield marked(document.text, [(span.start, span.end, numbers[span.claim_id]) for span in spans]) + "\n"
    for claim_id, number in numbers.items():
        yield f"{number:>3}  {_told(claims[claim_id])}"


def marked(text: str, spans: Sequence[tuple[int, int, int]]) -> str:
    """Return a text with each numbered stretch in brackets.

    >>> marked("It rains, he said.", [(0, 8, 1)])
    '[1: It rains], he said.'
    """
    # At one place what ends comes before what begins, and the longer of two that begin together comes first.
    signs = [(end, 0, -start, "]") for start, end, _ in spans] + [(start, 1, -end, f"[{number}: ") for start, end, number in spans]
    pieces, done = list[str](), 0
    for place, _, _, sign in sorted(signs):
        pieces += [text[done:place], sign]
        done = place
    return "".join([*pieces, text[done:]])


def _found(connection: duckdb.DuckDBPyConnection, name: str) -> Document:
    rows = [Document(*row) for row in connection.execute(FIND, [name]).fetchall()]
    exact = [row for row in rows if name in {row.document_id, row.source_uri}]
    candidates = exact or rows
    if not candidates:
        raise UsageError(f'no document goes by {name}; `onrecord sql "from documents"` lists them')
    if len(candidates) > 1:
        listed = ", ".join(f"{row.document_id} ({' '.join(filter(None, row[1:3]))})" for row in candidates[:5])
        raise UsageError(f"{len(candidates):,} documents go by {name}; say which: {listed}")
    return candidates[0]


def _told(claim: tuple[list[str | None], str | None, str | None, str | None, str, str, bool, str, float]) -> str:
    speakers, role, source, cue, kind, stance, is_negated, resolved_by, confidence = claim
    names = " and ".join(name for name in speakers if name)
    who = ", ".join(filter(None, (names, role))) or (f"({source})" if source else "(nobody named)")
    said = f"not {cue}" if is_negated else cue or "no cue"
    return f"{who}: {said}, {kind}, {stance}; by {resolved_by}, {confidence:.2f}"
