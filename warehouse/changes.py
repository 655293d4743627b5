"""What one commit changes in the warehouse."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from warehouse import schema
from warehouse.errors import StageError

MADE_BY: Final = "renew 1"


class SeedState(NamedTuple):
    """What the catalog remembers of a file that it took in or refused."""

    source_uri: str
    size: int
    modified_ns: int
    sha256: str
    made_by: str
    """Fingerprint of the code and model that made its rows."""
    attempts: int = 1
    """How often a file with this content was taken in or refused."""


class Origin(NamedTuple):
    """Which file, and which place in it, a document or reject came from."""

    document_id: str
    source_uri: str
    container_path: str
    is_reject: bool


@dataclass(frozen=True)
class Commit:
    """Rows that become visible together, and the files they stand for.

    The rows of `tables` bear `made_by` but no `batch_id`, which the warehouse adds. A document or reject replaces every
    earlier one with its id, and those of a file in `seeds` replace all earlier ones of that file, be there more or fewer.
    """

    batch_id: str
    """Never used before; begins with `run_id`."""
    run_id: str
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    seeds: Sequence[SeedState] = ()
    """Files whose earlier documents and rejects give way to the rows in `tables`."""
    removed: Sequence[str] = ()
    """The source_uri of each file that is gone: its documents and rejects go too."""
    touched: Sequence[SeedState] = ()
    """Files with the same bytes as before: only what is remembered of them is renewed."""
    kept: Sequence["Held"] = ()
    """Documents of files in `seeds` that stay as they are: containers of which other parts have changed."""
    whole: Sequence[str] = ()
    """Tables that it brings all the rows of: those that are there, which belong to no document, are live no more."""
    kind: str = "ingest"
    """What it is for: ingest, decision or knowledge."""


class Held(NamedTuple):
    """A document that is live, and the commit that brought it."""

    document_id: str
    batch_id: str


@dataclass(frozen=True)
class Renewal:
    """Rows that take the place of what some stages wrote for stored documents; what other stages wrote for them stays.

    A document that another commit has replaced meanwhile is passed over.
    """

    batch_id: str
    """Never used before; begins with `run_id`."""
    run_id: str
    tables: Mapping[str, pa.Table]
    """Every table that the stages write, also one without rows."""
    documents: Sequence[Held]
    """All the documents that the stages were run on."""
    states: Sequence[SeedState] = ()
    """The files that they came from, as what they are made by is to be remembered from now on."""


def stamped(commit: Commit, known: Mapping[str, SeedState]) -> dict[str, pa.Table]:
    """Return the tables to store, by name: those of the commit that have rows, with their batch_id, and the states of its files.

    Raises
    ------
    StageError
        when a table is not as the schema declares it, brings a document twice, or rows of one that it does not bring
    """
    tables = {name: _stamp(name, table, commit.batch_id) for name, table in commit.tables.items() if len(table)}
    _note(tables, "seed_states", _states(commit, known), {"batch_id": commit.batch_id})
    _note(tables, "renewals", _renewals(commit.kept, ()), {"made_by": MADE_BY, "batch_id": commit.batch_id})
    _refuse_strays(tables)
    if "documents" in tables:
        _refuse_doubles(tables["documents"])
    return tables


def renewed(renewal: Renewal) -> dict[str, pa.Table]:
    """Return the tables of a renewal to store, as `stamped` does those of a commit.

    Raises
    ------
    StageError
        when a table is not as the schema declares it, or has rows of a document that is not among those renewed
    """
    tables = {name: _stamp(name, table, renewal.batch_id) for name, table in renewal.tables.items() if len(table)}
    _refuse_others(tables, {held.document_id for held in renewal.documents})
    states = [{**state._asdict(), "is_removed": False} for state in renewal.states]
    for name, given in (("renewals", _renewals(renewal.documents, renewal.tables)), ("seed_states", states)):
        _note(tables, name, given, {"made_by": MADE_BY, "batch_id": renewal.batch_id})
    return tables


def origins(tables: Mapping[str, pa.Table]) -> list[Origin]:
    """Return where each document and each reject of the tables came from; one that was refused twice over counts once."""
    found: dict[tuple[str, bool], Origin] = {}
    for name, is_reject in (("documents", False), ("rejects", True)):
        if name in tables:
            rows = tables[name].select(["document_id", "source_uri", "container_path"])
            for document_id, source_uri, container_path in zip(*(column.to_pylist() for column in rows.columns), strict=True):
                found[document_id, is_reject] = Origin(document_id, source_uri, container_path, is_reject)
    return list(found.values())


def _stamp(name: str, table: pa.Table, batch_id: str) -> pa.Table:
    if name not in schema.TABLES:
        raise StageError(f"{name} is not a table of the warehouse")
    declared = schema.arrow(name, stamped=True)
    batch = pa.repeat(pa.scalar(batch_id, schema.TEXT), len(table))
    table = table.append_column(declared.field("batch_id"), batch)
    if table.schema != declared:
        raise StageError(f"{name} cannot be stored: its columns are not those that the schema declares")
    return table.replace_schema_metadata(None)


def _states(commit: Commit, known: Mapping[str, SeedState]) -> list[dict[str, object]]:
    there = [{**state._asdict(), "is_removed": False} for state in commit.seeds]
    gone = [{**known.get(uri, SeedState(uri, 0, 0, "", ""))._asdict(), "is_removed": True} for uri in commit.removed]
    return [*there, *gone]


def _renewals(documents: Iterable[Held], tables: Iterable[str]) -> list[dict[str, object]]:
    return [{"document_id": held.document_id, "renewed_batch_id": held.batch_id, "tables": sorted(tables)} for held in documents]


def _note(tables: dict[str, pa.Table], name: str, rows: Sequence[Mapping[str, object]], stamps: Mapping[str, str]) -> None:
    """Add a table that the warehouse writes itself, if it has rows."""
    if rows:
        tables[name] = pa.Table.from_pylist([{**stamps, **row} for row in rows], schema.arrow(name, stamped=True))


def _refuse_strays(tables: Mapping[str, pa.Table]) -> None:
    # Rows are told live or dead by their document: those of one that no commit brings could never be replaced.
    _refuse_others(tables, {origin.document_id for origin in origins(tables)})


def _refuse_others(tables: Mapping[str, pa.Table], brought: set[str]) -> None:
    for name, table in tables.items():
        if schema.TABLES[name].per_document and not brought.issuperset(_distinct(table["document_id"])):
            raise StageError(f"{name} cannot be stored: it has rows of a document that is neither in documents nor in rejects, nor renewed")


def _refuse_doubles(documents: pa.Table) -> None:
    if len(set(documents["document_id"].to_pylist())) < len(documents):
        raise StageError("documents cannot be stored: two rows are of the same document")


def _distinct(column: pa.ChunkedArray) -> list[str]:
    # The rows of a document stand together, so runs are few where values are many.
    return [value for chunk in column.chunks for value in pc.run_end_encode(chunk).values.to_pylist()]
