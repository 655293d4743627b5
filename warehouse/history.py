"""Reading the warehouse as it was: any version whose files are still there."""

from datetime import UTC, datetime

import duckdb

from warehouse import publish, queries
from warehouse.catalog import Catalog
from warehouse.errors import Damaged, UsageError, WarehouseError
from warehouse.layout import Location
from warehouse.publish import Live
from warehouse.storage import catalog_of
from warehouse.store import Store, at


def connect(location: Location, catalog: str | None, *, version: int | None = None, as_of: datetime | None = None) -> duckdb.DuckDBPyConnection:
    """Return a connection to the views of a warehouse as it was at a version, or at a moment (UTC if it says nothing else).

    Raises
    ------
    UsageError
        when there is no such version, or its files have been removed
    WarehouseError
        when there is no warehouse, or it cannot be read
    """
    queries.refuse_nowhere(location, catalog)
    known = catalog_of(location, catalog)
    try:
        wanted = _version(known, version, as_of)
        try:
            return _shown(at(location), known.live(wanted))
        except (duckdb.Error, OSError) as error:
            known.live(wanted)  # Vacuum may have been quicker, and the catalog says so now.
            raise Damaged(f"version {wanted} cannot be read: {queries.one_line(error)}") from error
    finally:
        known.close()


def latest(location: Location, catalog: str | None) -> duckdb.DuckDBPyConnection:
    """Return a connection to the views as they are now, of a warehouse in object storage, where no file holds them.

    Raises
    ------
    WarehouseError
        when there is no warehouse, or it cannot be read
    """
    queries.refuse_nowhere(location, catalog)
    known = catalog_of(location, catalog)
    try:
        return _shown(at(location), known.live())
    except (duckdb.Error, OSError) as error:
        raise WarehouseError(f"the warehouse {at(location).name} cannot be read: {queries.one_line(error)}") from error
    finally:
        known.close()


def _shown(store: Store, live: Live) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    try:
        publish.show(connection, store, live)
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
