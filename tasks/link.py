"""Tie what one document names to the same person, organisation or place everywhere.

An id is a hash of a label and a canonical name, so any order of ingest gives the same ids. Only what is safe is tied: a name that the
tables know, or the same full name. A lone surname, or a body named by a common noun alone, stays an entity of its own document.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from tasks import gazetteer
from tasks.article import Article, Entity, articles
from tasks.resolve import forms
from tasks.stage import Batch, stage
from warehouse import schema

READS: Final = ("documents", "mentions", "local_entities", "local_entity_mentions")
WRITES: Final = ("links", "entities", "entity_relations")
PLACES: Final = frozenset({"GPE", "LOC"})

Row = tuple[Any, ...]


class Target(NamedTuple):
    """The entity that a local one is tied to, and how."""

    entity_id: str
    name: str
    label: str
    method: str
    confidence: float


@stage(*READS, writes=WRITES, version=1)
def link(batch: Batch) -> Batch:
    """Write the entity of each local entity, what the document says of it, and for which country a seat of government stands."""
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
    words = forms.words(name) or (name,)
    if (label == "PERSON" and len(words) == 1) or (label == "ORG" and forms.is_common(words)):
        return Target(schema.identifier("provisional", document_id, label, " ".join(words)), name, label, "provisional", 0.3)
    key = forms.without_legal_form(words) if label == "ORG" else words
    return Target(schema.identifier(label, " ".join(key)), name, label, "name", 0.9 if len(words) > 1 else 0.7)


def entity_id(label: str, name: str) -> str:
    """Return the id of an entity by its canonical name."""
    return schema.identifier(label, " ".join(forms.words(name)))


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
    targets = {
        local_id: target(article.document_id, local.name, local.label, dict.fromkeys(surfaces[local_id]))
        for local_id, local in article.entities.items()
    }
    return {
        "links": [(article.document_id, local_id, found.entity_id, found.method, found.confidence) for local_id, found in targets.items()],
        "entities": list(_entities(article, targets, surfaces)),
        "entity_relations": list(_relations(article.document_id, targets.values(), article.entities.values())),
    }


def _entities(article: Article, targets: dict[str, Target], surfaces: dict[str, list[str]]) -> Iterator[Row]:
    """Yield what the document says of each entity, in the order in which it names them."""
    named: dict[str, Target] = {}
    others: dict[str, list[str]] = defaultdict(list)
    for local_id, found in targets.items():
        named.setdefault(found.entity_id, found)
        others[found.entity_id] += [article.entities[local_id].name, *surfaces[local_id]]
    for id_, found in named.items():
        aliases = [surface for surface in dict.fromkeys(others[id_]) if surface != found.name]
        yield article.document_id, id_, found.name, found.label, aliases, None, _external_ids(found)


def _external_ids(found: Target) -> Sequence[str]:
    code = gazetteer.country_codes().get(found.name) if found.label == "GPE" and found.method == "alias" else None
    return [f"iso3166:{code}"] if code else []


def _relations(document_id: str, targets: Iterable[Target], locals_: Iterable[Entity]) -> Iterator[Row]:
    """Yield `acts_for` once for each seat of government that the document names."""
    written = set[str]()
    for found, local in zip(targets, locals_, strict=True):
        country = gazetteer.seats().get(found.name) or gazetteer.seats().get(local.name)
        if country and local.label in {"GPE", "LOC", "ORG"} and found.entity_id not in written:
            written.add(found.entity_id)
            yield document_id, found.entity_id, "acts_for", entity_id("GPE", country), 0.9
