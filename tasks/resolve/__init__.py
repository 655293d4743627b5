"""Decide who is who in a document: its names gathered into local entities, each under its fullest name."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from tasks.article import Article, Mention, articles
from tasks.resolve import bodies, gender
from tasks.resolve.identify import Identity, Named, identify
from tasks.stage import Batch, stage
from warehouse import schema

WRITES: Final = ("local_entities", "local_entity_mentions")

Row = tuple[Any, ...]


@stage("documents", "segments", "tokens", "mentions", writes=WRITES, version=2)
def resolve(batch: Batch) -> Batch:
    """Write a row for each entity of a document, and one for each mention with the entity it names; dates name none."""
    entities, owners = list[Row](), list[Row]()
    for article in articles(batch):
        found, tied = _rows(article)
        entities += found
        owners += tied
    return {"local_entities": schema.table("local_entities", entities), "local_entity_mentions": schema.table("local_entity_mentions", owners)}


def _rows(article: Article) -> tuple[list[Row], list[Row]]:
    mentions = [mention for mention in article.mentions if mention.label != "DATE"]
    beside = [_beside(article, mention) for mention in mentions]
    named = [_named(article, mention, mentions[number - 1] if number else None, beside[number]) for number, mention in enumerate(mentions)]
    identities, owners = identify(named)
    identities = bodies.with_country(article, mentions, owners, identities)
    ids = [schema.identifier(article.document_id, identity.label, identity.name) for identity in identities]
    genders = _genders(article, mentions, [ids[owner.entity] for owner in owners], beside)
    tied = [
        (article.document_id, mention.mention_id, ids[owner.entity], owner.method, owner.confidence)
        for mention, owner in zip(mentions, owners, strict=True)
    ]
    entities = [
        (article.document_id, id_, identity.name, identity.label, genders.get(id_), number(identity))
        for id_, identity in zip(ids, identities, strict=True)
    ]
    return entities, tied


def _named(article: Article, mention: Mention, before: Mention | None, beside: str | None) -> Named:
    is_gloss = before is not None and article.text[before.end : mention.start].strip() == "(" and article.text[mention.end : mention.end + 1] == ")"
    return Named(mention.text, mention.label, beside, is_gloss)


def _beside(article: Article, mention: Mention) -> str | None:
    if mention.label != "PERSON":
        return None
    tokens = article.tokens
    first, last = bisect_left(tokens.start, mention.start), bisect_left(tokens.start, mention.end)
    return gender.beside(article.text, tokens, first, last)


def _genders(article: Article, mentions: Sequence[Mention], ids: Sequence[str], beside: Sequence[str | None]) -> dict[str, str | None]:
    """Return the gender of each person."""
    sure, names = dict[str, str](), defaultdict[str, list[str]](list)
    persons = [mention._replace(entity_id=id_) for mention, id_ in zip(mentions, ids, strict=True) if mention.label == "PERSON"]
    for mention, id_, told in zip(mentions, ids, beside, strict=True):
        if mention.label == "PERSON":
            names[id_].append(mention.text)
            if told:
                sure.setdefault(id_, told)
    voted = gender.votes(article.text, article.tokens, persons)
    return {id_: gender.decide(sure.get(id_), gender.first_name(names[id_]), voted[id_]) for id_ in names}


def number(identity: Identity) -> str | None:
    """Return whether a name is of one or of many, where its label or its form tells.

    >>> number(Identity("Anna Quell", "PERSON")), number(Identity("Harbourites", "NORP")), number(Identity("Harbour Board", "ORG"))
    ('singular', 'plural', None)
    """
    if identity.label in {"PERSON", "GPE"}:
        return "singular"
    return "plural" if identity.label == "NORP" and identity.name.endswith("s") else None
