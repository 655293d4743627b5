"""Be the only process that watches for a warehouse, and see who is."""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from warehouse.errors import UsageError
from warehouse.layout import Location

LOCK: Final = "watch.lock"
TRIES, MOMENT = 5, 0.1
"""How often, and how many seconds apart, to ask for the lock."""


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
        if not any(_taken(lock) for _ in range(TRIES)):
            lock.seek(0)
            raise UsageError(f"process {lock.read().strip()} is watching already")
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _taken(lock: TextIO) -> bool:
    """Take the lock, or wait a moment: who only looks holds it no longer."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(MOMENT)
        return False
    return True


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
