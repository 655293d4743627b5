"""The warehouse: rows in immutable Parquet files, a catalog that says what is live, and a DuckDB file with the views.

A commit writes and syncs its files first. One transaction on the catalog then makes all of them live together and what
they replace dead; nothing else is the commit point. The DuckDB file follows and can always be made again.
"""

import logging
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyarrow as pa

from warehouse import parquet, publish
from warehouse.catalog import Catalog, sqlite_url
from warehouse.changes import Commit, SeedState, origins, stamped
from warehouse.errors import WarehouseError
from warehouse.layout import CATALOG, TABLES

__all__ = ["Commit", "SeedState", "Warehouse"]

LOG: Final = logging.getLogger(__name__)


class Warehouse:
    """A warehouse that is open for writing; readers need only its DuckDB file (`warehouse.queries`)."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.folder = folder
        self._catalog = catalog

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
            raise _explained(folder, error) from error
        if not os.access(folder, os.W_OK):
            raise WarehouseError(f"the warehouse {folder} is read-only: it can be queried but not written")
        warehouse = cls(folder, Catalog(catalog or sqlite_url(folder / CATALOG)))
        warehouse._repair()
        return warehouse

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the catalog."""
        self._catalog.close()

    def seeds(self) -> dict[str, SeedState]:
        """Return what is remembered of each file that was taken in or refused, by source_uri."""
        return self._catalog.seeds()

    def remember(self, states: Iterable[SeedState]) -> None:
        """Renew what is remembered of files that were only touched: no row changes, and no version is made."""
        self._catalog.remember(states)

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
        committed = self._catalog.version_of(commit.batch_id)
        if committed is not None:
            return committed
        tables = stamped(commit, self.seeds() if commit.removed else {})
        version = self._record(commit, tables, datetime.now(UTC))
        self._publish_later_if_it_fails()
        return version

    def _record(self, commit: Commit, tables: Mapping[str, pa.Table], at: datetime) -> int:
        try:
            about = parquet.about(commit.batch_id, commit.run_id, at.isoformat())
            files = parquet.write(self.folder, tables, about)
        except OSError as error:
            raise _explained(self.folder, error) from error
        try:
            return self._catalog.record(commit, files, origins(tables), at)
        except WarehouseError:
            # An answer can be lost after the database has committed: files go only when it says that it has not.
            committed = self._catalog.version_of(commit.batch_id)
            if committed is not None:
                return committed
            parquet.discard(self.folder / file.path for file in files)
            raise

    def _repair(self) -> None:
        if publish.published(self.folder) != publish.Published(self._catalog.version(), str(self.folder), publish.edition()):
            self._publish()

    def _publish(self) -> None:
        with self._catalog.frozen() as live:
            publish.build(self.folder, live)

    def _publish_later_if_it_fails(self) -> None:
        try:
            self._publish()
        except WarehouseError as error:
            LOG.warning("the commit stands, but the views do not show it yet: %s; the next commit or opening tries again", error)


def _explained(folder: Path, error: OSError) -> WarehouseError:
    if isinstance(error, FileExistsError):
        return WarehouseError(f"{error.filename} is there already: a batch_id was used twice, or {folder} is not a folder")
    return WarehouseError(f"the warehouse {folder} cannot be written: {error.strerror or error}")
