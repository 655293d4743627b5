"""Find what stands between quotation marks: a state machine over paragraphs that no text can break."""

import itertools
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

MARK: Final = re.compile("[“”\"„«»‘’'`]{5,}|``|''|[“”\"„«»‘’']")
"""A quotation mark, or a row of them that is none."""
LONGEST_MARK: Final = 2
OPENING: Final = frozenset(("“", "„", "«", "``", "‘"))
SINGLE: Final = frozenset("‘’'")
PAUSES: Final = frozenset(",.!?…;:—–-")
"""What a writer puts before the mark that ends somebody's words."""

_WORD = re.compile(r"\w")
_ELLIPSIS = re.compile(r"\.{3}\s?\w")


class Quotation(NamedTuple):
    """A stretch between quotation marks, the marks included; without a closing mark it runs on to the next opening or the paragraph's end.

    `paragraph` is the number of its paragraph, `depth` 0 unless it stands inside another quotation, `is_closed` whether
    it has a closing mark, `is_resumed` whether it goes on with what the paragraph before left open.
    """

    start: int
    end: int
    paragraph: int
    depth: int = 0
    is_closed: bool = True
    is_resumed: bool = False


class _Mark(NamedTuple):
    start: int
    end: int
    sign: str


def quotations(text: str, paragraphs: Iterable[tuple[int, int]]) -> list[Quotation]:
    r"""Return the quotations of a text in order, given the spans of its paragraphs; those without a word are left out.

    >>> text = "“Stay,” she said. “Wait."
    >>> [(text[found.start : found.end], found.is_closed) for found in quotations(text, [(0, len(text))])]
    [('“Stay,”', True), ('“Wait.', False)]
    """
    result, was_open = list[Quotation](), False
    for number, (start, end) in enumerate(paragraphs):
        found = (match for match in MARK.finditer(text, start, end) if len(match.group()) <= LONGEST_MARK)
        marks = [_Mark(match.start(), match.end(), match.group()) for match in found]
        closed, forgotten = _paired(text, marks, start if was_open else None)
        unclosed = _unclosed(text, forgotten, marks, end)
        spans = sorted([(first, -last, True) for first, last in closed] + [(first, -last, False) for first, last in unclosed])
        nested = _nested([(first, -last, is_closed) for first, last, is_closed in spans], number)
        if was_open and nested and nested[0].start == start:
            nested[0] = nested[0]._replace(is_resumed=True)
        was_open = any(last == end for _, last in unclosed)
        result += [quotation for quotation in nested if _WORD.search(text, quotation.start, quotation.end)]
    return result


def _paired(text: str, marks: list[_Mark], resumed_from: int | None) -> tuple[list[tuple[int, int]], list[_Mark]]:
    """Return the spans with both marks, and the double marks that were opened and never closed."""
    waiting, pairs = list[_Mark](), list[tuple[int, int]]()
    if resumed_from is not None and marks and marks[0].start > resumed_from and not _opens(text, marks[0]):
        waiting.append(_Mark(resumed_from, resumed_from, "“"))
    depth = len(waiting)
    for mark in marks:
        is_single = mark.sign in SINGLE
        if _closes(text, mark, waiting, depth):
            while not is_single and waiting[-1].sign in SINGLE:
                waiting.pop()
            opening = waiting.pop()
            depth -= opening.sign not in SINGLE
            pairs.append((opening.start, mark.end))
        elif _opens(text, mark):
            waiting.append(mark)
            depth += not is_single
        elif is_single and pairs and _is_possessive(text, pairs[-1], mark):
            pairs[-1] = (pairs[-1][0], mark.end)
    return pairs, [mark for mark in waiting if mark.sign not in SINGLE and mark.end > mark.start]


def _opens(text: str, mark: _Mark) -> bool:
    """Tell whether a mark, by its form or its neighbours, begins a quotation."""
    before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
    is_outside = not before or before.isspace() or before in "([{—–-/" or bool(MARK.fullmatch(before))
    if mark.sign == "‘":
        return is_outside and after.isalpha()
    if mark.sign in OPENING:
        return True
    # A closing mark of the wrong form is common where an editor's program chose it.
    if not is_outside or not after:
        return False
    if after == "." and _ELLIPSIS.match(text, mark.end):
        return True
    return after.isalnum() if mark.sign in SINGLE else not after.isspace() and after not in ",.;:!?"


def _closes(text: str, mark: _Mark, waiting: list[_Mark], depth: int) -> bool:
    """Tell whether a mark ends the quotation that was opened last; `depth` counts the double marks that wait."""
    if mark.sign in SINGLE:
        before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
        return bool(waiting) and waiting[-1].sign in SINGLE and mark.sign != "‘" and not before.isspace() and not after.isalnum()
    if not depth:
        return False
    if mark.sign == "“":
        return waiting[-1].sign == "„"
    return mark.sign not in OPENING and (mark.sign != '"' or not _opens(text, mark))


def _is_possessive(text: str, pair: tuple[int, int], mark: _Mark) -> bool:
    """Tell whether the pair ended at the apostrophe of a plural (the ministers’) and really ends at this mark."""
    start, end = pair
    return text[start] in SINGLE and text[end - 2] == "s" and text[mark.start - 1] in PAUSES


def _unclosed(text: str, forgotten: list[_Mark], marks: list[_Mark], end: int) -> list[tuple[int, int]]:
    """Return where each opened and never closed quotation ends: at the next double opening mark, else with the paragraph."""
    starts = [mark.start for mark in marks if mark.sign not in SINGLE and _opens(text, mark)]
    following = dict(itertools.pairwise(starts))
    result = []
    for mark in forgotten:
        stop = following.get(mark.start, end)
        result.append((mark.start, mark.end + len(text[mark.end : stop].rstrip())))
    return result


def _nested(spans: list[tuple[int, int, bool]], paragraph: int) -> list[Quotation]:
    result, ends = list[Quotation](), list[int]()
    for start, end, is_closed in spans:
        while ends and ends[-1] <= start:
            ends.pop()
        result.append(Quotation(start, end, paragraph, len(ends), is_closed))
        ends.append(end)
    return result
