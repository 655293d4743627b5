"""Vacuum: files leave the disk when no version that can still be read needs them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from warehouse.layout import Listed
from warehouse.storage import Warehouse
from warehouse.store import Store

AGE: Final = timedelta(days=7)
"""How long a retired file stays: longer than any query, and any writer, takes."""


def vacuum(warehouse: Warehouse, age: timedelta = AGE) -> list[str]:
    """Remove the files retired longer ago than `age`, and those that killed writers left; return their paths.

    Earlier versions that need them can no longer be read. A writer that began so long ago may have lost its files and is refused.

    Raises
    ------
    WarehouseError
        when the views cannot be brought up to date first: they might need the files
    """
    warehouse.publish()
    horizon = datetime.now(UTC) - age
    gone = warehouse.catalog.forget_files(horizon)
    known = warehouse.catalog.paths().union(gone)
    # What a writer adds after this look is younger than the horizon, or refused.
    gone += [file.path for file in strays(warehouse.store, known) if file.modified_at < horizon - warehouse.store.clock_lag]
    warehouse.store.discard(gone)
    return gone


def strays(store: Store, known: set[str]) -> Iterator[Listed]:
    """Return the files among the tables that the catalog does not know."""
    return (file for file in store.listed() if file.path not in known)
