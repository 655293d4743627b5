"""The tables of the catalog, and what a commit does to them inside its transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from warehouse import schema
from warehouse.changes import Origin, SeedState
from warehouse.parquet import Coverage, StoredFile

METADATA: Final = sa.MetaData()

META: Final = sa.Table("meta", METADATA, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))

VERSIONS: Final = sa.Table(
    "versions",
    METADATA,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("batch_id", sa.Text, nullable=False, unique=True),
    sa.Column("run_id", sa.Text, nullable=False),
    sa.Column("committed_at", sa.Text, nullable=False),
)

FILES: Final = sa.Table(
    "files",
    METADATA,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("table_name", sa.Text, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("columns", sa.Text, nullable=False),
    sa.Column("first_version", sa.Integer, nullable=False),
    sa.Column("last_version", sa.Integer, nullable=False),
    sa.Column("applied_version", sa.Integer, nullable=False),
    sa.Column("added_version", sa.Integer, nullable=False),
    sa.Column("removed_version", sa.Integer, index=True),
)

DOCUMENTS: Final = sa.Table(
    "documents",
    METADATA,
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("batch_id", sa.Text, primary_key=True),
    sa.Column("is_reject", sa.Boolean, primary_key=True),
    sa.Column("source_uri", sa.Text, nullable=False, index=True),
    sa.Column("container_path", sa.Text, nullable=False),
    sa.Column("added_version", sa.Integer, nullable=False),
    sa.Column("removed_version", sa.Integer, index=True),
    # From this version on, no live file has rows of the dead pair any more.
    sa.Column("dropped_version", sa.Integer),
)

SEEDS: Final = sa.Table(
    "seeds",
    METADATA,
    sa.Column("source_uri", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("modified_ns", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
)

AT_ONCE: Final = 500
"""Values that one statement names; databases allow some thousands."""


@dataclass(frozen=True)
class Change:
    """What a commit does: the files it brings and those it retires, the documents it brings and the files whose earlier ones give way."""

    batch_id: str
    run_id: str
    kind: str
    """ingest, decision, knowledge, compact, purge or repair."""
    started_at: datetime
    """When its first file was begun."""
    files: Sequence[StoredFile] = ()
    retired: Sequence[str] = ()
    documents: Sequence[Origin] = ()
    replaced: Sequence[str] = ()
    states: Sequence[SeedState] = ()


class Entry(NamedTuple):
    """A commit as it is recorded: in the catalog, and as a row of the table `commits` from which the catalog can be rebuilt."""

    version: int
    follows: str
    committed_at: datetime
    counts: dict[str, int]


def last_version(connection: sa.Connection) -> int:
    """Return the number of the last commit, 0 before the first."""
    return connection.scalar(sa.select(sa.func.max(VERSIONS.c.version))) or 0


def apply(connection: sa.Connection, change: Change) -> Entry:
    """Make what a commit brings live, and what it replaces dead."""
    newest = sa.select(VERSIONS).order_by(VERSIONS.c.version.desc()).limit(1)
    last = connection.execute(newest).one_or_none()
    version, follows, earliest = (last.version + 1, last.batch_id, datetime.fromisoformat(last.committed_at)) if last else (1, "", change.started_at)
    # Clocks may be set back; the times of commits never run backwards.
    committed_at = max(datetime.now(UTC), earliest)
    return Entry(version, follows, committed_at, repeat(connection, change, version, committed_at))


def repeat(connection: sa.Connection, change: Change, version: int, committed_at: datetime) -> dict[str, int]:
    """Do what a commit did, as the version that it made; return how many documents it added, replaced, deleted and refused."""
    named = {"batch_id": change.batch_id, "run_id": change.run_id, "committed_at": committed_at.isoformat()}
    insert(connection, VERSIONS, [{"version": version, **named}])
    add_files(connection, version, change.files)
    counts = _turn_over(connection, version, change)
    if change.retired:
        _retire(connection, version, change.retired)
    remember(connection, change.states, forgotten=change.replaced)
    return counts


def bury(connection: sa.Connection, pairs: Iterable[tuple[tuple[str, str], int]], version: int) -> int:
    """Let the rows of (document_id, batch_id) pairs, each with the version that brought it, count no more from a version on.

    That is for those only that the catalog does not know; return how many they were.
    """
    known = {tuple(row) for row in connection.execute(sa.select(DOCUMENTS.c.document_id, DOCUMENTS.c.batch_id))}
    blank = {"is_reject": False, "source_uri": "", "container_path": "", "removed_version": version}
    lost = {pair: added for pair, added in pairs if pair not in known}
    insert(connection, DOCUMENTS, [{**blank, "document_id": pair[0], "batch_id": pair[1], "added_version": added} for pair, added in lost.items()])
    return len(lost)


def add_files(connection: sa.Connection, version: int, files: Iterable[StoredFile]) -> None:
    """Make files live from a version on."""
    insert(connection, FILES, [_file_row(file, version) for file in files])


def remember(connection: sa.Connection, states: Sequence[SeedState], *, forgotten: Iterable[str] = ()) -> None:
    """Put states of files in the place of earlier ones."""
    gone = [{"value": source_uri} for source_uri in {*forgotten, *(state.source_uri for state in states)}]
    if gone:
        connection.execute(sa.delete(SEEDS).where(SEEDS.c.source_uri == sa.bindparam("value")), gone)
    insert(connection, SEEDS, [state._asdict() for state in states])


def insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(sa.insert(table), rows)


def is_live(table: sa.Table, version: int | None = None) -> sa.ColumnElement[bool]:
    """Return the condition that a file or document is live, now or at a version."""
    removed = table.c.removed_version
    if version is None:
        return removed.is_(None)
    return sa.and_(table.c.added_version <= version, sa.or_(removed.is_(None), removed > version))


def dead_pairs(version: int | None = None) -> sa.Select[Any]:
    """Return the query for the (document_id, batch_id) that live files have rows of which no longer count, now or at a version."""
    removed, dropped = DOCUMENTS.c.removed_version, DOCUMENTS.c.dropped_version
    is_dead = removed.is_not(None) if version is None else removed <= version
    is_there = dropped.is_(None) if version is None else sa.or_(dropped.is_(None), dropped > version)
    return sa.select(DOCUMENTS.c.document_id, DOCUMENTS.c.batch_id).where(is_dead, is_there).distinct()


def _file_row(file: StoredFile, version: int) -> dict[str, Any]:
    row = file._asdict()
    covers = row.pop("covers") or Coverage(version, version, version)
    return {**row, **covers._asdict(), "added_version": version}


def _turn_over(connection: sa.Connection, version: int, change: Change) -> dict[str, int]:
    """Replace documents; return how many were added, replaced, deleted and refused."""
    came = [{**origin._asdict(), "batch_id": change.batch_id, "added_version": version} for origin in change.documents]
    fresh = {row["document_id"] for row in came if not row["is_reject"]}
    went = set(_killed(connection, version, DOCUMENTS.c.source_uri, change.replaced))
    went.update(_killed(connection, version, DOCUMENTS.c.document_id, {row["document_id"] for row in came}))
    insert(connection, DOCUMENTS, came)
    refused = sum(row["is_reject"] for row in came)
    return {"added": len(fresh - went), "replaced": len(fresh & went), "deleted": len(went - fresh), "refused": refused}


def _killed(connection: sa.Connection, version: int, column: sa.Column[Any], values: Iterable[str]) -> Iterator[str]:
    """Make the live documents and rejects that have one of the values dead; yield the ids of the documents among them."""
    named = list(values)
    for start in range(0, len(named), AT_ONCE):
        those = sa.and_(column.in_(named[start : start + AT_ONCE]), DOCUMENTS.c.removed_version.is_(None))
        yield from connection.scalars(sa.select(DOCUMENTS.c.document_id).where(those, DOCUMENTS.c.is_reject.is_(sa.false()))).all()
        connection.execute(sa.update(DOCUMENTS).where(those).values(removed_version=version))


def _retire(connection: sa.Connection, version: int, paths: Iterable[str]) -> None:
    update = sa.update(FILES).where(FILES.c.path == sa.bindparam("value")).values(removed_version=version)
    connection.execute(update, [{"value": path} for path in paths])
    _drop_pairs(connection, version)


def _drop_pairs(connection: sa.Connection, version: int) -> None:
    """Mark the dead pairs of which no live file has rows any more: those it may hold had been left out when it was written."""
    bearing = [name for name, table in schema.TABLES.items() if table.per_document]
    columns = (FILES.c.first_version, FILES.c.last_version, FILES.c.applied_version)
    live = sa.select(*columns).where(is_live(FILES), FILES.c.table_name.in_(bearing)).distinct()
    covers = [Coverage(*row) for row in connection.execute(live)]
    added, removed, dropped = DOCUMENTS.c.added_version, DOCUMENTS.c.removed_version, DOCUMENTS.c.dropped_version
    undecided = connection.execute(sa.select(added, removed).where(removed.is_not(None), dropped.is_(None)).distinct()).all()
    gone = [{"a": a, "r": r} for a, r in undecided if not any(cover.may_hold(a, r) for cover in covers)]
    if gone:
        those = (added == sa.bindparam("a"), removed == sa.bindparam("r"))
        connection.execute(sa.update(DOCUMENTS).where(*those).values(dropped_version=version), gone)
