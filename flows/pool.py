"""A pool of worker processes that outlives a run, and what happens when one of them dies."""

import atexit
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing.connection import wait
from typing import Final, Protocol

from flows import limits
from flows.cell import Cell
from flows.seed import Seed
from flows.start import swiftly
from flows.work import Crashed, Pending, Work, merged, take_in
from tasks import model
from tasks.parse.language import identifier

BATCH_BYTES: Final = 60_000
"""About 10,000 words: a second of work, against which handing it over costs little."""
BATCH_FILES: Final = 64
CRASHES: Final = (Crashed, BrokenProcessPool)

Report = Callable[[int], None]
"""Is told how many files more are done."""


class Pool:
    """Worker processes, started once and asked by any number of threads.

    They are spawned, because a fork of a process with threads can hang in native libraries.
    """

    def __init__(self, processes: int, model_name: str) -> None:
        self.processes, self.model_name = processes, model_name
        self._lock = threading.Lock()
        self._executor = self._started(processes)

    def warm_up(self, most: int) -> None:
        """Have the processes started, but no more than `most`, and their model loaded, without waiting for it."""
        for _ in range(min(self.processes, most)):
            self._executor.submit(_load)

    def take_in(self, seeds: Sequence[Seed], report: Report) -> Work:
        """Return what comes of some files; one that raises in a stage or kills its process becomes a reject."""
        return taken_in(self, batches(seeds, self.processes), report)

    def give_up(self) -> None:
        """Drop what was not begun; the processes end after the batch at hand, and others take their place when there is work again."""
        with self._lock:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = self._started(self.processes)

    def close(self) -> None:
        """Stop the processes; what was not begun is dropped."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def submit(self, work: Callable[..., Work], *arguments: object) -> "Future[Work]":
        """Have a process do a piece of work; its function takes a limit last, that of the processes."""
        with self._lock:
            try:
                return self._executor.submit(_limited, work, *arguments)
            except BrokenProcessPool:
                self._executor = self._started(self.processes)
                return self._executor.submit(_limited, work, *arguments)

    def cell(self) -> Cell:
        """Return a process that works for nobody else, so that the item that raises or kills is known."""
        return Cell(begin, self.model_name)

    def _started(self, processes: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), begin, (self.model_name,))


class Hands(Protocol):
    """Whoever does pieces of work: the processes of a pool, or the workers of a cluster."""

    def submit(self, work: Callable[..., Work], *arguments: object) -> Pending:
        """Have a piece of work done; its function takes a limit last."""

    def cell(self) -> Cell:
        """Return a process that works for nobody else, so that the item that raises or kills is known."""


def taken_in(hands: Hands, found: Iterable[Sequence[Seed]], report: Report) -> Work:
    """Return what comes of batches of files; those of a batch that raised or killed are taken in one by one."""
    running = [(batch, hands.submit(take_in, batch)) for batch in found]
    works = list[Work]()
    for batch, pending in running:
        try:
            works.append(pending.result())
        except CRASHES:
            with hands.cell() as alone:
                works.extend(alone.take_in(item) for item in batch)
        report(len(batch))
    return merged(works)


@cache
def shared(processes: int, model_name: str) -> Pool:
    """Return the pool of this process, started by the first who asks."""
    pool = Pool(processes, model_name)
    atexit.register(pool.close)
    return pool


def batches(seeds: Sequence[Seed], processes: int) -> Iterator[list[Seed]]:
    """Yield files in batches of about a second of work, smaller where there is too little for all processes."""
    total = sum(item.trace.size for item in seeds)
    yield from split(seeds, size=min(BATCH_BYTES, total // processes + 1), count=BATCH_FILES)


def split(seeds: Iterable[Seed], *, size: int, count: int) -> Iterator[list[Seed]]:
    """Yield files in order, in lists of at most `count` files and, but for a single larger file, `size` bytes."""
    batch, filled = list[Seed](), 0
    for item in seeds:
        if batch and (len(batch) >= count or filled + item.trace.size > size):
            yield batch
            batch, filled = [], 0
        batch.append(item)
        filled += item.trace.size
    if batch:
        yield batch


def begin(model_name: str) -> None:
    """Make ready a process that has just started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what to do about it.
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    limits.begin()
    model.use(model_name)


def _limited(work: Callable[..., Work], *arguments: object) -> Work:
    try:
        return work(*arguments, limits.timed)
    finally:
        limits.timed("", 0)


def _load() -> None:
    with swiftly():
        model.load()
        identifier()


def _leave_with_parent() -> None:
    # A worker waits for work on a pipe that it also holds open itself, so it would outlive a parent that was killed.
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
