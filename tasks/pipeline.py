"""The order of the stages."""

from typing import Final

from tasks import model
from tasks.annotate import annotate
from tasks.attribute import attribute
from tasks.link import link
from tasks.parse import parse
from tasks.resolve import resolve
from tasks.segment import segment
from tasks.stage import Stage
from tasks.tag import tag
from warehouse.schema import identifier

STAGES: Final[tuple[Stage, ...]] = (parse, segment, annotate, tag, resolve, attribute, link)


def versions() -> dict[str, str]:
    """Return the version of each stage, and name, version and SHA-256 of the model."""
    return {stage.name: str(stage.version) for stage in STAGES} | {"model": model.current()}


def maker(stage: Stage) -> str:
    """Return what the rows of a stage say made them: its version, and the model where one took part."""
    name = f"{stage.name} {stage.version}"
    return f"{name}, {model.current()}" if stage.name == "annotate" else name


def fingerprint() -> str:
    """Return all that decides what comes out for the same bytes: a mark a stage, the first one of parsing."""
    return " ".join(map(_mark, STAGES))


def stale(made_by: str) -> tuple[Stage, ...]:
    """Return the stages that have changed since a fingerprint was taken, and those that read what one of them writes.

    >>> [stage.name for stage in stale(fingerprint())]
    []
    """
    then = made_by.split()
    changed: list[Stage] = []
    for stage in STAGES:
        if _mark(stage) not in then or any(set(stage.reads) & set(earlier.writes) for earlier in changed):
            changed.append(stage)
    return tuple(changed)


def _mark(stage: Stage) -> str:
    return f"{stage.name}:{identifier(maker(stage))[:8]}"
