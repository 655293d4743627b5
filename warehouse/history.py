"""Reading the warehouse as it was: any version whose files are still there."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse import publish, queries
from warehouse.catalog import Catalog
from warehouse.errors import Damaged, UsageError
from warehouse.publish import Live
from warehouse.storage import catalog_of


def connect(folder: Path, catalog: str | None, *, version: int | None = None, as_of: datetime | None = None) -> duckdb.DuckDBPyConnection:
    """Return a connection to the views of a warehouse as it was at a version, or at a moment (UTC if it says nothing else).

    Raises
    ------
    UsageError
        when there is no such version, or its files have been removed
    WarehouseError
        when there is no warehouse, or it cannot be read
    """
    folder = folder.absolute()
    queries.refuse_nowhere(folder, catalog)
    known = catalog_of(folder, catalog)
    try:
        wanted = _version(known, version, as_of)
        try:
            return _shown(folder, known.live(wanted))
        except duckdb.Error as error:
            known.live(wanted)  # Vacuum may have been quicker, and the catalog says so now.
            raise Damaged(f"version {wanted} cannot be read: {queries.one_line(error)}") from error
    finally:
        known.close()


def _shown(folder: Path, live: Live) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    try:
        publish.show(connection, folder, live)
        queries.prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _version(catalog: Catalog, version: int | None, as_of: datetime | None) -> int:
    if (version is None) == (as_of is None):
        raise UsageError("give a version or a time, not both")
    if as_of is not None:
        return catalog.version_at(as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC))
    return version or 0
