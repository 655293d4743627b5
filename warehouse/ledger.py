"""What a commit does to the catalog inside its transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from warehouse import parts, schema
from warehouse.changes import Held, Origin, SeedState
from warehouse.parquet import Coverage, StoredFile
from warehouse.parts import Brought
from warehouse.relations import AT_ONCE, DOCUMENTS, FILES, PARTS, SEEDS, VERSIONS, insert, is_gone, is_live


@dataclass(frozen=True)
class Change:
    """What a commit does: the files it brings and those it retires, the documents it brings and the files whose earlier ones give way."""

    batch_id: str
    run_id: str
    kind: str
    """ingest, renew, decision, knowledge, compact, purge or repair."""
    started_at: datetime
    """When its first file was begun."""
    files: Sequence[StoredFile] = ()
    retired: Sequence[str] = ()
    documents: Sequence[Origin] = ()
    replaced: Sequence[str] = ()
    states: Sequence[SeedState] = ()
    renewed: Sequence[Held] = ()
    """Documents of which only the rows of some tables are replaced, and those that stay though their files are replaced."""
    tables: Sequence[str] = ()
    """Those tables; none where all stays."""


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
    if change.kind == "renew":
        counts["renewed"] = parts.renew(connection, Brought(version, change.batch_id, frozenset(change.tables)), change.renewed)
        _credit(connection, change.states)
    else:
        remember(connection, change.states, forgotten=change.replaced)
    return counts


def bury(connection: sa.Connection, pairs: Iterable[tuple[tuple[str, str], int]], version: int) -> int:
    """Let the rows of (document_id, batch_id) pairs, each with the version that brought it, count no more from a version on.

    That is for those only that the catalog does not know; return how many they were.
    """
    known = {tuple(row) for relation in (DOCUMENTS, PARTS) for row in connection.execute(sa.select(relation.c.document_id, relation.c.batch_id))}
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


def dead_pairs(version: int | None = None) -> sa.CompoundSelect[Any]:
    """Return the query for the (document_id, batch_id, tables) that live files have rows of which no longer count, now or at a version.

    No tables means all of them.
    """
    whole, part = (_dead(relation, version) for relation in (DOCUMENTS, PARTS))
    everywhere = sa.select(DOCUMENTS.c.document_id, DOCUMENTS.c.batch_id, sa.literal("").label("tables")).where(whole)
    return sa.union(everywhere, sa.select(PARTS.c.document_id, PARTS.c.batch_id, PARTS.c.tables).where(part))


def _dead(relation: sa.Table, version: int | None) -> sa.ColumnElement[bool]:
    dropped = relation.c.dropped_version
    return sa.and_(is_gone(relation, version), dropped.is_(None) if version is None else sa.or_(dropped.is_(None), dropped > version))


def _credit(connection: sa.Connection, states: Iterable[SeedState]) -> None:
    """Remember what files are made by now, but for those that have changed meanwhile."""
    same = (SEEDS.c.source_uri == sa.bindparam("uri"), SEEDS.c.sha256 == sa.bindparam("hash"), SEEDS.c.modified_ns == sa.bindparam("at"))
    given = [{"uri": state.source_uri, "hash": state.sha256, "at": state.modified_ns, "by": state.made_by} for state in states]
    if given:
        connection.execute(sa.update(SEEDS).where(*same).values(made_by=sa.bindparam("by")), given)


def _file_row(file: StoredFile, version: int) -> dict[str, Any]:
    row = file._asdict()
    covers = row.pop("covers") or Coverage(version, version, version)
    return {**row, **covers._asdict(), "added_version": version}


def _turn_over(connection: sa.Connection, version: int, change: Change) -> dict[str, int]:
    """Replace documents; return how many were added, replaced, deleted and refused."""
    came = [{**origin._asdict(), "batch_id": change.batch_id, "added_version": version} for origin in change.documents]
    fresh = {row["document_id"] for row in came if not row["is_reject"]}
    went = set(_killed(connection, version, DOCUMENTS.c.source_uri, change.replaced))
    if change.kind != "renew":
        went -= _spared(connection, version, [held.document_id for held in change.renewed])
    went.update(_killed(connection, version, DOCUMENTS.c.document_id, {row["document_id"] for row in came}))
    parts.remove(connection, version, went)
    insert(connection, DOCUMENTS, came)
    refused = sum(row["is_reject"] for row in came)
    return {"added": len(fresh - went), "replaced": len(fresh & went), "deleted": len(went - fresh), "refused": refused}


def _killed(connection: sa.Connection, version: int, column: sa.Column[Any], values: Iterable[str]) -> Iterator[str]:
    """Make the live documents and rejects that have one of the values dead; yield the ids of the documents among them."""
    named = list(values)
    for start in range(0, len(named), AT_ONCE):
        those = sa.and_(column.in_(named[start : start + AT_ONCE]), is_live(DOCUMENTS))
        yield from connection.scalars(sa.select(DOCUMENTS.c.document_id).where(those, DOCUMENTS.c.is_reject.is_(sa.false()))).all()
        connection.execute(sa.update(DOCUMENTS).where(those).values(removed_version=version))


def _spared(connection: sa.Connection, version: int, document_ids: Sequence[str]) -> set[str]:
    """Let documents that a commit made dead with their files live on; return their ids."""
    for start in range(0, len(document_ids), AT_ONCE):
        those = (DOCUMENTS.c.document_id.in_(document_ids[start : start + AT_ONCE]), DOCUMENTS.c.removed_version == version)
        connection.execute(sa.update(DOCUMENTS).where(*those, DOCUMENTS.c.is_reject.is_(sa.false())).values(removed_version=None))
    return set(document_ids)


def _retire(connection: sa.Connection, version: int, paths: Iterable[str]) -> None:
    update = sa.update(FILES).where(FILES.c.path == sa.bindparam("value")).values(removed_version=version)
    connection.execute(update, [{"value": path} for path in paths])
    _drop_pairs(connection, version)


def _drop_pairs(connection: sa.Connection, version: int) -> None:
    """Mark the dead pairs of which no live file has rows any more: those it may hold had been left out when it was written."""
    columns = (FILES.c.table_name, FILES.c.first_version, FILES.c.last_version, FILES.c.applied_version)
    covers: dict[str, list[Coverage]] = {name: [] for name, table in schema.TABLES.items() if table.per_document}
    for name, *cover in connection.execute(sa.select(*columns).where(is_live(FILES)).distinct()):
        if name in covers:
            covers[name].append(Coverage(*cover))
    everywhere = [cover for of_table in covers.values() for cover in of_table]
    _drop(connection, DOCUMENTS, version, lambda _: everywhere)
    _drop(connection, PARTS, version, lambda names: [cover for name in names.split() for cover in covers.get(name, [])])


def _drop(connection: sa.Connection, relation: sa.Table, version: int, covers: Callable[[str], list[Coverage]]) -> None:
    """Mark the dead pairs of a relation that none of the `covers` of the files of their tables may hold."""
    added, removed, dropped = relation.c.added_version, relation.c.removed_version, relation.c.dropped_version
    tables = relation.c.tables if "tables" in relation.c else sa.literal("")
    undecided = connection.execute(sa.select(tables, added, removed).where(is_gone(relation), dropped.is_(None)).distinct()).all()
    gone = [{"t": t, "a": a, "r": r} for t, a, r in undecided if not any(cover.may_hold(a, r) for cover in covers(t))]
    if gone:
        those = (tables == sa.bindparam("t"), added == sa.bindparam("a"), removed == sa.bindparam("r"))
        connection.execute(sa.update(relation).where(*those).values(dropped_version=version), gone)
