"""Who a cue names as its source."""

from typing import NamedTuple

from tasks.attribute.tree import Stretch


class Source(NamedTuple):
    """The phrase of a source and the token that heads it; `is_shared` when another verb is nearer to it."""

    stretch: Stretch
    head: int
    is_shared: bool = False
