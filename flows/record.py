"""What a run leaves in Prefect: a line in its log, a table of what was done, progress while it lasts, and an event."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from prefect import get_run_logger
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.events import emit_event

from flows.run import Run
from warehouse.layout import DATABASE, Location

EVENT: Final = "onrecord.ingest.completed"
LONG: Final = 3
"""Chunks of files from which on a run shows its progress; each update costs 25 ms."""


class Progress:
    """How far a run is, as an artifact, for those who watch it in Prefect's user interface."""

    def __init__(self, files: int, artifact: UUID | None) -> None:
        self._files, self._artifact, self._done = files, artifact, 0

    def advance(self, files: int) -> None:
        """Say that more files are committed."""
        self._done += files
        if self._artifact is not None:
            update_progress_artifact(self._artifact, progress=100 * self._done / max(self._files, 1))


@contextmanager
def progress(run: Run, chunks: int) -> Iterator[Progress]:
    """Yield what shows how far a run is: an artifact where it is long, nothing where it is over in a moment."""
    files = len(run.changes.seeds) + len(run.changes.outdated)
    said = f"Run {run.run_id}: {files:,} files"
    made = create_progress_artifact(progress=0.0, key="ingest-progress", description=said) if chunks >= LONG else None
    yield Progress(files, made)  # type: ignore[arg-type] # Prefect says that it may be a coroutine, which it is only for those who wait for it.


def publish(run: Run, location: Location) -> None:
    """Leave a table of what was done, and tell whoever listens."""
    get_run_logger().info("run %s: %s", run.run_id, summary(run.counts))
    uri = location.absolute().as_uri() if isinstance(location, Path) else location
    links = f"Run `{run.run_id}`, into [{DATABASE}]({uri}/{DATABASE}): `onrecord status`, `onrecord rejects`"
    create_table_artifact(key="ingest", table=list(rows(run)), description=links)
    payload = {"run_id": run.run_id, **run.counts, "rejected_for": dict(run.reasons)}
    emit_event(EVENT, resource={"prefect.resource.id": "onrecord.warehouse"}, payload=payload)


def summary(counts: Mapping[str, int]) -> str:
    """Return a line that says what was done."""
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


def rows(run: Run) -> Iterator[dict[str, Any]]:
    """Yield a row a count, a reason for rejects, and a stage with its seconds and words a second, over all processes."""
    empty = {"count": None, "seconds": None, "words_per_second": None}
    yield from ({"what": name, **empty, "count": count} for name, count in run.counts.items())
    yield from ({"what": f"rejected: {reason}", **empty, "count": count} for reason, count in run.reasons.items())
    for stage, seconds in run.seconds.items():
        pace = round(run.counts["words"] / seconds) if seconds else None
        yield {"what": stage, **empty, "seconds": round(seconds, 2), "words_per_second": pace}
