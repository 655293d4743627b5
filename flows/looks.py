"""Look at the seeds folder once, or again and again until nothing is new."""

import time
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from flows.discover import Changes, Place, discover
from flows.seed import growing
from flows.settings import Settings
from tasks.pipeline import fingerprint
from warehouse.schema import identifier
from warehouse.storage import Warehouse

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


def look(warehouse: Warehouse, chosen: Settings, places: list[Place], share: Share | None = None) -> Changes:
    """Look for changes; where files were only touched, remember that, so that the next look is quick again."""
    changes = discover(places, warehouse.seeds(), made_by=fingerprint(), is_growing=growing(chosen.quiet_seconds))
    if share is not None:
        changes = _within(changes, share)
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


def _within(changes: Changes, share: Share) -> Changes:
    return Changes(
        new=[seed for seed in changes.new if share.holds(seed.source_uri)],
        changed=[seed for seed in changes.changed if share.holds(seed.source_uri)],
        removed=[uri for uri in changes.removed if share.holds(uri)],
        touched=[state for state in changes.touched if share.holds(state.source_uri)],
        unchanged=changes.unchanged,
        growing=changes.growing,
    )
