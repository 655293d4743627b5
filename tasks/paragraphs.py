"""Find the paragraphs of a text by its layout alone."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

WIDEST_WRAP: Final = 100
"""A line longer than this was not broken by hand or by a mail program."""
NARROWEST_WRAP: Final = 40
SLACK: Final = 8
"""How many more columns a writer may leave free at the end of a wrapped line than the next word needs."""
ITEM: Final = re.compile(r"(?:[-*•‣▪–]|\d{1,2}[.)])\s+\S")
"""How an item of a list begins."""

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_LINE = re.compile(r"[^\n]+")
_ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*$")


class Span(NamedTuple):
    """A stretch of a document's text: `text[start:end]`."""

    start: int
    end: int


def split(text: str) -> Iterator[Span]:
    r"""Yield the paragraphs of a text, in order: its lines, or, where lines were wrapped at a width, its blocks.

    >>> text = "Harbour to close\n\nThe harbour closes in May.\nNobody objected."
    >>> [text[start:end] for start, end in split(text)]
    ['Harbour to close', 'The harbour closes in May.', 'Nobody objected.']
    """
    blocks = [list(_lines(text, block)) for block in _BLOCK.finditer(text)]
    width = _wrap_width(text, blocks)
    for lines in blocks:
        start = lines[0].start
        for line, after in pairwise(lines):
            if not width or not _is_wrapped(text, line, after, width=width):
                yield Span(start, line.end)
                start = after.start
        yield Span(start, lines[-1].end)


def _lines(text: str, block: re.Match[str]) -> Iterator[Span]:
    for line in _LINE.finditer(text, *block.span()):
        content = line.group()
        if stripped := content.strip():
            start = line.start() + content.index(stripped[0])
            yield Span(start, start + len(stripped))


def _wrap_width(text: str, blocks: list[list[Span]]) -> int:
    """Return the width that the lines were wrapped at, or 0 when each line is a paragraph."""
    lengths = [line.end - line.start for lines in blocks for line in lines if " " in text[line.start : line.end]]
    width = max(lengths, default=0)
    breaks = [pair for lines in blocks for pair in pairwise(lines)]
    if not breaks or not NARROWEST_WRAP < width <= WIDEST_WRAP:
        return 0
    wrapped = [line for line, after in breaks if _is_wrapped(text, line, after, width=width)]
    in_sentence = [line for line in wrapped if not _ENDED.search(text, max(line.start, line.end - 4), line.end)]
    return width if len(wrapped) > 0.7 * len(breaks) and len(in_sentence) > 0.6 * len(wrapped) else 0


def _is_wrapped(text: str, line: Span, after: Span, *, width: int) -> bool:
    """Tell whether the next line begins below only because its first word did not fit."""
    indent = after.start - text.rfind("\n", 0, after.start) - 1
    own_indent = line.start - text.rfind("\n", 0, line.start) - 1
    if indent > own_indent + 1 or ITEM.match(text, after.start):
        return False
    word = re.compile(r"\S+").match(text, after.start, after.end)
    needed = len(word.group()) + 1 if word else 1
    length = line.end - line.start
    return length >= NARROWEST_WRAP and length + needed + SLACK > width
