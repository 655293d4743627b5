"""Find the names and dates of a document: what the model saw, made consistent by rules and tables; dates by rules alone."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from tasks.article import Article, articles
from tasks.stage import Batch, stage
from tasks.tag import bodies, consistency, context, datelines, dates, edges, events, joins, lists, nouns, persons, ranges
from tasks.tag.name import Name, Words, words
from tasks.tag.values import Value, following, value
from warehouse import schema

WRITES: Final = ("mentions",)
AHEAD_WITHIN: Final = 60
"""Characters before a date in which a word of the future makes it a future one."""

_AHEAD = re.compile(r"\b(?:will|shall|would|due|scheduled|expected|plans?|planned|set to|until|ahead of|deadline)\b[^.!?\n]*$")


@stage("documents", "segments", "tokens", writes=WRITES, version=3)
def tag(batch: Batch) -> Batch:
    """Write a row for each name or date."""
    rows = [row for article in articles(batch) for row in _rows(article)]
    return {"mentions": schema.table("mentions", rows)}


def names(article: Article, read: Words) -> list[Name]:
    """Return the names and dates of a document in order; none crosses another."""
    named = lists.overlay(read, persons.by_title(read, list(edges.model_names(read))))
    named = joins.join(read, nouns.by_noun(read, context.judge(read, named)))
    named = datelines.lay(article, read, events.elections(read, named))
    named = consistency.agree(read, joins.bracketed(read, named))
    named = consistency.spread(read, named)
    return list(_apart(sorted(dates.merge(read, named))))


def _apart(found: list[Name]) -> Iterator[Name]:
    """Yield names without those that cross the one before."""
    end = 0
    for name in found:
        if name.first >= end:
            yield name
            end = name.last


def _rows(article: Article) -> Iterator[tuple[object, ...]]:
    read = words(article)
    anchor = article.published_at.date() if article.published_at else None
    named = names(article, read)
    values = _values(read, [name for name in named if name.label == "DATE"], anchor)
    for name in sorted((*named, *bodies.bodies(read, named))):
        start, end = read.tokens.start[name.first], read.tokens.end[name.last - 1]
        meant = values.get(name, Value())
        yield (
            article.document_id,
            schema.identifier(article.document_id, name.label, start, end),
            start,
            end,
            article.text[start:end],
            name.label,
            *meant,
            name.method,
            name.confidence,
        )


def _values(read: Words, dates: list[Name], anchor: date | None) -> dict[Name, Value]:
    """Return what dates mean, those that a period begins or ends with by each other: `from 30 April to 2 May 2015`, `Monday to Friday`."""
    meant: dict[Name, Value] = {}
    for number, name in enumerate(dates):
        expression = read.surface(name.first, name.last)
        before, after = dates[number - 1] if number else None, dates[number + 1] if number + 1 < len(dates) else None
        if after and _are_linked(read, name, after):
            expression = ranges.lent(expression, read.surface(after.first, after.last))
        found = value(expression, anchor, is_ahead=_is_ahead(read, name))
        if before and ranges.is_weekday(expression) and _are_linked(read, before, name):
            found = following(found, meant[before])
        meant[name] = found
    return meant


def _are_linked(read: Words, first: Name, last: Name) -> bool:
    """Tell whether two dates are the ends of a period, or two of a list."""
    return ranges.LINK.fullmatch(read.text, read.tokens.end[first.last - 1], read.tokens.start[last.first]) is not None


def _is_ahead(read: Words, name: Name) -> bool:
    """Tell whether a date stands in a sentence that looks ahead, where a relative one lies ahead."""
    start = read.tokens.start[name.first]
    return bool(_AHEAD.search(read.text[max(0, start - AHEAD_WITHIN) : start]))
