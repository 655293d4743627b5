"""The places that a report is dated from, which models take for people and organisations where they are in capitals."""

import re
from collections.abc import Iterator
from typing import Final

from tasks.article import Article
from tasks.parse import furniture
from tasks.tag.name import Layer, Name, Words

CONFIDENCE: Final = 0.9
TOP: Final = 6
"""Paragraphs from the top among which the dated one is."""

_PLACE = re.compile(r"[^,]*[^,\s]")


def lay(article: Article, words: Words, names: list[Name]) -> list[Name]:
    """Return names in order, those in datelines as places: `PORT ELLERY, Maravia (AP) —`."""
    layer = Layer(names)
    index = {start: number for number, start in enumerate(words.tokens.start)}
    for start, end in _places(article):
        first, last = index.get(start), index.get(start)
        while last is not None and last < len(words) and words.tokens.end[last] <= end:
            last += 1
        if first is not None and last is not None and first < last:
            layer.lay(Name(first, last, "GPE", "pattern", CONFIDENCE))
    return layer.names()


def _places(article: Article) -> Iterator[tuple[int, int]]:
    """Yield where each place of a dateline begins and ends."""
    for paragraph in article.paragraphs[:TOP]:
        dated = furniture.dateline(article.text[paragraph.start : paragraph.end])
        if dated:
            start = article.text.index(dated, paragraph.start)
            for place in _PLACE.finditer(dated):
                lead = len(place.group()) - len(place.group().lstrip())
                yield start + place.start() + lead, start + place.end()
