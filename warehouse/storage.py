"""The warehouse: rows in immutable Parquet files, a catalog that says what is live, and a DuckDB file with the views.

A commit writes and syncs its files first. One transaction on the catalog then makes all of them live together and what
they replace dead; nothing else is the commit point. The DuckDB file follows and can always be made again.
"""

import logging
import os
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from warehouse import commits, parquet, publish
from warehouse.catalog import CLOCKS, Catalog
from warehouse.changes import Commit, SeedState, origins, stamped
from warehouse.database import sqlite_url
from warehouse.errors import WarehouseError
from warehouse.layout import CATALOG, DATABASE, TABLES
from warehouse.ledger import Change, Entry
from warehouse.parquet import StoredFile

__all__ = ["Commit", "SeedState", "Warehouse"]

LOG: Final = logging.getLogger(__name__)


class Warehouse:
    """A warehouse that is open for writing; readers need only its DuckDB file (`warehouse.queries`)."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.folder = folder
        self.catalog = catalog

    @classmethod
    def open(cls, folder: Path, catalog: str | None = None) -> Self:
        """Return the warehouse in a folder, made where there is none; `catalog` is the SQLAlchemy URL of one kept elsewhere.

        Raises
        ------
        NewerSchema
            when a later version of onrecord wrote it
        WarehouseError
            when it cannot be read and written; the message is one line
        """
        folder = folder.absolute()
        try:
            (folder / TABLES).mkdir(parents=True, exist_ok=True)
            parquet.sync_folder(folder)
        except OSError as error:
            raise explained(folder, error) from error
        if not os.access(folder, os.W_OK):
            raise WarehouseError(f"the warehouse {folder} is read-only: it can be queried but not written")
        warehouse = cls(folder, catalog_of(folder, catalog))
        try:
            warehouse.publish()
        except BaseException:
            warehouse.close()
            raise
        return warehouse

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the catalog."""
        self.catalog.close()

    def seeds(self) -> dict[str, SeedState]:
        """Return what is remembered of each file that was taken in or refused, by source_uri."""
        return self.catalog.seeds()

    def remember(self, states: Iterable[SeedState]) -> None:
        """Renew what is remembered of files that were only touched: no row changes, and no version is made."""
        self.catalog.remember(states)

    def commit(self, commit: Commit) -> int:
        """Make a commit visible, all of it or nothing, and return the version it made.

        A batch that is committed already is left as it is, so a commit whose answer was lost may be sent again.

        Raises
        ------
        StageError
            when the tables are not as the schema declares them
        WarehouseError
            when it could not be written; the warehouse is then as it was
        """
        committed = self.catalog.version_of(commit.batch_id)
        if committed is not None:
            return committed
        tables = stamped(commit, self.seeds() if commit.removed else {})
        started_at = self.begun()
        try:
            files = parquet.write(self.folder, tables, parquet.about(commit.batch_id, commit.run_id, started_at.isoformat()))
        except OSError as error:
            raise explained(self.folder, error) from error
        change = Change(
            commit.batch_id,
            commit.run_id,
            commit.kind,
            started_at,
            files,
            documents=origins(tables),
            replaced=[*(state.source_uri for state in commit.seeds), *commit.removed],
            states=[*commit.seeds, *commit.touched],
        )
        return self.record(change)

    def begun(self) -> datetime:
        """Return the time at which a change begins; a vacuum of a moment ago must not take its files for older ones."""
        earliest, now = self.catalog.earliest_start(), datetime.now(UTC)
        if earliest is not None and now < earliest < now + 2 * CLOCKS:
            time.sleep((earliest - now).total_seconds())
        return datetime.now(UTC)

    def record(self, change: Change) -> int:
        """Commit files that are written already, and return the version it made; when that fails, the files are gone.

        Raises
        ------
        Overtaken
            when another process has replaced or removed what the change rests on
        WarehouseError
            when it could not be written
        """
        written = [file.path for file in change.files]
        try:
            version = self.catalog.record(change, lambda entry: self._note(change, entry, written))
        except (WarehouseError, OSError) as error:
            # An answer can be lost after the database has committed: files go only when it says that it has not.
            committed = self.catalog.version_of(change.batch_id)
            if committed is None:
                parquet.discard(self.folder / path for path in written)
                raise (explained(self.folder, error) if isinstance(error, OSError) else error) from error
            version = committed
        self._publish_later_if_it_fails()
        return version

    def _note(self, change: Change, entry: Entry, written: list[str]) -> StoredFile:
        """Write the row of a commit in `commits`, before the transaction ends."""
        about = parquet.about(change.batch_id, change.run_id, change.started_at.isoformat())
        (file,) = parquet.write(self.folder, {"commits": commits.row(change, entry)}, about, stem=f"{entry.version:09}-{change.batch_id}")
        written.append(file.path)
        return file

    def publish(self, *, afresh: bool = False) -> None:
        """Let the DuckDB file show what is live; `afresh`, keep nothing of the one there is.

        Raises
        ------
        WarehouseError
            when it cannot be renewed
        """
        if afresh:
            parquet.discard([self.folder / DATABASE])
        if publish.published(self.folder) != publish.Published(self.catalog.version(), str(self.folder), publish.edition()):
            self._publish()

    def _publish(self) -> None:
        with self.catalog.frozen() as live:
            publish.build(self.folder, live)

    def _publish_later_if_it_fails(self) -> None:
        try:
            self._publish()
        except WarehouseError as error:
            LOG.warning("the commit stands, but the views do not show it yet: %s; the next commit or opening tries again", error)


def catalog_of(folder: Path, catalog: str | None) -> Catalog:
    """Return the catalog of a warehouse: the one that a URL names, or SQLite in its folder."""
    has_commits = any((folder / TABLES / "commits").glob("*.parquet"))
    return Catalog(catalog_url(folder, catalog), must_exist=has_commits)


def catalog_url(folder: Path, catalog: str | None) -> str:
    """Return the URL of the catalog of a warehouse."""
    return catalog or sqlite_url(folder / CATALOG)


def explained(folder: Path, error: OSError) -> WarehouseError:
    """Return what a failure to write to the folder of a warehouse means, in one line."""
    if isinstance(error, FileExistsError):
        return WarehouseError(f"{error.filename} is there already: a batch_id was used twice, or {folder} is not a folder")
    return WarehouseError(f"the warehouse {folder} cannot be written: {error.strerror or error}")
