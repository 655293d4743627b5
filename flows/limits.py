"""Limits on what a worker process may take, so that a hostile file can stop its worker and nothing else."""

import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from warehouse.errors import UnreadableSeed

PARSING: Final = 20
"""Seconds of a processor for parsing, and a second more a file and two a megabyte; a page takes 0.02, a megabyte of text 0.3."""
UNDERSTANDING: Final = 60
"""Seconds for any other stage, and a second more for 5,000 characters; a tenth of a second is usual."""
WAITING: Final = 5
"""As many times as much by the clock: other programs want the processor too."""
MEMORY: Final = 2_500_000_000
"""Bytes in use; with its model loaded and a batch at hand a worker uses a fifth."""
MOST: Final = 2 * MEMORY
"""Bytes that may be asked for beyond those at the start, where a library asks faster than the watch looks."""
LOOK: Final = 0.05
OUT_OF_MEMORY: Final = 77
"""Exit status of a process that used too much memory."""

Limit: TypeAlias = Callable[[str, float], None]
"""Is told the stage that begins and the seconds that it may take; none for a stage without limit."""


def unlimited(stage: str, seconds: float) -> None:
    """Let a stage take as long as it takes."""


def timed(stage: str, seconds: float) -> None:
    """Have the system end this process unless the next stage begins in time; neither Python nor a library can hold that up."""
    del stage
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * WAITING)


def parsing(files: int, size: int) -> float:
    """Return the seconds that parsing some files may take."""
    return PARSING + files + 2 * size / 1_000_000


def understanding(characters: int) -> float:
    """Return the seconds that a stage after parsing may take over some text."""
    return UNDERSTANDING + characters / 5_000


def begin() -> None:
    """Make ready this process, a worker: its timers end it, and so does using too much memory."""
    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    if _used() is not None:
        threading.Thread(target=_watch, daemon=True).start()
        # Unlike RLIMIT_AS it leaves out files that are mapped, as the weights of models may be.
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (MOST if hard == resource.RLIM_INFINITY else min(MOST, hard), hard))


def refusal(exit_status: int | None) -> UnreadableSeed:
    """Return why a file is refused whose process ended so."""
    if exit_status in {-signal.SIGPROF, -signal.SIGALRM}:
        return UnreadableSeed("timeout", "took longer than any document needs")
    if exit_status in {OUT_OF_MEMORY, -signal.SIGKILL}:
        return UnreadableSeed("memory", "took more memory than any document needs, or the system had none left")
    return UnreadableSeed("crashed", f"the process that worked on it died with status {exit_status}")


def _watch() -> None:
    while (used := _used()) is not None and used < MEMORY:
        time.sleep(LOOK)
    os._exit(OUT_OF_MEMORY)


def _used() -> int | None:
    """Return the bytes of memory in use, or None on systems that do not tell."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return None
