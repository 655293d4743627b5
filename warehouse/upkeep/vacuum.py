"""Vacuum: files leave the disk when no version that can still be read needs them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from warehouse import parquet
from warehouse.layout import TABLES
from warehouse.storage import Warehouse

AGE: Final = timedelta(days=7)
"""How long a retired file stays: longer than any query, and any writer, takes."""


def vacuum(warehouse: Warehouse, age: timedelta = AGE) -> list[Path]:
    """Remove the files retired longer ago than `age`, and those that killed writers left; return them.

    Earlier versions that need them can no longer be read. A writer that began so long ago may have lost its files and is refused.

    Raises
    ------
    WarehouseError
        when the views cannot be brought up to date first: they might need the files
    """
    warehouse.publish()
    horizon = datetime.now(UTC) - age
    warehouse.catalog.forget_files(horizon)
    known = warehouse.catalog.paths()
    # What a writer adds after this look is younger than the horizon, or refused.
    gone = [path for path in strays(warehouse.folder, known) if _is_older(path, horizon)]
    parquet.discard(gone)
    return gone


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False  # Another vacuum was quicker.


def strays(folder: Path, known: set[str]) -> Iterator[Path]:
    """Yield the files among the tables that the catalog does not know."""
    for path in sorted((folder / TABLES).rglob("*")):
        if path.is_file() and path.relative_to(folder).as_posix() not in known:
            yield path
