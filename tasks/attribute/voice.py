"""Who speaks, as it was made out."""

from typing import Final, NamedTuple


class Voice(NamedTuple):
    """Who speaks: local entities, none where nobody is named; the kind of source, how it was resolved and how surely."""

    entities: tuple[str, ...]
    source_type: str
    resolved_by: str
    confidence: float


NOBODY_NAMED: Final = Voice((), "none", "none", 1.0)
UNNAMED: Final = Voice((), "unnamed", "none", 0.7)
