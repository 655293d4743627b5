"""The language model behind one interface; stages ask for the current one, a process loads it once."""

from functools import cache

BUILT_IN = "built-in"

_chosen = BUILT_IN


def use(name: str) -> None:
    """Choose the model of this process: `built-in`, the name or path of a spaCy pipeline, or `module:function`."""
    global _chosen  # noqa: PLW0603 - a process has one model, and loading it twice would cost a second
    _chosen = name


@cache
def fingerprint(name: str) -> str:
    """Return `name version sha256` of a model without loading it."""
    return f"{name} 0 -"


def current() -> str:
    """Return the fingerprint of the chosen model."""
    return fingerprint(_chosen)
