"""Be the only process that watches for a warehouse, and see who is."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from warehouse.errors import UsageError
from warehouse.layout import Location

LOCK: Final = "watch.lock"


@contextmanager
def alone(location: Location) -> Iterator[None]:
    """Be the only process that watches for a warehouse; the lock goes with the process, however it ends.

    Raises
    ------
    UsageError
        when another is
    """
    place = _lock(location)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise UsageError(f"process {lock.read().strip()} is watching already") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def holder(location: Location) -> int | None:
    """Return the number of the process that watches for a warehouse, None when nobody does."""
    try:
        with _lock(location).open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(lock.read())
    except (OSError, ValueError):
        return None
    return None


def _lock(location: Location) -> Path:
    """Return the file that the one who watches locks; for a warehouse in object storage, on this machine."""
    if isinstance(location, Path):
        return location / LOCK
    return Path(tempfile.gettempdir(), f"onrecord-{hashlib.sha256(location.encode()).hexdigest()[:16]}.lock")
