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


def fingerprint() -> str:
    """Return an id of all that decides what comes out for the same bytes: the stages' versions and the model."""
    return identifier(*versions().items())
