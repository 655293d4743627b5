"""What the user knows about people, organisations and places: rows of a table or FollowTheMoney entities, and the names they go by."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from tasks import gazetteer, link
from tasks.resolve import forms
from tasks.stage import Batch
from warehouse import schema
from warehouse.errors import UsageError

LABELS: Final = {
    "PERSON": ("person", "people", "per", "politician"),
    "ORG": (
        "org", "organization", "organisation", "company", "publicbody", "legalentity", "thing", "group", "party", "media", "asset", "airline",
        "institution", "agency",
    ),
    "GPE": ("gpe", "country", "city", "town", "state", "jurisdiction"),
    "LOC": ("loc", "location", "place", "region", "river", "island"),
    "NORP": ("norp", "nationality", "religion", "ethnicity"),
    "EVENT": ("event",),
    "MISC": ("misc", "vessel", "airplane", "vehicle", "product", "work"),
}  # fmt: skip
"""The words for each label, those of FollowTheMoney among them; what it calls otherwise (Sanction, Ownership) names nobody."""
LABEL_OF: Final = {word: label for label, words in LABELS.items() for word in words}
READ_AS: Final = {
    "PERSON": ("PERSON",),
    "ORG": ("ORG", "NORP", "MISC"),
    "GPE": ("GPE", "LOC"),
    "LOC": ("LOC", "GPE"),
    "NORP": ("NORP", "ORG"),
    "EVENT": ("EVENT", "MISC"),
    "MISC": ("MISC", "ORG", "EVENT", "LOC"),
}
"""The labels under which a text may name somebody or something of a label."""
NAMES: Final = ("alias", "previousName")
NOTES: Final = ("description", "summary", "notes")
AT_ONCE: Final = 50_000
"""Entities that are held as objects of Python before they become columns."""


class Known(NamedTuple):
    """Somebody or something that the user knows; `place` is the file and line."""

    entity_id: str
    name: str
    label: str
    aliases: tuple[str, ...]
    weak_aliases: tuple[str, ...]
    description: str | None
    external_ids: tuple[str, ...]
    place: str


def from_row(row: Mapping[str, str], place: str) -> Known | None:
    """Return what a row of a table says: name and type, and, if given, id, aliases, weak_aliases, description, external_ids.

    Several values of a cell are parted by semicolons. OpenSanctions calls the type `schema`, others `label`; None for what a `schema` names
    that is none of these, as a security. The names of the columns are in lower case.

    Raises
    ------
    UsageError
        when it has no name, or no type that is known

    >>> from_row({"name": "Anna Quell", "type": "person", "aliases": "A. B. Quell;Quell"}, "people.csv:2").weak_aliases
    ('Quell',)
    """
    name = row.get("name", "").strip()
    kind = row.get("type", "").strip() or row.get("schema", "").strip() or row.get("label", "").strip()
    if not name:
        raise UsageError(f"{place}: no name")
    label = LABEL_OF.get(kind.lower())
    if label is None and kind and kind == row.get("schema", "").strip():
        return None
    if label is None:
        raise UsageError(f"{place}: the type is {kind!r}; it may be person, organisation, country, city, place, nationality, event, misc")
    aliases, weak, ids = (_parts(row.get(column, "")) for column in ("aliases", "weak_aliases", "external_ids"))
    return _known(row.get("id", "").strip(), (name, *aliases), label, weak, row.get("description", "").strip(), ids, place)


def from_entity(line: str, place: str) -> Known | None:
    """Return what a line of FollowTheMoney JSON says; None for what names nobody, as an address does.

    Raises
    ------
    UsageError
        when it is no FollowTheMoney entity, or one without a name

    >>> from_entity('{"id": "Q1", "schema": "Person", "properties": {"name": ["Anna Quell"], "weakAlias": ["AQ"]}}', "a.jsonl:1").weak_aliases
    ('AQ',)
    """
    try:
        read = json.loads(line)
        kind, properties = str(read["schema"]), {str(name): [str(value) for value in values] for name, values in read["properties"].items()}
        id_ = str(read["id"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f"{place}: no FollowTheMoney entity with id, schema and properties") from None
    label = LABEL_OF.get(kind.lower())
    if label is None:
        return None
    names = [*properties.get("name", []), *(name for wanted in NAMES for name in properties.get(wanted, []))]
    if not names:
        raise UsageError(f"{place}: {id_} has no name")
    weak = tuple(name for wanted in ("weakAlias", "abbreviation") for name in properties.get(wanted, []))
    ids = tuple(f"wikidata:{value}" for value in properties.get("wikidataId", []))
    note = next((properties[wanted][0] for wanted in NOTES if properties.get(wanted)), None)
    return _known(id_, names, label, weak, note, ids, place)


def tables(known: Iterable[Known]) -> Batch:
    """Return the tables `known_entities` and `known_names`.

    A strong name that two entities share is a weak one of both: it tells neither from the other.

    Raises
    ------
    UsageError
        when two have the same id
    """
    entities, names, source = [schema.table("known_entities", [])], [schema.table("known_names", [])], iter(known)
    while some := list(islice(source, AT_ONCE)):
        entities.append(schema.table("known_entities", some))
        names.append(schema.table("known_names", [(name_id, one.entity_id, is_weak) for one in some for name_id, is_weak in _names(one)]))
    whole = pa.concat_tables(entities)
    _refuse_doubles(whole)
    return {"known_entities": whole, "known_names": _weighed(pa.concat_tables(names))}


def _refuse_doubles(entities: pa.Table) -> None:
    ids = entities["entity_id"]
    if len(pc.unique(ids)) == len(ids):
        return
    counts = pc.value_counts(ids)
    double = counts.field("values").filter(pc.greater(counts.field("counts"), 1))[0]
    first, second = entities.filter(pc.equal(ids, double)).slice(0, 2).to_pylist()
    raise UsageError(f"{second['place']}: the id {double} is that of {first['name']} in {first['place']} too")


def _weighed(names: pa.Table) -> pa.Table:
    """Return names once for each of their owners; one that is a strong name of several is a weak one of all."""
    counted = names.set_column(2, "is_strong", pc.invert(names["is_weak"]).cast(pa.int8()))
    owned = counted.group_by(["name_id", "entity_id"], use_threads=False).aggregate([("is_strong", "max")])
    claimed = owned.group_by("name_id", use_threads=False).aggregate([("is_strong_max", "sum")])
    shared = claimed.filter(pc.greater(claimed["is_strong_max_sum"], 1))["name_id"].combine_chunks()
    is_weak = pc.or_(pc.equal(owned["is_strong_max"], 0), pc.is_in(owned["name_id"], shared))
    return pa.Table.from_arrays([owned["name_id"], owned["entity_id"], is_weak], schema=schema.arrow("known_names"))


def _names(one: Known) -> Iterator[tuple[str, bool]]:
    """Yield what the names of somebody hash to, and whether it is a weak one."""
    for is_weak, names in ((False, (one.name, *one.aliases)), (True, one.weak_aliases)):
        for name in names:
            for name_id in _name_ids(one.label, name):
                yield name_id, is_weak


def _name_ids(label: str, name: str) -> Iterator[str]:
    """Yield what a name hashes to under each label that a text may give it, and the id of our own tables for it."""
    for read_as in READ_AS[label]:
        yield link.entity_id(read_as, name)
    meaning = gazetteer.lookup(name)
    if meaning and meaning.is_sure and meaning.label in READ_AS[label]:
        yield link.entity_id(meaning.label, meaning.name)


def _known(  # noqa: PLR0913, PLR0917 - what a person may say of an entity
    id_: str,
    names: Sequence[str],
    label: str,
    weak: Sequence[str],
    description: str | None,
    external_ids: Sequence[str],
    place: str,
) -> Known:
    """Return an entity; an alias of a person that is one word, as a surname is, counts as weak."""
    name, *others = dict.fromkeys(names) if len(names) > 1 else names
    slight = [other for other in others if label == "PERSON" and len(forms.words(other)) == 1]
    strong = tuple(other for other in others if other not in slight)
    feeble = tuple(dict.fromkeys((*slight, *weak)))
    return Known(id_ or link.entity_id(label, name), name, label, strong, feeble, description or None, tuple(external_ids), place)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for piece in cell.split(";") if (part := piece.strip())) if cell else ()
