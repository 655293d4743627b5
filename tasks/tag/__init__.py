"""Find the names and dates of a document: what the model saw, made consistent by rules and tables; dates by rules alone."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from tasks.article import Article, articles
from tasks.stage import Batch, stage
from tasks.tag import bodies, consistency, context, datelines, dates, edges, events, joins, lists, nouns, persons
from tasks.tag.name import Name, Words, words
from tasks.tag.values import Value, value
from warehouse import schema

WRITES: Final = ("mentions",)
AHEAD_WITHIN: Final = 60
"""Characters before a date in which a word of the future makes it a future one."""

_AHEAD = re.compile(r"\b(?:will|shall|would|due|scheduled|expected|plans?|planned|set to|until|ahead of|deadline)\b[^.!?\n]*$")


@stage("documents", "segments", "tokens", writes=WRITES, version=2)
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
    for name in sorted((*named, *bodies.bodies(read, named))):
        start, end = read.tokens.start[name.first], read.tokens.end[name.last - 1]
        meant = _meant(read, name, anchor) if name.label == "DATE" else Value()
        yield (
            article.document_id,
            schema.identifier(article.document_id, name.label, start, end),
            start,
            end,
            article.text[start:end],
            name.label,
            meant.first_day,
            meant.grain,
            meant.anchor,
            name.method,
            name.confidence,
        )


def _meant(read: Words, name: Name, anchor: date | None) -> Value:
    """Return what a date means; a relative one in a sentence that looks ahead lies ahead."""
    start, end = read.tokens.start[name.first], read.tokens.end[name.last - 1]
    before = read.text[max(0, start - AHEAD_WITHIN) : start]
    return value(read.text[start:end], anchor, is_ahead=bool(_AHEAD.search(before)))
