"""Read archives: their files one after another, unpacked in memory within limits and never to disk."""

import gzip
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from io import BufferedIOBase, BytesIO
from lzma import LZMAError
from typing import IO, Final

from tasks.parse.decode import cleaned
from tasks.parse.document import Member, Refusal
from warehouse.errors import UnreadableSeed

MOST_MEMBERS: Final = 10_000
MOST_BYTES: Final = 50_000_000
"""Of one file unpacked; a file that was dropped in as it is may have as many."""
HIGHEST_RATIO: Final = 250
"""Text packs to a tenth; what packs better than this, and is large, was made to fill a memory."""
SMALL: Final = 1_000_000
"""A file that unpacks to no more is harmless however well it packs."""
BROKEN_ZIP: Final = (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, LZMAError, OSError, EOFError, ValueError, struct.error)
"""What zipfile raises on archives that are cut off, forged or packed in an unknown way."""
BROKEN_TAR: Final = (tarfile.TarError, OSError, EOFError, ValueError, RecursionError, OverflowError)

_CHUNK = 1 << 16
_IS_ENCRYPTED = 1


def read_zip(content: bytes) -> Iterator[Member | Refusal]:
    """Yield the files of a ZIP archive but hidden ones; container_path is the path in it."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            _check_count(len(members))
            if sum(info.compress_size for info in members) > len(content):
                raise UnreadableSeed("malformed", "a ZIP archive whose files lie upon each other")
            for info in members:
                if not info.is_dir() and not _is_hidden(info.filename):
                    yield _zipped(archive, info)
    except BROKEN_ZIP as error:
        raise UnreadableSeed("malformed", f"a broken ZIP archive: {type(error).__name__}") from None


def unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a file in a ZIP archive.

    Raises
    ------
    UnreadableSeed
        `encrypted`, `too_large`, `malformed`

    """
    if info.flag_bits & _IS_ENCRYPTED:
        raise UnreadableSeed("encrypted", "packed with a password")
    try:
        with archive.open(info) as stream:
            return _unpacked(stream, packed=info.compress_size)
    except BROKEN_ZIP as error:
        raise UnreadableSeed("malformed", f"cannot be unpacked: {type(error).__name__}") from None


def read_gzip(content: bytes) -> Iterator[Member]:
    """Yield what is compressed; it has the place of the file itself."""
    try:
        with gzip.GzipFile(fileobj=BytesIO(content)) as stream:
            unpacked = _unpacked(stream, packed=len(content))
    except (OSError, EOFError, zlib.error, struct.error) as error:
        raise UnreadableSeed("malformed", f"cannot be unpacked: {type(error).__name__}") from None
    yield Member("", "", unpacked)


def read_tar(content: bytes) -> Iterator[Member | Refusal]:
    """Yield the regular files of a tar archive but hidden ones; container_path is the path in it."""
    count = 0
    try:
        with tarfile.open(fileobj=BytesIO(content), mode="r:") as archive:
            for info in archive:
                count += 1
                _check_count(count)
                if info.isreg() and not info.issparse() and not _is_hidden(info.name):
                    yield _from_tar(archive, info)
    except BROKEN_TAR as error:
        raise UnreadableSeed("malformed", f"a broken tar archive: {type(error).__name__}") from None


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member | Refusal:
    path = _path(info.filename)
    try:
        return Member(path, path, unzipped(archive, info))
    except UnreadableSeed as error:
        return Refusal(path, error)


def _from_tar(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member | Refusal:
    path = _path(info.name)
    stream = archive.extractfile(info)
    if stream is None:
        return Refusal(path, UnreadableSeed("malformed", "a file without content"))
    return Member(path, path, stream.read())  # Nothing is packed in it, so it is no longer than the archive.


def _unpacked(stream: BufferedIOBase | IO[bytes], *, packed: int) -> bytes:
    most, size, chunks = min(MOST_BYTES, max(SMALL, packed * HIGHEST_RATIO)), 0, list[bytes]()
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise UnreadableSeed("too_large", f"unpacks to more than {most:,} bytes from {packed:,}")
        chunks.append(chunk)
    return b"".join(chunks)


def _check_count(count: int) -> None:
    if count > MOST_MEMBERS:
        raise UnreadableSeed("too_large", f"an archive of more than {MOST_MEMBERS:,} files")


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return "__MACOSX" in parts or any(part.startswith(".") and part not in {".", ".."} for part in parts)


def _path(name: str) -> str:
    """Return a path within an archive as one clean line; it is a label, nothing is opened by it."""
    return " ".join(cleaned(name).split()).removeprefix("./")
