"""The warehouse: rows in immutable Parquet files, a catalog that says what is live, and a DuckDB file with the views.

A commit writes and syncs its files first. One transaction on the catalog then makes all of them live together and what
they replace dead; nothing else is the commit point. The DuckDB file follows and can always be made again.
"""

import logging
import time
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyarrow as pa

from warehouse import commits, parquet, publish
from warehouse.catalog import CLOCKS, Catalog
from warehouse.changes import Commit, Held, Renewal, SeedState, origins, renewed, stamped
from warehouse.database import sqlite_url
from warehouse.errors import Overtaken, UsageError, WarehouseError
from warehouse.layout import CATALOG, DATABASE, TABLES, Location
from warehouse.ledger import Change, Entry
from warehouse.parquet import StoredFile
from warehouse.store import Store, at, discard, explained

__all__ = ["Commit", "Held", "Renewal", "SeedState", "Warehouse"]

LOG: Final = logging.getLogger(__name__)

TRIES: Final = 3
"""How often a commit that vacuum overtakes is written anew: it has to last as long as files are kept, which is days."""


class Warehouse:
    """A warehouse that is open for writing; readers of one in a folder need only its DuckDB file (`warehouse.queries`)."""

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self.store = store
        self.catalog = catalog

    @classmethod
    def open(cls, location: Location, catalog: str | None = None) -> Self:
        """Return the warehouse in a folder or in object storage, made where there is none.

        `catalog` is the SQLAlchemy URL of one kept elsewhere; for object storage there has to be one.

        Raises
        ------
        NewerSchema
            when a later version of onrecord wrote it
        WarehouseError
            when it cannot be read and written; the message is one line
        """
        store = at(location)
        url = catalog_url(store, catalog)
        store.prepare()
        warehouse = cls(store, _catalog(store, url))
        try:
            warehouse.publish()
        except BaseException:
            warehouse.close()
            raise
        return warehouse

    @property
    def folder(self) -> Path:
        """The folder of a warehouse that lies in one."""
        return Path(self.store.name)

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
        change = Change(
            commit.batch_id,
            commit.run_id,
            commit.kind,
            self.begun(),
            documents=origins(tables),
            replaced=[*(state.source_uri for state in commit.seeds), *commit.removed],
            states=[*commit.seeds, *commit.touched],
            renewed=commit.kept,
        )
        return self._committed(change, tables, whole=commit.whole)

    def renew(self, renewal: Renewal) -> int:
        """Make what stages wrote anew for stored documents visible, all of it or nothing, and return the version it made.

        It may be sent again as a commit may, and raises what that does.
        """
        committed = self.catalog.version_of(renewal.batch_id)
        if committed is not None:
            return committed
        tables = renewed(renewal)
        change = Change(
            renewal.batch_id,
            renewal.run_id,
            "renew",
            self.begun(),
            states=renewal.states,
            renewed=renewal.documents,
            tables=list(renewal.tables),
        )
        return self._committed(change, tables)

    def _committed(self, change: Change, tables: Mapping[str, pa.Table], *, whole: Collection[str] = ()) -> int:
        """Write and record a change that retires the files of the `whole` tables; what others overtake is done again.

        That is one which took so long that vacuum may have taken its files, or whose files to retire were just written anew.
        """
        for _ in range(TRIES - 1):
            with suppress(Overtaken):
                return self.record(self._filed(change, tables, whole))
            change = replace(change, started_at=self.begun())
        return self.record(self._filed(change, tables, whole))

    def _filed(self, change: Change, tables: Mapping[str, pa.Table], whole: Collection[str]) -> Change:
        """Return a change with the files that it brings and those that it retires."""
        earlier = [file.path for file in self.catalog.stored() if file.table_name in whole] if whole else []
        return replace(change, files=self._written(change, tables), retired=earlier)

    def _written(self, change: Change, tables: Mapping[str, pa.Table]) -> list[StoredFile]:
        try:
            return parquet.write(self.store, tables, parquet.about(change.batch_id, change.run_id, change.started_at.isoformat()))
        except OSError as error:
            raise explained(self.store, error) from error

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
                self.store.discard(written)
                raise (explained(self.store, error) if isinstance(error, OSError) else error) from error
            version = committed
        self._publish_later_if_it_fails()
        return version

    def _note(self, change: Change, entry: Entry, written: list[str]) -> StoredFile:
        """Write the row of a commit in `commits`, before the transaction ends."""
        about = parquet.about(change.batch_id, change.run_id, change.started_at.isoformat())
        (file,) = parquet.write(self.store, {"commits": commits.row(change, entry)}, about, stem=f"{entry.version:09}-{change.batch_id}")
        written.append(file.path)
        return file

    def publish(self, *, afresh: bool = False) -> None:
        """Let the DuckDB file show what is live; `afresh`, keep nothing of the one there is.

        Raises
        ------
        WarehouseError
            when it cannot be renewed
        """
        folder = self.store.folder
        if folder is None:
            return  # There is no file that could be swapped for another in one step; readers ask the catalog.
        if afresh:
            discard([folder / DATABASE])
        if publish.published(folder) != publish.Published(self.catalog.version(), str(folder), publish.edition()):
            self._publish()

    def _publish(self) -> None:
        if self.store.folder is not None:
            with self.catalog.frozen() as live:
                publish.build(self.store.folder, live)

    def _publish_later_if_it_fails(self) -> None:
        try:
            self._publish()
        except WarehouseError as error:
            LOG.warning("the commit stands, but the views do not show it yet: %s; the next commit or opening tries again", error)


def catalog_of(location: Location, catalog: str | None) -> Catalog:
    """Return the catalog of a warehouse: the one that a URL names, or SQLite in its folder."""
    store = at(location)
    return _catalog(store, catalog_url(store, catalog))


def _catalog(store: Store, url: str) -> Catalog:
    return Catalog(url, must_exist=any(store.listed(f"{TABLES}/commits")))


def catalog_url(store: Store, catalog: str | None) -> str:
    """Return the URL of the catalog of a warehouse.

    Raises
    ------
    UsageError
        when it has to be named and is not
    """
    if catalog is None and store.folder is None:
        raise UsageError(f"the warehouse {store.name} needs a catalog elsewhere: set `catalog` to the URL of a database")
    return catalog or sqlite_url(Path(store.name) / CATALOG)
