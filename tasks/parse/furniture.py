"""Read what surrounds an article in its own text: headline, byline, date line, dateline, credit line."""

import re
from typing import Final

from tasks import paragraphs
from tasks.parse.dates import date_line, numeric
from tasks.parse.document import Facts, Found, Moment

LONGEST_TITLE: Final = 160
TOP: Final = 6
"""Paragraphs from the top in which a byline or date line is looked for."""
END: Final = 3
"""Paragraphs from the end in which a credit line is looked for."""
LONGEST_EDGE: Final = 8_000
"""Characters from the top or the end of a text that hold all that surrounds an article."""
FEWEST_WORDS: Final = 12
"""Words of a line that is longer than bylines are: a paragraph."""
NO_NAMES: Final = frozenset(
    {"agencies", "agency", "associated", "bureau", "chief", "columnist", "contributor", "correspondent", "desk", "editor", "editorial", "journal"}
    | {"media", "news", "newspaper", "newsroom", "of", "our", "post", "press", "radio", "reporter", "reporters", "reuters", "service", "special"}
    | {"staff", "the", "times", "today", "tv", "updated", "writer", "writers"}
)
"""Words that stand in a byline and in no person's name."""

_BYLINE = re.compile(r"(?:by|(?:written|reported|story|words|text|report) by)\s*:?\s+(?=\S)", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\band\b)\s*")
_COLUMN = re.compile(r"[|•·]")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){1,4}")
_CREDIT = re.compile(r"\(?(?:source|publisher|published by|originally published (?:by|in))\s*[:–—]\s*(?P<publisher>[^\n]{2,80}?)[).]?", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://(?:www\.)?([^/\s]+)\S*")
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_a-z](?:[^\W\d_a-z]|[.'’ ]|-(?=\w)){2,50}(?:, [^\W\d_a-z][\w.'’ ]{1,30}?)?)"
    r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}))?"
    r"(?: \([^()\n]{1,40}\))?\s*(?:[—–]|--?)\s+"
)
_FINAL = re.compile(r"[.;:,…]$")


def byline(line: str) -> list[str] | None:
    """Return the names of a byline, or None for a line that is none.

    >>> byline("By Ada Lindqvist and Tomas Ferro, Staff Writers")
    ['Ada Lindqvist', 'Tomas Ferro']
    >>> byline("By Friday the harbour was closed.")
    """
    for column in map(str.strip, _COLUMN.split(line)):
        start = _BYLINE.match(column)
        if start and len(column) <= LONGEST_TITLE and not column.endswith("."):
            pieces = [piece for piece in _BETWEEN_NAMES.split(column[start.end() :]) if piece]
            names = [_name(piece) for piece in pieces if _is_name(piece)]
            return names if names and _is_name(pieces[0]) else None
    return None


def published_line(line: str) -> Moment | None:
    """Return the day of a date line, which may stand beside a byline: `By Ada Lindqvist | 5 March 2024`."""
    return next((day for column in _COLUMN.split(line) if (day := date_line(column) or numeric(column, None))), None)


def dateline(paragraph: str) -> str | None:
    """Return the place that a paragraph is dated from.

    >>> dateline("PORT ELLERY, Maravia (AP) — The harbour closed.")
    'PORT ELLERY, Maravia'
    """
    match = _DATELINE.match(paragraph)
    place = match["place"].strip() if match else ""
    return place if sum(map(str.isalpha, place)) > 2 else None  # noqa: PLR2004 - the shortest cities have three letters


def credit(line: str) -> str | None:
    """Return the publisher of a credit line.

    >>> credit("Source: Maravia Herald")
    'Maravia Herald'
    """
    match = _CREDIT.fullmatch(line.strip())
    return _WEB_ADDRESS.sub(r"\1", match["publisher"]).strip() if match else None


def is_title(line: str) -> bool:
    """Tell whether a line reads like a headline: short and without a full stop."""
    return len(line) <= LONGEST_TITLE and not _FINAL.search(line) and any(map(str.isalpha, line))


def complete(text: str, known: Facts) -> Facts:
    """Return the facts with those that were not known filled in from the lines of the text."""
    lines = _lines(text[:LONGEST_EDGE])
    top, end = lines[:TOP], (lines if len(text) <= LONGEST_EDGE else _lines(text[-LONGEST_EDGE:]))[:0:-1][:END]
    names = next(filter(None, map(byline, top)), None)
    day = next(filter(None, map(published_line, top)), None)
    place = next(filter(None, map(dateline, top)), None)
    publisher = next(filter(None, map(credit, end)), None)
    headline = _headline(lines)
    return known.filled_from(
        Facts(
            title=Found(headline, "first-line") if headline else None,
            authors=Found(names, "byline") if names else None,
            publisher=Found(publisher, "credit-line") if publisher else None,
            published=Found(day, "date-line") if day else None,
            dateline=Found(place, "dateline") if place else None,
        )
    )


def _lines(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs.split(text)]


def is_furniture(line: str) -> bool:
    """Tell whether a line is a byline, a date line or both."""
    return bool(byline(line) or published_line(line) or any(numeric(column, "month") or numeric(column, "day") for column in _COLUMN.split(line)))


def _headline(lines: list[str]) -> str | None:
    """Return the first line where it is a title: short, unpunctuated, above something longer or a byline."""
    while lines and is_furniture(lines[0]) and len(lines) > 1:
        lines = lines[1:]
    if not lines or not is_title(lines[0]) or dateline(lines[0]) or credit(lines[0]):
        return None
    title, below = " ".join(lines[0].split()), lines[1 : TOP + 1]
    return title if any(len(line) > len(title) or is_furniture(line) for line in below) else None


def _is_name(piece: str) -> bool:
    words = piece.lower().replace(".", "").split()
    return bool(_NAME.fullmatch(piece)) and piece[0].isupper() and piece.rsplit(maxsplit=1)[-1][0].isupper() and not NO_NAMES.intersection(words)


def _name(piece: str) -> str:
    """Return a name in the letters names are written in, where the byline is all capitals."""
    return " ".join(piece.title().split()) if piece.isupper() else " ".join(piece.split())
