"""The catalog: which files and which versions of a document are live. A transaction on it is what commits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import sqlalchemy as sa

from warehouse import ledger, relations, schema
from warehouse.changes import Origin, SeedState
from warehouse.database import Database
from warehouse.errors import Damaged, NewerSchema, Overtaken, UsageError
from warehouse.ledger import Change, Entry
from warehouse.parquet import Coverage, StoredFile
from warehouse.publish import Live
from warehouse.relations import DOCUMENTS, FILES, META, METADATA, PARTS, SEEDS, VERSIONS

SCHEMA: Final = "schema_version"
HORIZON: Final = "vacuumed_before"
OLDEST: Final = "oldest_version"
"""Keys of META: of the tables; when files had to be written to be safe from vacuum; from which version on all files are there."""

CLOCKS: Final = timedelta(milliseconds=100)
"""What the clock of a file system may lag behind ours."""


class KnownFile(NamedTuple):
    """A live file; `dead` is the share of its documents that no longer count."""

    file: StoredFile
    dead: float


class Catalog:
    """A catalog in a SQL database, made where there is none; with `must_exist`, that is refused."""

    def __init__(self, url: str, *, must_exist: bool = False) -> None:
        self._database = Database(url)
        try:
            self._make(must_exist=must_exist)
        except BaseException:
            self.close()
            raise

    def _make(self, *, must_exist: bool) -> None:
        with self._database.writing() as connection:
            self._refuse_newer(connection)
            if must_exist and not sa.inspect(connection).has_table(META.name):
                raise Damaged(f"the catalog {self.place} is lost, though there are tables; `onrecord doctor --repair` makes it anew from them")
            METADATA.create_all(connection)
            if _told(connection, SCHEMA) is None:
                _tell(connection, SCHEMA, schema.VERSION)

    @property
    def place(self) -> str:
        """How a person calls it."""
        return self._database.place

    def close(self) -> None:
        """Close the connections to the database."""
        self._database.close()

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """Return a connection that sees one state of the catalog, whoever writes meanwhile."""
        return self._database.reading()

    def faults(self) -> list[str]:
        """Return what is wrong with the database itself."""
        return self._database.faults()

    def version(self) -> int:
        """Return the number of the last commit, 0 before the first."""
        with self._database.reading() as connection:
            return ledger.last_version(connection)

    def version_at(self, moment: datetime) -> int:
        """Return the number of the last commit up to a moment, 0 before the first."""
        with self._database.reading() as connection:
            made = connection.execute(sa.select(VERSIONS.c.version, VERSIONS.c.committed_at)).all()
            return max((version for version, at in made if datetime.fromisoformat(at) <= moment), default=0)

    def versions(self) -> dict[str, int]:
        """Return the version that each batch made."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(VERSIONS.c.batch_id, VERSIONS.c.version)).all()
            return {row.batch_id: row.version for row in rows}

    def version_of(self, batch_id: str) -> int | None:
        """Return the version that a batch made; None when it was not committed."""
        with self._database.reading() as connection:
            found: int | None = connection.scalar(sa.select(VERSIONS.c.version).where(VERSIONS.c.batch_id == batch_id))
            return found

    def last_of(self, kind: str) -> str:
        """Return the batch_id of the last commit whose batch_id begins with what it is for; empty when there is none."""
        with self._database.reading() as connection:
            named = sa.select(VERSIONS.c.batch_id).where(VERSIONS.c.batch_id.startswith(f"{kind}-", autoescape=True))
            return connection.scalar(named.order_by(VERSIONS.c.version.desc()).limit(1)) or ""

    def seeds(self) -> dict[str, SeedState]:
        """Return the files that were taken in or refused, by source_uri."""
        with self._database.reading() as connection:
            return {row[0]: SeedState._make(row) for row in connection.execute(sa.select(SEEDS))}

    def remember(self, states: Iterable[SeedState]) -> None:
        """Renew what is remembered of files whose rows stay as they are; that makes no version."""
        with self._database.writing() as connection:
            ledger.remember(connection, list(states))

    def earliest_start(self) -> datetime | None:
        """Return from when on a change must have been begun to be recorded; None when that does not matter."""
        with self._database.reading() as connection:
            return _earliest_start(connection)

    def record(self, change: Change, note: Callable[[Entry], StoredFile]) -> int:
        """Commit a change and return the version it makes; `note` writes the file of its row in `commits` before that.

        Raises
        ------
        Overtaken
            when its files may have been vacuumed, or a file that it retires is live no more
        """
        with self._database.writing() as connection:
            _refuse_late(connection, change)
            _refuse_retired(connection, change)
            if _told(connection, SCHEMA) != str(schema.VERSION):
                _tell(connection, SCHEMA, schema.VERSION)  # An earlier version of onrecord would misread what comes now.
            entry = ledger.apply(connection, change)
            ledger.add_files(connection, entry.version, [note(entry)])
            return entry.version

    def live(self, version: int | None = None) -> Live:
        """Return what is live, now or at a version.

        Raises
        ------
        UsageError
            when there is no such version, or its files have been removed
        """
        with self._database.reading() as connection:
            if version is not None:
                _refuse_unreadable(connection, version)
            return _live(connection, version)

    @contextmanager
    def frozen(self) -> Iterator[Live]:
        """Yield what is live, and keep every writer waiting until it is done with."""
        with self._database.writing() as connection:
            yield _live(connection)

    def stored(self) -> list[StoredFile]:
        """Return the live files."""
        with self._database.reading() as connection:
            return _stored(connection)

    def files(self) -> list[KnownFile]:
        """Return the live files, each with its share of dead documents; that counts all the documents there are."""
        with self._database.reading() as connection:
            groups = _groups(connection)
            return [KnownFile(file, _dead_share(file, groups)) for file in _stored(connection)]

    def paths(self) -> set[str]:
        """Return the path of every file that the catalog knows, live or not."""
        with self._database.reading() as connection:
            return set(connection.scalars(sa.select(FILES.c.path)))

    def documents(self, version: int | None = None) -> list[tuple[Origin, str]]:
        """Return the live documents and rejects, now or at a version, each with its batch_id."""
        columns = [DOCUMENTS.c[name] for name in (*Origin._fields, "batch_id")]
        with self._database.reading() as connection:
            found = connection.execute(sa.select(*columns).where(relations.is_live(DOCUMENTS, version)))
            return [(Origin(*row[:-1]), row[-1]) for row in found]

    def documents_since(self) -> list[tuple[str, int]]:
        """Return the source_uri of each live document and reject, with each version that brought rows of it."""
        with self._database.reading() as connection:
            whole = sa.select(DOCUMENTS.c.source_uri, DOCUMENTS.c.added_version).where(relations.is_live(DOCUMENTS))
            of_one = DOCUMENTS.c.document_id == PARTS.c.document_id
            part = sa.select(DOCUMENTS.c.source_uri, PARTS.c.added_version).where(of_one, relations.is_live(DOCUMENTS), relations.is_live(PARTS))
            return [(uri, version) for uri, version in connection.execute(sa.union(whole, part))]

    def forget_files(self, before: datetime) -> list[str]:
        """Forget the files that were retired before a moment, and refuse from now on what was begun before it; return their paths.

        The versions that need them can no longer be read.
        """
        with self._database.writing() as connection:
            _raise_horizon(connection, before)
            made = connection.execute(sa.select(VERSIONS.c.version, VERSIONS.c.committed_at)).all()
            last = max((version for version, at in made if datetime.fromisoformat(at) < before), default=0)
            return _forget(connection, FILES.c.removed_version <= last)

    def refuse_begun_before(self, moment: datetime) -> None:
        """Refuse from now on what was begun before a moment."""
        with self._database.writing() as connection:
            _raise_horizon(connection, moment)

    def forget_named(self, paths: Sequence[str]) -> int:
        """Forget some of the files that are not live; return how many that were."""
        with self._database.writing() as connection:
            return sum(len(_forget(connection, sa.and_(FILES.c.path == path, FILES.c.removed_version.is_not(None)))) for path in paths)

    def forget_document(self, document_id: str, source_uri: str | None) -> None:
        """Leave no trace of a document of which no file has rows any more, nor of its file where that is named."""
        with self._database.writing() as connection:
            for relation in (DOCUMENTS, PARTS):
                connection.execute(sa.delete(relation).where(relation.c.document_id == document_id))
            if source_uri is not None:
                connection.execute(sa.delete(SEEDS).where(SEEDS.c.source_uri == source_uri))
        self._database.forget_traces()

    def find(self, name: str) -> list[Origin]:
        """Return the documents, live or not, that bear an id or come from a file."""
        named = sa.or_(DOCUMENTS.c.document_id == name, DOCUMENTS.c.source_uri == name)
        with self._database.reading() as connection:
            columns = [DOCUMENTS.c[field] for field in Origin._fields]
            return [Origin(*row) for row in connection.execute(sa.select(*columns).where(named).distinct())]

    def _refuse_newer(self, connection: sa.Connection) -> None:
        # Before anything is made: what a later version calls its tables is not known.
        if sa.inspect(connection).has_table(META.name):
            found = _told(connection, SCHEMA)
            if found is not None and int(found) > schema.VERSION:
                raise NewerSchema(f"{self.place} was written by a later version of onrecord: its schema is {found}, ours {schema.VERSION}")


def begin(connection: sa.Connection) -> None:
    """Make the tables of an empty catalog anew, and refuse what writers have under way."""
    METADATA.drop_all(connection)
    METADATA.create_all(connection)
    for key, value in ((SCHEMA, schema.VERSION), (HORIZON, datetime.now(UTC).isoformat())):
        _tell(connection, key, value)


def set_oldest(connection: sa.Connection, version: int) -> None:
    """Say from which version on all files are there."""
    _tell(connection, OLDEST, version)


def _told(connection: sa.Connection, key: str) -> str | None:
    return connection.scalar(sa.select(META.c.value).where(META.c.key == key))


def _tell(connection: sa.Connection, key: str, value: object) -> None:
    connection.execute(sa.delete(META).where(META.c.key == key))
    relations.insert(connection, META, [{"key": key, "value": str(value)}])


def _live(connection: sa.Connection, version: int | None = None) -> Live:
    files = sa.select(FILES.c.table_name, FILES.c.path, FILES.c.columns).where(relations.is_live(FILES, version))
    return Live(
        ledger.last_version(connection) if version is None else version,
        [tuple(row) for row in connection.execute(files.order_by(FILES.c.added_version, FILES.c.path))],
        [tuple(row) for row in connection.execute(ledger.dead_pairs(version))],
    )


def _stored(connection: sa.Connection) -> list[StoredFile]:
    covers, rest = ([FILES.c[name] for name in names] for names in (Coverage._fields, StoredFile._fields[:-1]))
    live = sa.select(*rest, *covers).where(relations.is_live(FILES)).order_by(FILES.c.added_version, FILES.c.path)
    return [StoredFile._make((*row[: len(rest)], Coverage._make(row[len(rest) :]))) for row in connection.execute(live)]


def _groups(connection: sa.Connection) -> list[tuple[str, int, int | None, int]]:
    """Return how many documents have which tables (none for all), came with which version and went with which."""
    whole, part = ([relation.c.added_version, relation.c.removed_version] for relation in (DOCUMENTS, PARTS))
    documents = connection.execute(sa.select(*whole, sa.func.count()).group_by(*whole))
    parts = connection.execute(sa.select(PARTS.c.tables, *part, sa.func.count()).group_by(PARTS.c.tables, *part))
    return [("", *row) for row in documents] + [tuple(row) for row in parts]


def _dead_share(file: StoredFile, groups: Sequence[tuple[str, int, int | None, int]]) -> float:
    covers = file.covers
    if covers is None or not schema.TABLES[file.table_name].per_document:
        return 0.0
    own = [(added, removed, count) for tables, added, removed, count in groups if not tables or file.table_name in tables.split()]
    live = sum(count for added, removed, count in own if removed is None and covers.first_version <= added <= covers.last_version)
    dead = sum(count for added, removed, count in own if removed is not None and covers.may_hold(added, removed))
    return min(dead / (live + dead), 1.0) if dead else 0.0


def _raise_horizon(connection: sa.Connection, moment: datetime) -> None:
    _tell(connection, HORIZON, max(moment.isoformat(), _told(connection, HORIZON) or ""))


def _earliest_start(connection: sa.Connection) -> datetime | None:
    horizon = _told(connection, HORIZON)
    return datetime.fromisoformat(horizon) + CLOCKS if horizon is not None else None


def _refuse_late(connection: sa.Connection, change: Change) -> None:
    earliest = _earliest_start(connection)
    if earliest is not None and change.started_at < earliest:
        raise Overtaken(f"batch {change.batch_id} was begun before files of its age were removed; it has to be done anew")


def _refuse_retired(connection: sa.Connection, change: Change) -> None:
    for start in range(0, len(change.retired), relations.AT_ONCE):
        some = change.retired[start : start + relations.AT_ONCE]
        live = connection.scalar(sa.select(sa.func.count()).where(FILES.c.path.in_(some), relations.is_live(FILES)))
        if live != len(some):
            raise Overtaken("another process has rewritten the same files")


def _refuse_unreadable(connection: sa.Connection, version: int) -> None:
    oldest, last = int(_told(connection, OLDEST) or 0), ledger.last_version(connection)
    if not oldest <= version <= last:
        raise UsageError(f"version {version} cannot be read: the versions from {oldest} to {last} are there")


def _forget(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[str]:
    """Forget files that are not live, and the dead documents that only versions without their files would ask for; return their paths."""
    retired = FILES.c.removed_version
    newest = connection.scalar(sa.select(sa.func.max(retired)).where(which, retired.is_not(None)))
    if newest is None:
        return []
    oldest = max(newest, int(_told(connection, OLDEST) or 0))
    _tell(connection, OLDEST, oldest)
    for relation in (DOCUMENTS, PARTS):
        connection.execute(sa.delete(relation).where(relation.c.dropped_version <= oldest))
    paths = list(connection.scalars(sa.select(FILES.c.path).where(which, retired.is_not(None))))
    connection.execute(sa.delete(FILES).where(which, retired.is_not(None)))
    return paths
