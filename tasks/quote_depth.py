"""Count the quotation marks that are open at places of a text."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tasks.paragraphs import Span

CLOSERS: Final = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}
"""An opening mark and the marks that close it."""

_MARK = re.compile(r"[\"“”„«»‘’']")
_WORD_AHEAD = re.compile(r"[\"'“‘(\[…$£€]{0,3}[^\W_]")


class State(NamedTuple):
    """The marks open at the start of each place asked for, and those left open at the end."""

    depths: list[int]
    open: list[str]


def depths(text: str, paragraph: Span, places: Sequence[int], carried: Sequence[str] = ()) -> State:
    """Return how many quotation marks are open at each of the places, which lie in the paragraph, in order.

    `carried` are marks open at the end of the paragraph before. A quotation that goes on opens again at the start of its next
    paragraph; where it does not, the mark was never closed and counts no more.

    >>> text = "“Go,” she said. “It is late. We leave.”"
    >>> depths(text, Span(0, len(text)), [0, 16, 29]).depths
    [0, 0, 1]
    """
    if not carried and not _MARK.search(text, *paragraph):
        return State([0] * len(places), [])
    is_continued = bool(carried) and text[paragraph.start] == carried[0]
    opened: list[str] = list(carried[:1]) if is_continued else []
    counted, pending = list[int](), iter([*places, paragraph.end + 1])
    place = next(pending)
    for at, mark in _marks(text, paragraph):
        while place <= at:
            counted.append(len(opened))
            place = next(pending)
        if not (is_continued and at == paragraph.start):
            _count(text, at, mark, opened)
    counted += [len(opened)] * (len(places) - len(counted))
    return State(counted, opened)


def _marks(text: str, paragraph: Span) -> Iterator[tuple[int, str]]:
    """Yield the quotation marks and those apostrophes that may be one."""
    last_single = max(text.rfind(mark, paragraph.start, paragraph.end) for mark in "'’")
    for found in _MARK.finditer(text, *paragraph):
        at, mark = found.start(), found.group()
        is_apostrophe = mark in "'’" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()
        if not is_apostrophe and (mark not in "'‘" or at <= last_single):
            yield at, mark


def _count(text: str, at: int, mark: str, opened: list[str]) -> None:
    """Open or close a quotation; a closing mark that matches nothing is left alone."""
    if _opens(text, at, mark, opened):
        if mark in opened:  # A quotation directly within one of the same marks means that the first was never closed.
            del opened[opened.index(mark) :]
        opened.append(mark)
    else:
        closed = [number for number, opening in enumerate(opened) if mark in CLOSERS[opening]]
        del opened[closed[-1] if closed else len(opened) :]


def _opens(text: str, at: int, mark: str, opened: list[str]) -> bool:
    if mark in "\"'":
        is_after_word = at > 0 and (text[at - 1].isalnum() or text[at - 1] in ".,!?…")
        return not is_after_word and bool(_WORD_AHEAD.match(text, at + 1))
    return mark in "„«‘" or (mark == "“" and "„" not in opened)
