"""Tell what each paragraph of a document is: headline, byline, body, list ..., as far as its words and its place tell."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from tasks.paragraphs import ITEM, Span
from tasks.parse.furniture import END, TOP, credit, is_furniture

LONGEST_HEADING: Final = 90
LONGEST_CAPTION: Final = 400
SLACK: Final = 20
"""Characters that white space may make a difference between a line and the title that it is."""

_CAPTION = re.compile(
    r"(?:(?:file )?(?:image|photo|picture|video|caption|photograph)s?(?: caption| credit)?\s*[:/(–—-]\s*\S|photo by\b|image via\b)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)\s|copyright\s|all rights reserved|(?:photo|image)?\s*credit\s*:|\(?(?:additional )?reporting by\b|\(?editing by\b)", re.IGNORECASE
)
_CELLS = re.compile(r"\S(?:\t+| *\| *)\S[^\n]*(?:\t| *\| *)\S|\S\t+\S")
_SPEAKER = re.compile(r"(?:Q|A|Question|Answer|[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){0,3}):\s")
"""How the lines of an interview begin, short questions too."""
_FINAL = re.compile(r"[.!;:,…][\"'”’)\]]*$")
_OPENING: Final = {"“": "”", '"': '"', "‘": "’", "«": "»"}


class Known(NamedTuple):
    """What parsing found out about a document, where it did; `kinds` are those that the source tells, by where a paragraph starts."""

    title: str | None = None
    publisher: str | None = None
    kinds: Mapping[int, str] = MappingProxyType({})


def kinds(text: str, paragraphs: Sequence[Span], known: Known) -> list[str]:
    r"""Return the kind of each paragraph: title, byline, lead, body, heading, quote, list, caption, credit, table or time.

    >>> text = "Harbour to close\nBy Ada Lindqvist\nThe harbour closes in May.\n- Bring boots."
    >>> kinds(text, [Span(0, 16), Span(17, 33), Span(34, 60), Span(61, 75)], Known("Harbour to close"))
    ['title', 'byline', 'lead', 'list']
    """
    lines = [text[start:end] for start, end in paragraphs]
    found: list[str] = []
    for number, line in enumerate(lines):
        place = "top" if number < TOP and "lead" not in found else "end" if len(lines) - number <= END else "middle"
        told = known.kinds.get(paragraphs[number].start)
        kind = told or _furniture(line, place, known) or _shape(line, is_above_text=_is_above_text(lines, number))
        if kind == "title" and "title" in found:
            kind = "heading"
        found.append("lead" if kind == "body" and "lead" not in found else kind)
    return found


def _furniture(line: str, place: str, known: Known) -> str | None:
    """Return what a line is around the article: its title, byline or credit line."""
    if place == "top" and known.title and _same(line, known.title):
        return "title"
    if place == "top" and is_furniture(line):
        return "byline"
    if _RIGHTS.match(line) and len(line) <= LONGEST_CAPTION:
        return "credit"
    if place != "top" and (credit(line) or (known.publisher and _same(line, known.publisher))):
        return "credit"
    return None


def _shape(line: str, *, is_above_text: bool) -> str:
    """Return what a line is within the article by its form."""
    if len(line) <= LONGEST_CAPTION and _CAPTION.match(line):
        return "caption"
    if ITEM.match(line):
        return "list"
    if _CELLS.search(line[:LONGEST_CAPTION]):
        return "table"
    if is_above_text and len(line) <= LONGEST_HEADING and not _FINAL.search(line) and not _SPEAKER.match(line):
        return "heading"
    return "quote" if _is_quotation(line) else "body"


def _is_above_text(lines: Sequence[str], number: int) -> bool:
    """Tell whether a paragraph of sentences follows, as one does below a heading."""
    return number + 1 < len(lines) and len(lines[number + 1]) > len(lines[number]) and bool(_FINAL.search(lines[number + 1]))


def _is_quotation(line: str) -> bool:
    """Tell whether a paragraph is one quotation and nothing else."""
    closing = _OPENING.get(line[0])
    return closing is not None and len(line) > 1 and line[-1] == closing and line.find(closing, 1) == len(line) - 1


def _same(line: str, other: str) -> bool:
    return abs(len(line) - len(other)) <= SLACK and " ".join(line.split()).casefold() == " ".join(other.split()).casefold()
