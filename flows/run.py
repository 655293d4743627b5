"""A run: from the changes found to what is committed, and its row in `runs`."""

import logging
import secrets
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain, islice
from typing import Any, Final, NamedTuple, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from flows.discover import Changes
from flows.pool import split
from flows.renewing import Renewed
from flows.seed import Seed
from flows.work import Pending, Work
from tasks.pipeline import fingerprint, versions
from warehouse import schema
from warehouse.errors import Damaged, NewerSchema, OnrecordError, WarehouseError
from warehouse.storage import Commit, Renewal, SeedState, Warehouse

LOG: Final = logging.getLogger(__name__)
CHUNK_BYTES: Final = 32_000_000
"""Files are committed in chunks of at most this size, so that memory stays flat."""
MOST_PARTS: Final = 50
"""Prefect task runs for what a look finds; each costs its database some 20 KB."""
AGAIN: Final = (1.0, 5.0)
"""Seconds to wait before a commit is tried again that failed for what may pass."""


Step: TypeAlias = Commit | Renewal
"""What a run changes in the warehouse at a time."""


class Done(NamedTuple):
    """What a run did: files and rows counted, seconds of work in each stage over all processes, and commits."""

    run_id: str
    counts: dict[str, int]
    seconds: dict[str, float]
    commits: int = 0

    def then(self, later: "Done") -> "Done":
        """Return what both did together, under the id of the first; what is unchanged is what the later one found so."""
        counts, seconds = Counter(self.counts), Counter(self.seconds)
        counts.update(later.counts)
        seconds.update(later.seconds)
        return Done(self.run_id, {**counts, "unchanged": later.counts.get("unchanged", 0)}, dict(seconds), self.commits + later.commits)


class Run:
    """One run of ingest; `counts`, `seconds` and `reasons` for rejects grow with each commit, the first two go into its row of `runs`."""

    def __init__(self, changes: Changes) -> None:
        self.started_at = datetime.now(UTC)
        self.run_id = f"{self.started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        self.changes = changes
        self.counts = Counter(new=len(changes.new), changed=len(changes.changed), removed=len(changes.removed), unchanged=changes.unchanged)
        self.seconds = Counter[str]()
        self.reasons = Counter[str]()
        self.renewed = set[str]()
        self.batches = 0

    def carry_out(
        self,
        chunks: Sequence[list[Seed]],
        process: Callable[[list[Seed]], Pending],
        commit_all: Callable[[Iterator[Step]], object],
        *,
        renew: Callable[[], Iterable[Renewed]] = tuple,
    ) -> None:
        """Process the chunks, and have each committed as it is done; the last commit also removes what is gone and holds the row of the run.

        Two chunks are under way at a time, so that the workers have work while one is committed. What is new comes before
        stored documents are renewed, which may take long.
        """
        try:
            commit_all(self._steps(chunks, process, renew))
        except BaseException:
            if self.batches:
                with suppress(OnrecordError):  # What stopped the run may stop this too, and is the error to tell of.
                    commit_all(iter([self._failed()]))
            raise

    @property
    def done(self) -> Done:
        """What it did so far."""
        return Done(self.run_id, dict(self.counts), dict(self.seconds), self.batches)

    def _steps(
        self, chunks: Sequence[list[Seed]], process: Callable[[list[Seed]], Pending], renew: Callable[[], Iterable[Renewed]]
    ) -> Iterator[Step]:
        works = _in_turn(chunks, process)
        last = next(works, None)
        for work in works:
            yield self._commit(last or _NOTHING)
            last = work
        if self.changes.outdated:
            if last:
                yield self._commit(last)
                last = None
            yield from map(self.renewal, renew())
        yield self._commit(last or _NOTHING, is_last=True)

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
            self.reasons.update(tables["rejects"]["reason"].to_pylist())
        self.counts.update({name: table.num_rows for name, table in tables.items()})
        if work.kept:
            self.counts["kept"] += len(work.kept)
        self.counts["words"] += pc.sum(tables["documents"]["word_count"]).as_py() or 0 if "documents" in tables else 0
        self.seconds.update(work.seconds)
        if is_last:
            tables["runs"] = self._row("rejected" if self.counts["rejects"] else "completed")
        removed, touched = (self.changes.removed, self._touched()) if is_last else ((), ())
        return Commit(self._batch_id(), self.run_id, tables, seeds=work.states, removed=removed, touched=touched, kept=work.kept)

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
    """Return the files to take in, in the chunks that are committed together: at most `documents` files each, and of no great size."""
    return list(split(changes.seeds, size=CHUNK_BYTES, count=documents))


def in_parts(steps: Iterator[Step], expected: int) -> Iterator[Iterator[Step]]:
    """Yield the steps of a run in parts, each to be used up before the next is asked for: few, if there are about as many steps as expected."""
    for first in steps:
        yield chain([first], islice(steps, expected // MOST_PARTS))


def take(warehouse: Warehouse, step: Step) -> int:
    """Commit a step of a run, and return the version that was made."""
    return patiently(lambda: warehouse.commit(step) if isinstance(step, Commit) else warehouse.renew(step))


def patiently(commit: Callable[[], int]) -> int:
    """Commit, again after a moment where a database was away or a disk full, and return the version that was made."""
    for seconds in AGAIN:
        try:
            return commit()
        except (NewerSchema, Damaged):
            raise
        except WarehouseError as error:
            LOG.warning("trying again in %.0f s: %s", seconds, error)
            time.sleep(seconds)
    return commit()


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
