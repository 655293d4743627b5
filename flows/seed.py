"""A seed: a file that was dropped in, and how it is opened."""

import hashlib
import os
import stat
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from warehouse.changes import Held
from warehouse.errors import UnreadableSeed

SIDECARS: Final = (".json", ".yaml", ".yml")
"""What the name of a file that says more of another ends in, behind the whole name of that: `article.txt.json`."""
LARGEST_SIDECAR: Final = 100_000
LARGEST: Final = 50_000_000
"""Bytes; larger files are refused before they are read, so that a stray disk image does not fill the memory."""


class Trace(NamedTuple):
    """What tells without reading a file whether it changed: its size, and the later of its times of modification and of change.

    The time of change cannot be set back by hand, and it moves when permissions do.
    """

    size: int
    modified_ns: int


class Seed(NamedTuple):
    """A file to take in, with the trace it had when it was found.

    `published_at` is a publication date known from elsewhere, `attempts` how often this content was taken in before, `sidecar` the
    path of the file that says more of it, where there is one. `known` are the stored documents of a container that has changed, as
    the same code has made them, each with the hash of its content.
    """

    source_uri: str
    path: str
    trace: Trace
    published_at: datetime | None = None
    attempts: int = 0
    sidecar: str = ""
    known: tuple[tuple[Held, str], ...] = ()


class Content(NamedTuple):
    """The bytes of a seed and of its sidecar, and the trace of the very files they were read from; why the sidecar could not be."""

    data: bytes
    trace: Trace
    sidecar: bytes | None = None
    complaint: UnreadableSeed | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of the file, and of its sidecar, or why that could not be read, with it where it has one."""
        beside = self.complaint.reason.encode() if self.complaint else self.sidecar
        return hashlib.sha256(self.data if beside is None else b"\0".join((self.data, beside))).hexdigest()


def trace(status: os.stat_result) -> Trace:
    """Return the trace that a file's status gives."""
    return Trace(status.st_size, max(status.st_mtime_ns, status.st_ctime_ns))


def both(one: Trace, other: Trace) -> Trace:
    """Return the trace of two files that count as one."""
    return Trace(one.size + other.size, max(one.modified_ns, other.modified_ns))


def whole(_trace: Trace) -> bool:
    """Tell of no file that it may still be being written."""
    return False


def growing(quiet_seconds: float) -> Callable[[Trace], bool]:
    """Return what tells by a trace whether a file may still be being written: it was changed less than so many seconds ago.

    A time in the future, as a wrong clock gives it, tells nothing.
    """
    now = time.time_ns()
    return lambda trace: 0 <= now - trace.modified_ns < quiet_seconds * 1e9


def read(path: str, sidecar: str = "") -> Content:
    """Return the bytes of a regular file and of its sidecar; no link is followed and no pipe waited for.

    Raises
    ------
    UnreadableSeed
        `not_regular` for a link, a pipe, a device; `too_large`; `unreadable` when the system refuses
    FileNotFoundError
        when it is gone

    """
    content = _read(path, LARGEST)
    if not sidecar:
        return content
    try:
        beside = _read(sidecar, LARGEST_SIDECAR)
    except FileNotFoundError:
        return content
    except UnreadableSeed as error:
        return content._replace(complaint=error, trace=both(content.trace, trace(os.lstat(sidecar))))
    return content._replace(sidecar=beside.data, trace=both(content.trace, beside.trace))


def _read(path: str, largest: int) -> Content:
    if os.path.islink(path):
        raise UnreadableSeed("not_regular", "a link; put the file itself there")
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            status = os.fstat(file.fileno())
            _check(status, largest)
            return Content(file.read(largest), trace(status))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnreadableSeed("unreadable", error.strerror or str(error)) from None


def _check(status: os.stat_result, largest: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableSeed("not_regular", "a pipe, a socket, a device or a folder, no regular file")
    if status.st_size > largest:
        raise UnreadableSeed("too_large", f"{status.st_size:,} bytes, and the most is {largest:,}")
