"""What there is to do: files that are new, changed or gone, and stored documents that later versions of some stages have not seen."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from flows.discover import Changes, discover, places
from flows.seed import Seed, growing
from flows.settings import Settings
from tasks.pipeline import fingerprint, stale
from warehouse import queries, stored
from warehouse.schema import identifier
from warehouse.storage import SeedState, Warehouse

PAUSE: Final = 1.0
"""Seconds between two looks that find nothing."""


class Share(NamedTuple):
    """One of `number` disjoint shares of all files; a file's address alone decides to which it belongs, on any machine."""

    place: int
    number: int

    def holds(self, source_uri: str) -> bool:
        """Tell whether a file belongs to it.

        >>> [Share(place, 3).holds("wire/monday.jsonl") for place in range(3)].count(True)
        1
        """
        return int(identifier(source_uri)[:8], 16) % self.number == self.place


def look(warehouse: Warehouse, chosen: Settings, paths: Iterable[str | Path], share: Share | None = None) -> Changes:
    """Look at the seeds folder, or at the files and folders named; where files were only touched, remember that, so that the next look is quick."""
    known = _to_try_anew(warehouse.seeds(), chosen)
    changes = discover(places(paths, chosen.seeds), known, made_by=fingerprint(), is_growing=growing(chosen.quiet_seconds))
    if share is not None:
        changes = _within(changes, share)
    changes.changed = _with_known_parts(warehouse, changes.changed, known)
    if changes.touched and not changes.needs_run:
        warehouse.remember(changes.touched)
    return changes


def until_nothing_is_new(find: Callable[[], Changes], linger: float) -> Iterator[Changes]:
    """Yield what each look finds to do, and end when no look has found anything for `linger` seconds.

    Whoever asks for the next has carried out what was yielded.
    """
    quiet_since = time.monotonic()
    while True:
        changes = find()
        if changes.needs_run:
            yield changes
            quiet_since = time.monotonic()
        elif not changes.growing and time.monotonic() - quiet_since >= linger:
            return
        else:
            time.sleep(PAUSE)


def _with_known_parts(warehouse: Warehouse, changed: Sequence[Seed], known: Mapping[str, SeedState]) -> list[Seed]:
    """Return files that have changed, containers with their stored documents, where all that made those is as it was."""
    current = [item.source_uri for item in changed if known[item.source_uri].made_by == fingerprint()]
    parts = stored.parts(warehouse, current) if current else {}
    return [item._replace(known=tuple(parts.get(item.source_uri, ()))) for item in changed]


def _to_try_anew(known: Mapping[str, SeedState], chosen: Settings) -> Mapping[str, SeedState]:
    """Return the states of files, as if nobody had parsed those of which a stage refused something that has changed since."""
    changed = {made_by: {stage.name for stage in stages} for made_by in {state.made_by for state in known.values()} if (stages := stale(made_by))}
    if not changed:
        return known
    with queries.connect(chosen.warehouse, chosen.catalog) as connection:
        refused = queries.run(connection, "select distinct source_uri, stage from rejects").to_pylist()
    again = {row["source_uri"] for row in refused if row["source_uri"] in known and row["stage"] in changed.get(known[row["source_uri"]].made_by, ())}
    return {uri: state._replace(made_by="") if uri in again else state for uri, state in known.items()}


def _within(changes: Changes, share: Share) -> Changes:
    return Changes(
        new=[seed for seed in changes.new if share.holds(seed.source_uri)],
        changed=[seed for seed in changes.changed if share.holds(seed.source_uri)],
        removed=[uri for uri in changes.removed if share.holds(uri)],
        touched=[state for state in changes.touched if share.holds(state.source_uri)],
        outdated=[state for state in changes.outdated if share.holds(state.source_uri)],
        unchanged=changes.unchanged,
        growing=changes.growing,
    )
