"""Reading the warehouse with SQL. Neither the catalog nor its libraries are loaded, so a query answers at once."""

from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from warehouse.errors import UsageError, WarehouseError
from warehouse.layout import CATALOG, DATABASE, TABLES, Location
from warehouse.store import Store, at

SESSION: Final = (
    "set TimeZone = 'UTC'",
    # A misspelt table must not be found among the variables of this program.
    "set python_enable_replacements = false",
    # A misspelt function must not send DuckDB to the network for an extension.
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
)


def connect(location: Location, catalog: str | None = None) -> duckdb.DuckDBPyConnection:
    """Return a connection to the views of a warehouse, read-only for one in a folder; times are in UTC.

    A folder that was moved, or whose views were lost, is put right first; `catalog` is the URL of a catalog kept elsewhere.

    Raises
    ------
    WarehouseError
        when there is no warehouse, or it cannot be read
    """
    folder = at(location).folder
    if folder is None:
        from warehouse import history  # noqa: PLC0415 - loads the catalog

        return history.latest(location, catalog)
    if not (folder / DATABASE).exists():
        refuse_nowhere(folder, catalog)
        _repair(folder, catalog)
    connection = _opened(folder / DATABASE)
    if _folder_shown(connection) != str(folder):
        connection.close()
        _repair(folder, catalog)
        connection = _opened(folder / DATABASE)
    return connection


def run(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    """Return what a statement answers; a table without columns when it answers nothing.

    Raises
    ------
    UsageError
        when it fails; the message is one line
    """
    try:
        if not connection.extract_statements(sql):
            raise UsageError("there is no statement to run")
        answer = connection.sql(sql)
        return pa.table({}) if answer is None else answer.to_arrow_table()
    except duckdb.Error as error:
        raise UsageError(one_line(error)) from error


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make a connection behave the same everywhere."""
    for statement in SESSION:
        connection.execute(statement)


def refuse_nowhere(location: Location, catalog: str | None, *, or_tables: bool = False) -> None:
    """Raise a WarehouseError when there is no warehouse; with `or_tables`, one that has lost its catalog is there too."""
    store = at(location)
    folder = store.folder
    if folder is None:
        _refuse_empty(store)
    elif catalog is None and not (folder / CATALOG).exists() and not (or_tables and (folder / TABLES).is_dir()):
        raise WarehouseError(f"there is no warehouse in {folder}; `onrecord ingest` makes one")


def _refuse_empty(store: Store) -> None:
    store.prepare()
    if not any(store.listed(f"{TABLES}/commits")):
        raise WarehouseError(f"there is no warehouse in {store.name}; `onrecord ingest` makes one")


def _opened(database: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(database, read_only=True)
        prepare(connection)
    except duckdb.Error as error:
        raise WarehouseError(f"{database} cannot be read: {one_line(error)}") from error
    return connection


def _folder_shown(connection: duckdb.DuckDBPyConnection) -> str | None:
    try:
        rows = connection.execute("select folder from stored.published").fetchall()
    except duckdb.Error:
        return None
    return rows[0][0] if rows else None


def _repair(folder: Path, catalog: str | None) -> None:
    from warehouse.storage import Warehouse  # noqa: PLC0415 - takes as long as a query, and is seldom needed

    Warehouse.open(folder, catalog).close()


def one_line(error: Exception) -> str:
    """Return what DuckDB says of an error, without the advice that follows."""
    # DuckDB goes on with the place in the statement, or with how to fetch an extension.
    return " ".join(str(error).split("\n\n", maxsplit=1)[0].split())
