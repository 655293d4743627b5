"""A warehouse in object storage that speaks S3. What is written there is whole and safe once the storage has said so."""

import errno
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.dataset as ds
from pyarrow import fs

from warehouse.errors import UsageError, WarehouseError
from warehouse.layout import BUCKET, TABLES, Listed


class Bucket:
    """A place in a bucket; keys and region come from the environment, as for any S3 client, or from the URL as pyarrow reads it."""

    folder: Path | None = None
    clock_lag = timedelta(minutes=5)
    """Its times are those of another machine, in whole seconds."""

    def __init__(self, url: str) -> None:
        try:
            self._files, self._root = fs.FileSystem.from_uri(url)
        except (OSError, ValueError, pa.ArrowException) as error:
            raise UsageError(f"warehouse: {url} is no place in object storage: {' '.join(str(error).split())}") from None

    @property
    def name(self) -> str:
        """How a person calls the place."""
        return f"{BUCKET}{self._root}"

    def place(self, path: str) -> str:
        """Return how a person, and DuckDB's own extension, call a file."""
        return f"{self.name}/{path}"

    def prepare(self) -> None:
        """Refuse a bucket that is not there or cannot be reached; none is made, for it would cost somebody money."""
        bucket = self._root.partition("/")[0]
        try:
            is_there = self._files.get_file_info(bucket).type != fs.FileType.NotFound
        except (OSError, pa.ArrowException) as error:
            raise WarehouseError(f"the warehouse {self.name} cannot be reached: {' '.join(str(error).split())}") from error
        if not is_there:
            raise WarehouseError(f"there is no bucket {bucket}; make it first")

    @contextmanager
    def create(self, path: str) -> Iterator[BinaryIO]:
        """Yield a new object; it can be read when the block has ended."""
        if self.has(path):
            raise FileExistsError(errno.EEXIST, "is there already", self.place(path))
        stream = self._files.open_output_stream(self._key(path))
        try:
            yield cast("BinaryIO", stream)
        except BaseException:
            stream.close()
            self.discard([path])
            raise
        stream.close()

    def open(self, path: str) -> BinaryIO:
        """Return an object to be read; each read asks for its own range, so threads do not disturb each other."""
        return cast("BinaryIO", self._files.open_input_file(self._key(path)))

    def has(self, path: str) -> bool:
        """Tell whether an object is there."""
        return bool(self._files.get_file_info(self._key(path)).type == fs.FileType.File)

    def discard(self, paths: Iterable[str]) -> None:
        """Remove objects."""
        for path in paths:
            try:
                self._files.delete_file(self._key(path))
            except FileNotFoundError:
                continue

    def listed(self, below: str = TABLES) -> Iterator[Listed]:
        """Yield the objects below a prefix."""
        found = self._files.get_file_info(fs.FileSelector(self._key(below), allow_not_found=True, recursive=True))
        for info in sorted(found, key=lambda info: info.path):
            if info.type == fs.FileType.File:
                yield Listed(info.path.removeprefix(f"{self._root}/"), info.mtime)

    def dataset(self, paths: Sequence[str], columns: pa.Schema | None = None) -> ds.Dataset:
        """Return Parquet objects as pyarrow reads them."""
        return ds.dataset([self._key(path) for path in paths], schema=columns, format="parquet", filesystem=self._files)

    def local(self, path: str, spill: Path) -> Path:
        """Fetch an object."""
        there = spill / path.replace("/", "-")
        with self._files.open_input_stream(self._key(path)) as source, there.open("wb") as target:
            shutil.copyfileobj(source, target, 2**20)
        return there

    @contextmanager
    def spill(self) -> Iterator[Path]:
        """Yield a folder for what is not kept, where the system has its own."""
        with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
            yield Path(folder)

    def _key(self, path: str) -> str:
        return f"{self._root}/{path}"
