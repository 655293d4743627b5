"""Who said what."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from tasks.article import Article, Mention, articles
from tasks.attribute.claims import Claim, claims
from tasks.attribute.dates import DATE, NEAREST, said_on
from tasks.attribute.roles import Role
from tasks.attribute.stance import is_negated, stance
from tasks.attribute.tree import OUTSIDE, Stretch, Tree, spans, tree
from tasks.attribute.utterance import Utterance
from tasks.stage import Batch, stage
from warehouse import schema

WRITES: Final = ("claims", "claim_spans", "claim_speakers")
READS: Final = ("documents", "segments", "tokens", "mentions", "local_entities", "local_entity_mentions")
PART: Final = " … "
"""Between the parts of a content that the cue divides."""


class _Rows(NamedTuple):
    claims: list[tuple[Any, ...]]
    spans: list[tuple[Any, ...]]
    speakers: list[tuple[Any, ...]]


@stage(*READS, writes=WRITES, version=2)
def attribute(batch: Batch) -> Batch:
    """Write a row a claim, with its spans and its speakers."""
    rows = _Rows([], [], [])
    values = dict(zip(*(batch["mentions"].column(name).to_pylist() for name in ("mention_id", "value")), strict=True))
    for article in articles(batch):
        _add(rows, article, values)
    return {name: schema.table(name, found) for name, found in zip(WRITES, rows, strict=True)}


def _add(rows: _Rows, article: Article, values: dict[str, str | None]) -> None:
    """Add what an article reports to the rows."""
    parsed = tree(article)
    found, roles = claims(parsed, article)
    dates = [mention for mention in article.mentions if mention.label == DATE]
    ids = [schema.identifier(article.document_id, *spans_of(parsed, claim.utterance)) for claim in found]
    for claim, claim_id in zip(found, ids, strict=True):
        parent = ids[claim.parent] if claim.parent is not None else None
        date = said_on(parsed, claim.utterance, _near(parsed, claim.utterance, dates))
        said_at = _moment(values.get(date.mention_id)) if date else None
        rows.claims.append((article.document_id, claim_id, *_claim(parsed, claim, parent=parent, said_at=said_at)))
        rows.spans.extend((article.document_id, claim_id, *part) for part in spans_of(parsed, claim.utterance))
        rows.speakers.extend((article.document_id, claim_id, *row) for row in _speakers(parsed, article, claim, roles))


def _claim(parsed: Tree, claim: Claim, *, parent: str | None, said_at: datetime | None) -> tuple[Any, ...]:
    """Return the columns of a claim after its ids."""
    utterance, voice = claim.utterance, claim.voice
    return (
        parsed.tokens.segment_id[utterance.first],
        kind(parsed, utterance),
        utterance.cue.entry.lemma if utterance.cue else parsed.surface(utterance.cue_stretch).lower() if utterance.cue_stretch else None,
        stance(utterance),
        is_negated(parsed, utterance),
        voice.source_type,
        parsed.surface(utterance.source.stretch) if utterance.source else None,
        PART.join(parsed.text[start:end] for start, end in spans(parsed, utterance.content)),
        parent,
        said_at,
        voice.resolved_by,
        round(claim.confidence.claim, 3),
    )


def kind(parsed: Tree, utterance: Utterance) -> str:
    """Return whether a content is `direct`, all in quotation marks, `indirect`, or `mixed`."""
    inside = {parsed.quotation[token] != OUTSIDE for part in utterance.content for token in range(*part) if not parsed.is_punctuation(token)}
    return "mixed" if len(inside) > 1 else "direct" if inside == {True} else "indirect"


def spans_of(parsed: Tree, utterance: Utterance) -> Iterator[tuple[str, int, int, str]]:
    """Yield the spans of source, cue and content in the order of the text."""
    source = [utterance.source.stretch] if utterance.source else []
    cue = [utterance.cue_stretch] if utterance.cue_stretch else []
    named: list[tuple[str, list[Stretch]]] = [("source", source), ("cue", cue), ("content", utterance.content)]
    found = [(name, start, end) for name, stretches in named for start, end in spans(parsed, stretches)]
    for name, start, end in sorted(found, key=lambda part: part[1:]):
        yield name, start, end, parsed.text[start:end]


def _speakers(parsed: Tree, article: Article, claim: Claim, roles: dict[str, Role]) -> Iterator[tuple[Any, ...]]:
    """Yield the columns of each speaker of a claim after the ids."""
    for entity_id in claim.voice.entities:
        role = roles.get(entity_id)
        yield (
            entity_id,
            article.entities[entity_id].name,
            *_stated(parsed, role.role if role else None),
            *_stated(parsed, role.affiliation if role else None),
            round(claim.confidence.speaker, 3),
        )


def _stated(parsed: Tree, stretch: Stretch | None) -> tuple[str | None, int | None, int | None]:
    if stretch is None:
        return None, None, None
    ((start, end),) = spans(parsed, [stretch])
    return parsed.text[start:end], start, end


def _near(parsed: Tree, utterance: Utterance, dates: list[Mention]) -> list[Mention]:
    """Return the dates that lie close enough to a cue to be looked at."""
    if utterance.cue_stretch is None:
        return []
    first, last = max(utterance.cue_stretch.first - NEAREST, 0), min(utterance.cue_stretch.first + NEAREST, len(parsed) - 1)
    start = bisect_left(dates, parsed.tokens.start[first], key=lambda mention: mention.start)
    return dates[start : bisect_right(dates, parsed.tokens.start[last], key=lambda mention: mention.start)]


def _moment(value: str | None) -> datetime | None:
    """Return the day that a date means, in UTC."""
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC) if value else None
    except ValueError:
        return None
