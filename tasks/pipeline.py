"""The order of the stages."""

from typing import Final

from tasks.annotate import annotate
from tasks.attribute import attribute
from tasks.link import link
from tasks.parse import parse
from tasks.resolve import resolve
from tasks.segment import segment
from tasks.stage import Stage
from tasks.tag import tag

STAGES: Final[tuple[Stage, ...]] = (parse, segment, annotate, tag, resolve, attribute, link)
