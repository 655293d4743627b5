"""A run: from the changes found to what is committed, and its row in `runs`."""

import secrets
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final, NamedTuple, Protocol, Self

import pyarrow as pa

from flows.discover import Changes
from flows.pool import split
from flows.renewing import Renewed
from flows.seed import Seed
from flows.work import Work
from tasks.pipeline import fingerprint, versions
from warehouse import schema
from warehouse.errors import OnrecordError
from warehouse.storage import Commit, Renewal, SeedState

CHUNK_BYTES: Final = 32_000_000
"""Files are committed in chunks of at most this size, so that memory stays flat."""
MOST_CHUNKS: Final = 80
"""Each chunk is two Prefect task runs; chunks grow with the work so that a run never has more than 200."""


class Pending(Protocol):
    """Work under way, as a thread pool or Prefect hands it out."""

    def result(self) -> Work:
        """Wait for it and return it."""


class Done(NamedTuple):
    """What a run did: files and rows counted, seconds of work in each stage over all processes."""

    run_id: str
    counts: dict[str, int]
    seconds: dict[str, float]


class Run:
    """One run of ingest; `counts` and `seconds` grow with each commit, and go into its row of `runs`."""

    def __init__(self, changes: Changes) -> None:
        self.started_at = datetime.now(UTC)
        self.run_id = f"{self.started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        self.changes = changes
        self.counts = Counter(new=len(changes.new), changed=len(changes.changed), removed=len(changes.removed), unchanged=changes.unchanged)
        self.seconds = Counter[str]()
        self.renewed = set[str]()
        self.batches = 0

    def carry_out(
        self,
        chunks: Sequence[list[Seed]],
        process: Callable[[list[Seed]], Pending],
        commit: Callable[[Commit], object],
        *,
        renew: Callable[[Self], object] | None = None,
    ) -> None:
        """Process the chunks and commit each as it is done; the last commit also removes what is gone and holds the row of the run.

        Two chunks are under way at a time, so that the workers have work while one is committed. What is new comes before
        stored documents are renewed, which may take long.
        """
        try:
            works = _in_turn(chunks, process)
            last = next(works, None)
            for work in works:
                commit(self._commit(last or _NOTHING))
                last = work
            if renew and self.changes.outdated:
                if last:
                    commit(self._commit(last))
                    last = None
                renew(self)
            commit(self._commit(last or _NOTHING, is_last=True))
        except BaseException:
            if self.batches:
                with suppress(OnrecordError):  # What stopped the run may stop this too, and is the error to tell of.
                    commit(self._failed())
            raise

    @property
    def done(self) -> Done:
        """What it did so far."""
        return Done(self.run_id, dict(self.counts), dict(self.seconds))

    def renewal(self, done: Renewed) -> Renewal:
        """Return what takes the place of what stages wrote for stored documents."""
        tables = {name: done.work.tables.get(name, _unstamped(name)) for name in done.tables}
        self.counts.update({name: table.num_rows for name, table in tables.items()}, renewed=len(done.documents))
        self.seconds.update(done.work.seconds)
        self.renewed.update(state.source_uri for state in done.work.states)
        return Renewal(self._batch_id(), self.run_id, tables, done.documents, done.work.states)

    def _commit(self, work: Work, *, is_last: bool = False) -> Commit:
        tables = dict(work.tables)
        if "rejects" in tables:
            tables["rejects"] = _completed(tables["rejects"], work.states)
        self.counts.update({name: table.num_rows for name, table in tables.items()})
        self.seconds.update(work.seconds)
        if is_last:
            tables["runs"] = self._row("rejected" if self.counts["rejects"] else "completed")
        removed, touched = (self.changes.removed, self._touched()) if is_last else ((), ())
        return Commit(self._batch_id(), self.run_id, tables, seeds=work.states, removed=removed, touched=touched)

    def _touched(self) -> list[SeedState]:
        return [state._replace(made_by=fingerprint()) if state.source_uri in self.renewed else state for state in self.changes.touched]

    def _failed(self) -> Commit:
        return Commit(self._batch_id(), self.run_id, {"runs": self._row("failed")}, seeds=(), removed=(), touched=())

    def _batch_id(self) -> str:
        self.batches += 1
        return f"{self.run_id}-{self.batches:04d}"

    def _row(self, status: str) -> pa.Table:
        made_by = f"onrecord {version('onrecord')}"
        made = {"onrecord": version("onrecord"), **versions()}
        row = (self.run_id, self.started_at, datetime.now(UTC), status, _pairs(self.counts), _pairs(self.seconds), _pairs(made))
        table = schema.table("runs", [row])
        return table.append_column(schema.arrow("runs", stamped=True).field("made_by"), pa.array([made_by]))


def _unstamped(name: str) -> pa.Table:
    """Return a table without rows as a commit takes it."""
    stored = schema.arrow(name, stamped=True)
    return stored.remove(stored.get_field_index(schema.BATCH.name)).empty_table()


_NOTHING: Final = Work({}, [], {})


def chunked(changes: Changes, documents: int) -> list[list[Seed]]:
    """Return the files to take in, in the chunks that are committed together: at most `documents` files each, more in a long run."""
    seeds = changes.seeds
    total = sum(item.trace.size for item in seeds)
    return list(split(seeds, size=max(CHUNK_BYTES, 2 * total // MOST_CHUNKS), count=max(documents, 2 * len(seeds) // MOST_CHUNKS)))


def _in_turn(chunks: Sequence[list[Seed]], process: Callable[[list[Seed]], Pending]) -> Iterator[Work]:
    waiting = deque[Pending]()
    for chunk in chunks:
        waiting.append(process(chunk))
        if len(waiting) > 1:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _completed(rejects: pa.Table, states: Sequence[SeedState]) -> pa.Table:
    """Return rejects with the time and the number of attempts, which no stage knows."""
    attempts = {state.source_uri: state.attempts for state in states}
    columns: Mapping[str, list[Any]] = {
        "attempts": [attempts[uri] for uri in rejects["source_uri"].to_pylist()],
        "at": [datetime.now(UTC)] * rejects.num_rows,
    }
    for name, values in columns.items():
        place = rejects.schema.get_field_index(name)
        rejects = rejects.set_column(place, rejects.schema.field(place), pa.array(values, rejects.schema.field(place).type))
    return rejects


def _pairs(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list(values.items())
