"""The command `watch`: a process that stays, and takes in what is dropped into the seeds folder as soon as it is whole."""

import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event
from typing import Any, Final

import watchfiles

from flows import journal, local, pool, settings
from flows.alone import alone
from flows.ingesting import found
from flows.run import Done
from tasks import model
from warehouse.errors import UsageError, WarehouseError

QUIET_SECONDS: Final = 0.3
"""A file that nobody has written to for so long is whole; those who copy write far more often."""
RECONCILE_SECONDS: Final = 300
GATHER_MS: Final = 100
"""Files dropped within so many milliseconds of each other are taken in together."""


def watch(overrides: Mapping[str, Any]) -> None:
    """Keep the warehouse up to date with the seeds folder until a signal says to stop; the run at hand is finished first.

    Raises
    ------
    UsageError
        when there is no seeds folder, or another process watches already

    """
    quiet = max(settings.load(overrides).quiet_seconds, QUIET_SECONDS)
    wanted = {**overrides, "quiet_seconds": quiet}
    chosen = settings.load(wanted)
    journal.begin(chosen.log_format, with_time=True)
    model.use(chosen.model)
    if not chosen.seeds.is_dir():
        raise UsageError(f"there is no folder {chosen.seeds}; make it, or name another with --seeds")
    with alone(chosen.warehouse), _stopped_by_signal() as stop:
        local.prepare()
        if chosen.dask is None:
            pool.shared(chosen.processes, chosen.model).warm_up(chosen.processes)
        journal.tell(f"watching {chosen.seeds}; Ctrl-C ends it")
        _catch_up(chosen, wanted, stop)
        for _ in watchfiles.watch(
            chosen.seeds,
            watch_filter=None,
            debounce=GATHER_MS,
            step=20,
            stop_event=stop,
            rust_timeout=RECONCILE_SECONDS * 1000,
            yield_on_timeout=True,
        ):
            _catch_up(chosen, wanted, stop)


def _catch_up(chosen: settings.Settings, wanted: Mapping[str, Any], stop: Event) -> None:
    """Take in what there is, and what is still being written once it is whole; a trouble with the warehouse is told and left for later."""
    from flows.ingest import run_here  # noqa: PLC0415 - Prefect, a second, only after it was prepared

    while not stop.is_set():
        try:
            changes = found(chosen, [])
            if changes.needs_run:
                started = time.perf_counter()
                done = run_here([], dict(wanted), local.prepare())
                _tell(done, time.perf_counter() - started)
            elif not changes.growing:
                return
        except (WarehouseError, UsageError) as error:
            journal.LOG.warning("%s", error)
            return
        if changes.growing:
            stop.wait(chosen.quiet_seconds)


def _tell(done: Done, wall: float) -> None:
    names = ("new", "changed", "removed", "claims", "rejects")
    said = ", ".join(f"{done.counts.get(name, 0):,} {name}" for name in names)
    journal.tell(f"run {done.run_id}: {said} in {wall:.1f} s", run_id=done.run_id, counts=done.counts, wall_seconds=round(wall, 3))


@contextmanager
def _stopped_by_signal() -> Iterator[Event]:
    """Yield an event that Ctrl-C or SIGTERM sets; a second Ctrl-C ends at once."""
    stop = Event()

    def handle(_number: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
