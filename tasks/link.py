"""Tie what one document names to the same person, organisation or place everywhere.

An id is a hash of a label and a canonical name, so any order of ingest gives the same ids. Only what is safe is tied: a name that the
tables know, or the same full name. A lone surname, or a body named by a common noun alone, stays an entity of its own document. What the
user's knowledge base and people's decisions make of these ids is for the views to say, so that either can change without a new ingest.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from tasks import gazetteer
from tasks.article import Article, Entity, articles
from tasks.resolve import forms, states
from tasks.stage import Batch, stage
from warehouse import schema

READS: Final = ("documents", "mentions", "local_entities", "local_entity_mentions")
WRITES: Final = ("links", "entities", "entity_relations")
PLACES: Final = frozenset({"GPE", "LOC"})
IN_SMALL: Final = PLACES | {"PERSON"}
LONGEST_INITIALS: Final = 4
"""Letters of a name in capitals that may be initials."""

MANY: Final = frozenset({"embassy", "consulate"})
"""What a country has in many places."""

Row = tuple[Any, ...]


class Target(NamedTuple):
    """The entity that a local one is tied to, and how."""

    entity_id: str
    name: str
    label: str
    method: str
    confidence: float


class Tied(NamedTuple):
    """A local entity, the forms that the document uses for it, and what it is tied to."""

    local: Entity
    forms: list[str]
    target: Target


@stage(*READS, writes=WRITES, version=2)
def link(batch: Batch) -> Batch:
    """Write the entity of each local entity, what the document says of it, and for which country a government or its seat stands."""
    rows: dict[str, list[Row]] = {name: [] for name in WRITES}
    for article in articles({name: batch[name] for name in READS}):
        for name, found in _rows(article).items():
            rows[name] += found
    return {name: schema.table(name, found) for name, found in rows.items()}


def target(document_id: str, name: str, label: str, surfaces: Iterable[str] = ()) -> Target:
    """Return the entity that a name means; `surfaces` are the other forms that the document uses for it.

    >>> target("one", "Daesh", "ORG").entity_id == target("two", "ISIS", "ORG").entity_id
    True
    >>> target("one", "Quell", "PERSON").entity_id == target("two", "Quell", "PERSON").entity_id
    False
    """
    if known := _known(label, (name, *surfaces)):
        return Target(entity_id(known.label, known.name), known.name, known.label, "alias", 0.95)
    if label == "ORG" and (body := states.body(name)):
        return Target(entity_id(label, name), states.GOVERNMENT.format(body.country) if body.is_government else name, label, "alias", 0.9)
    words, name = forms.words(name) or (name,), _as_written_small(name, label)
    if (label == "PERSON" and len(words) == 1) or (label == "ORG" and (words[-1] in MANY or forms.is_common(words))):
        return Target(schema.identifier("provisional", document_id, label, " ".join(words)), name, label, "provisional", 0.3)
    return Target(entity_id(label, name), name, label, "name", 0.9 if len(words) > 1 else 0.7)


def _as_written_small(name: str, label: str) -> str:
    """Return a name out of a headline in capitals as it is written elsewhere; an organisation may be written so everywhere.

    >>> _as_written_small("PORT ELLERY", "GPE"), _as_written_small("CTR", "ORG")
    ('Port Ellery', 'CTR')
    """
    return name.title() if name.isupper() and label in IN_SMALL and len(name) > LONGEST_INITIALS else name


def entity_id(label: str, name: str) -> str:
    """Return what a label and a name alone hash to: the id of an entity, unless the name is provisional.

    >>> entity_id("ORG", "Harbour Mills Ltd.") == entity_id("ORG", "harbour mills")
    True
    >>> entity_id("ORG", "Norway's Defence Ministry") == entity_id("ORG", "Norwegian Ministry of Defense")
    True
    """
    if label == "ORG" and (body := states.body(name)):
        return schema.identifier(label, *body)
    words = forms.words(name) or (name,)
    return schema.identifier(label, " ".join(forms.without_legal_form(words) if label == "ORG" else words))


def _known(label: str, surfaces: Iterable[str]) -> gazetteer.Known | None:
    for surface in surfaces:
        known = gazetteer.lookup(surface)
        if known and known.is_sure and (known.label == label or {known.label, label} <= PLACES):
            return known
    return None


def _rows(article: Article) -> dict[str, list[Row]]:
    surfaces: dict[str, list[str]] = defaultdict(list)
    for mention in article.mentions:
        if mention.entity_id:
            surfaces[mention.entity_id].append(mention.text)
    tied = [
        Tied(local, surfaces[id_], target(article.document_id, local.name, local.label, dict.fromkeys(surfaces[id_])))
        for id_, local in article.entities.items()
    ]
    return {
        "links": [_link(article.document_id, one) for one in tied],
        "entities": list(_entities(article.document_id, tied)),
        "entity_relations": list(_relations(article.document_id, tied)),
    }


def _link(document_id: str, one: Tied) -> Row:
    found, local = one.target, one.local
    return document_id, local.entity_id, found.entity_id, entity_id(local.label, local.name), found.name, found.method, found.confidence


def _entities(document_id: str, tied: Sequence[Tied]) -> Iterator[Row]:
    """Yield what the document says of each entity, in the order in which it names them."""
    named: dict[str, Target] = {}
    others: dict[str, list[str]] = defaultdict(list)
    for local, surfaces, found in tied:
        named.setdefault(found.entity_id, found)
        others[found.entity_id] += [local.name, *surfaces]
    for id_, found in named.items():
        aliases = [surface for surface in dict.fromkeys(others[id_]) if surface != found.name]
        yield document_id, id_, found.name, found.label, aliases, None, _external_ids(found)


def _external_ids(found: Target) -> Sequence[str]:
    code = gazetteer.country_codes().get(found.name) if found.label == "GPE" and found.method == "alias" else None
    return [f"iso3166:{code}"] if code else []


def _relations(document_id: str, tied: Sequence[Tied]) -> Iterator[Row]:
    """Yield `acts_for` once for each government, and seat of one, that the document names."""
    written = set[str]()
    for local, _, found in tied:
        country = gazetteer.seats().get(found.name) or gazetteer.seats().get(local.name) or _governed(local.name)
        if country and local.label in {"GPE", "LOC", "ORG"} and found.entity_id not in written:
            written.add(found.entity_id)
            yield document_id, found.entity_id, "acts_for", entity_id("GPE", country), 0.9


def _governed(name: str) -> str | None:
    body = states.body(name)
    return body.country if body and body.is_government else None
