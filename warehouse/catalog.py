"""The catalog: which files and which versions of a document are live. A transaction on it is what commits."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from warehouse import schema
from warehouse.changes import Commit, Origin, SeedState
from warehouse.errors import Damaged, NewerSchema, UsageError, WarehouseError
from warehouse.parquet import StoredFile
from warehouse.publish import Live

PATIENCE: Final = 60.0
"""Seconds to wait for another writer's transaction, which takes a fraction of one."""

METADATA: Final = sa.MetaData()

META: Final = sa.Table("meta", METADATA, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))

SCHEMA_VERSION: Final = sa.select(META.c.value).where(META.c.key == "schema_version")

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
    sa.Column("batch_id", sa.Text, nullable=False),
    sa.Column("added_version", sa.Integer, nullable=False),
    sa.Column("removed_version", sa.Integer),
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


class Catalog:
    """A catalog in a SQL database, made where there is none."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self.place = self._engine.url.render_as_string(hide_password=True).removeprefix("sqlite:///")
        with self._transaction() as connection:
            self._refuse_newer(connection)
            METADATA.create_all(connection)
            if connection.scalar(SCHEMA_VERSION) is None:
                _insert(connection, META, [{"key": "schema_version", "value": str(schema.VERSION)}])

    def close(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def version(self) -> int:
        """Return the number of the last commit, 0 before the first."""
        with self._reading() as connection:
            return _last_version(connection)

    def seeds(self) -> dict[str, SeedState]:
        """Return the files that were taken in or refused, by source_uri."""
        with self._reading() as connection:
            return {row[0]: SeedState._make(row) for row in connection.execute(sa.select(SEEDS))}

    def version_of(self, batch_id: str) -> int | None:
        """Return the version that a batch made; None when it was not committed."""
        with self._reading() as connection:
            found: int | None = connection.scalar(sa.select(VERSIONS.c.version).where(VERSIONS.c.batch_id == batch_id))
            return found

    def record(self, commit: Commit, files: Iterable[StoredFile], documents: Iterable[Origin], at: datetime) -> int:
        """Make a commit's files live, and what it replaces dead; return the new version."""
        with self._transaction() as connection:
            version = _last_version(connection) + 1
            made = {"batch_id": commit.batch_id, "added_version": version}
            came = [{**origin._asdict(), **made} for origin in documents]
            made_at = {"run_id": commit.run_id, "committed_at": at.isoformat()}
            _insert(connection, VERSIONS, [{"version": version, "batch_id": commit.batch_id, **made_at}])
            _insert(connection, FILES, [{**file._asdict(), **made} for file in files])
            replaced = [*(state.source_uri for state in commit.seeds), *commit.removed]
            _kill(connection, version, DOCUMENTS.c.source_uri, replaced)
            _kill(connection, version, DOCUMENTS.c.document_id, {origin["document_id"] for origin in came})
            _insert(connection, DOCUMENTS, came)
            _remember(connection, [*commit.seeds, *commit.touched], replaced)
            return version

    def remember(self, states: Iterable[SeedState]) -> None:
        """Renew what is remembered of files whose rows stay as they are; that makes no version."""
        with self._transaction() as connection:
            _remember(connection, list(states), [])

    @contextmanager
    def frozen(self) -> Iterator[Live]:
        """Yield what is live, and keep every writer waiting until it is done with."""
        with self._transaction() as connection:
            live = sa.select(FILES.c.table_name, FILES.c.path, FILES.c.columns).where(FILES.c.removed_version.is_(None))
            dead = sa.select(DOCUMENTS.c.document_id, DOCUMENTS.c.batch_id).where(DOCUMENTS.c.removed_version.is_not(None)).distinct()
            yield Live(
                _last_version(connection),
                [tuple(row) for row in connection.execute(live.order_by(FILES.c.added_version, FILES.c.path))],
                [tuple(row) for row in connection.execute(dead)],
            )

    def _refuse_newer(self, connection: sa.Connection) -> None:
        # Before anything is made: what a later version calls its tables is not known.
        if sa.inspect(connection).has_table(META.name):
            found = connection.scalar(SCHEMA_VERSION)
            if found is not None and int(found) > schema.VERSION:
                raise NewerSchema(f"{self.place} was written by a later version of onrecord: its schema is {found}, ours {schema.VERSION}")

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        with self._explained(), self._engine.begin() as connection:
            # Databases that do not lock as a whole, as SQLite does, let one writer at a time past this row.
            if connection.dialect.name != "sqlite" and sa.inspect(connection).has_table(META.name):
                connection.execute(sa.select(META).with_for_update())
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._explained(), self._engine.connect().execution_options(begin="BEGIN") as connection:
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            said = " ".join(str(error.orig).split())
            kind = Damaged if "not a database" in said or "malformed" in said else WarehouseError
            raise kind(f"the catalog {self.place} cannot be used: {said}") from error


def _engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
        waiting = {"timeout": PATIENCE} if parsed.get_backend_name() == "sqlite" else {}
        engine = sa.create_engine(parsed, connect_args=waiting)
    except sa.exc.ArgumentError:
        raise UsageError(f"catalog: {url} is not the URL of a database") from None
    except ImportError as error:
        raise UsageError(f"catalog: {parsed.drivername} needs a driver that is not installed: {error.name}") from None
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a sqlite3.Connection behind SQLAlchemy's adapter
    # sqlite3 would begin transactions by itself, late, and two writers would then meet in the middle of theirs.
    connection.isolation_level = None
    connection.execute("pragma journal_mode = wal")
    # In WAL mode FULL syncs at each commit: one that was acknowledged outlives a power cut.
    connection.execute("pragma synchronous = full")


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))


def _last_version(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.max(VERSIONS.c.version))) or 0


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _kill(connection: sa.Connection, version: int, column: sa.Column[Any], values: Iterable[str]) -> None:
    update = sa.update(DOCUMENTS).where(column == sa.bindparam("value"), DOCUMENTS.c.removed_version.is_(None)).values(removed_version=version)
    named = [{"value": value} for value in values]
    if named:
        connection.execute(update, named)


def _remember(connection: sa.Connection, states: list[SeedState], replaced: list[str]) -> None:
    forgotten = [{"value": source_uri} for source_uri in {*replaced, *(state.source_uri for state in states)}]
    if forgotten:
        connection.execute(sa.delete(SEEDS).where(SEEDS.c.source_uri == sa.bindparam("value")), forgotten)
    _insert(connection, SEEDS, [state._asdict() for state in states])


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite database."""
    return f"sqlite:///{path}"
