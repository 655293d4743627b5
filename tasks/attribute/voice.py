"""Who speaks, as it was made out."""

from typing import Final, NamedTuple


class Voice(NamedTuple):
    """Who speaks: local entities, none where nobody is named; the kind of source, and how it was resolved."""

    entities: tuple[str, ...]
    source_type: str
    resolved_by: str


NOBODY_NAMED: Final = Voice((), "none", "none")
UNNAMED: Final = Voice((), "unnamed", "none")
