"""Be the only process that watches for a warehouse, and see who is."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from warehouse.errors import UsageError

LOCK: Final = "watch.lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only process that watches for a warehouse; the lock goes with the process, however it ends.

    Raises
    ------
    UsageError
        when another is
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise UsageError(f"process {lock.read().strip()} is watching already") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def holder(folder: Path) -> int | None:
    """Return the number of the process that watches for a warehouse, None when nobody does."""
    try:
        with (folder / LOCK).open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(lock.read())
    except (OSError, ValueError):
        return None
    return None
