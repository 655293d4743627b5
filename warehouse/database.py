"""The SQL database that a catalog lies in: SQLite in the folder of the warehouse, or one that several machines write to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from warehouse.errors import Damaged, UsageError, WarehouseError

PATIENCE: Final = 60.0
"""Seconds to wait for another writer's transaction, which takes a fraction of one."""

TURN: Final = 0x6F6E7265
"""The number of the lock that lets one writer at a time into a PostgreSQL database."""


class Database:
    """Transactions on a database, one writer at a time; `place` is how a person calls it, without the password."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self.place = self._engine.url.render_as_string(hide_password=True).removeprefix("sqlite:///")

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Yield a connection while every other writer waits; what was done on it is committed at the end, or none of it."""
        with self._explained(), self._engine.begin() as connection:
            # SQLite locks as a whole when the transaction begins.
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN)))
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Yield a connection that sees one state of the database, whoever writes meanwhile."""
        whole = {"begin": "BEGIN"} if self._engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with self._explained(), self._engine.connect().execution_options(**whole) as connection:
            yield connection

    def faults(self) -> list[str]:
        """Return what the database itself finds wrong with its files."""
        with self.reading() as connection:
            if connection.dialect.name != "sqlite":
                return []
            said = [row[0] for row in connection.exec_driver_sql("pragma integrity_check(10)")]
            return [] if said == ["ok"] else said

    def forget_traces(self) -> None:
        """Let nothing that was deleted linger in the files of the database."""
        with self._explained(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT", begin="") as connection:
            connection.exec_driver_sql("vacuum")
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("pragma wal_checkpoint(truncate)")

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
    begin = connection.get_execution_options().get("begin", "BEGIN IMMEDIATE")
    if begin:
        connection.exec_driver_sql(begin)


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite database."""
    return f"sqlite:///{path}"
