"""Where the Parquet files of a warehouse lie: in a folder, or in object storage."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.dataset as ds

from warehouse.errors import WarehouseError
from warehouse.layout import BUCKET, SPILL, TABLES, Listed, Location


class Store(Protocol):
    """Files that are whole once written and never change; all paths are relative to the warehouse, with `/`."""

    @property
    def name(self) -> str:
        """How a person calls the place."""

    @property
    def folder(self) -> Path | None:
        """The folder, where it is one."""

    @property
    def clock_lag(self) -> timedelta:
        """How much earlier than it was a file may say that it was written."""

    def place(self, path: str) -> str:
        """Return how a person, and DuckDB, call a file."""

    def prepare(self) -> None:
        """Make ready for writing.

        Raises
        ------
        WarehouseError
            when that is impossible
        """

    def create(self, path: str) -> AbstractContextManager[BinaryIO]:
        """Return a file that was not there, to be written; at the end of the block it is safe from a power cut, after an error gone."""

    def open(self, path: str) -> BinaryIO:
        """Return a file to be read."""

    def has(self, path: str) -> bool:
        """Tell whether a file is there."""

    def discard(self, paths: Iterable[str]) -> None:
        """Remove files that nobody will read; those that are gone already stay so."""

    def listed(self, below: str = TABLES) -> Iterator[Listed]:
        """Yield the files below a folder, in the order of their paths."""

    def dataset(self, paths: Sequence[str], columns: pa.Schema | None = None) -> ds.Dataset:
        """Return Parquet files as pyarrow reads them; columns that one lacks are null."""

    def local(self, path: str, spill: Path) -> Path:
        """Return a file on the disk of this machine, in a folder for what is not kept if it has to be fetched."""

    def spill(self) -> AbstractContextManager[Path]:
        """Return a folder on the disk of this machine for what is not kept."""


def at(location: Location) -> Store:
    """Return the place that a location names.

    >>> at("news").name == str(Path("news").absolute())
    True
    """
    if str(location).startswith(BUCKET):
        from warehouse.bucket import Bucket  # noqa: PLC0415 - pyarrow's libraries for object storage

        return Bucket(str(location))
    return Folder(Path(location).absolute())


class Folder:
    """A folder on the disk of this machine."""

    clock_lag = timedelta(0)

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        """How a person calls the place."""
        return str(self.folder)

    def place(self, path: str) -> str:
        """Return how a person, and DuckDB, call a file."""
        return str(self.folder / path)

    def prepare(self) -> None:
        """Make it, and refuse one that is read-only."""
        try:
            (self.folder / TABLES).mkdir(parents=True, exist_ok=True)
            sync_folder(self.folder)
        except OSError as error:
            raise explained(self, error) from error
        if not os.access(self.folder, os.W_OK):
            raise WarehouseError(f"the warehouse {self.name} is read-only: it can be queried but not written")

    @contextmanager
    def create(self, path: str) -> Iterator[BinaryIO]:
        """Yield a new file; at the end its content and its name are down on the disk."""
        place = self.folder / path
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(place.parent.parent)
        with place.open("xb") as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                sync_folder(place.parent)
            except BaseException:
                discard([place])
                raise

    def open(self, path: str) -> BinaryIO:
        """Return a file to be read."""
        return (self.folder / path).open("rb")

    def has(self, path: str) -> bool:
        """Tell whether a file is there."""
        return (self.folder / path).is_file()

    def discard(self, paths: Iterable[str]) -> None:
        """Remove files."""
        discard(self.folder / path for path in paths)

    def listed(self, below: str = TABLES) -> Iterator[Listed]:
        """Yield the files below a folder."""
        for path in sorted((self.folder / below).rglob("*")):
            try:
                if path.is_file():
                    yield Listed(path.relative_to(self.folder).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC))
            except FileNotFoundError:
                continue  # Another process was quicker to remove it.

    def dataset(self, paths: Sequence[str], columns: pa.Schema | None = None) -> ds.Dataset:
        """Return Parquet files as pyarrow reads them."""
        return ds.dataset([self.place(path) for path in paths], schema=columns, format="parquet")

    def local(self, path: str, spill: Path) -> Path:
        """Return where the file is."""
        del spill
        return self.folder / path

    @contextmanager
    def spill(self) -> Iterator[Path]:
        """Yield a folder beside the tables, where there is room for as much as they hold."""
        (self.folder / SPILL).mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self.folder / SPILL))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def discard(paths: Iterable[Path]) -> None:
    """Remove files that nobody will read."""
    for path in paths:
        if path.is_file():
            path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names of the files in a folder last through a power cut."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def digest(file: Any) -> str:  # noqa: ANN401 - of Python's or pyarrow's making
    """Return the SHA-256 of a file that is open for reading."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def explained(store: Store, error: OSError) -> WarehouseError:
    """Return what a failure to write means, in one line."""
    if isinstance(error, FileExistsError):
        return WarehouseError(f"{error.filename} is there already: a batch_id was used twice, or {store.name} is not a folder")
    return WarehouseError(f"the warehouse {store.name} cannot be written: {' '.join(str(error.strerror or error).split())}")
