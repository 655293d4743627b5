"""What the user knows about people, organisations and places: rows of a table or FollowTheMoney entities, and the names they go by."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

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


def from_row(row: Mapping[str | None, Any], place: str) -> Known | None:
    """Return what a row of a table says: name and type, and, if given, id, aliases, weak_aliases, description, external_ids.

    Several values of a cell are parted by semicolons. OpenSanctions calls the type `schema`, others `label`; None for what a `schema` names
    that is none of these, as a security.

    Raises
    ------
    UsageError
        when it has no name, no type that is known, or more cells than the table has columns

    >>> from_row({"name": "Anna Quell", "type": "person", "aliases": "A. B. Quell;Quell"}, "people.csv:2").weak_aliases
    ('Quell',)
    """
    if None in row:
        raise UsageError(f"{place}: more cells than columns; put a value with a comma in quotation marks")
    cells = {str(name).strip().lower(): (value or "").strip() for name, value in row.items()}
    name, kind = cells.get("name", ""), cells.get("type") or cells.get("schema") or cells.get("label") or ""
    if not name:
        raise UsageError(f"{place}: no name")
    label = LABEL_OF.get(kind.lower())
    if label is None and kind == cells.get("schema"):
        return None
    if label is None:
        raise UsageError(f"{place}: the type is {kind!r}; it may be person, organisation, country, city, place, nationality, event, misc")
    given = (_parts(cells.get("aliases", "")), _parts(cells.get("weak_aliases", "")))
    return _known(cells.get("id", ""), (name, *given[0]), label, given[1], cells.get("description"), _parts(cells.get("external_ids", "")), place)


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
    entities: dict[str, Known] = {}
    owners: dict[str, dict[str, bool]] = defaultdict(dict)
    for one in known:
        if one.entity_id in entities:
            raise UsageError(f"{one.place}: the id {one.entity_id} is that of {entities[one.entity_id].name} in {entities[one.entity_id].place} too")
        entities[one.entity_id] = one
        for is_weak, names in ((False, (one.name, *one.aliases)), (True, one.weak_aliases)):
            for name_id in _name_ids(one.label, names):
                owners[name_id].setdefault(one.entity_id, is_weak)
    rows = [(name_id, id_, is_weak or _is_shared(whose)) for name_id, whose in owners.items() for id_, is_weak in whose.items()]
    return {"known_entities": schema.table("known_entities", list(entities.values())), "known_names": schema.table("known_names", rows)}


def _is_shared(owners: Mapping[str, bool]) -> bool:
    return sum(not is_weak for is_weak in owners.values()) > 1


def _name_ids(label: str, names: Iterable[str]) -> Iterator[str]:
    """Yield what names hash to under each label that a text may give them, and the ids of our own tables for them."""
    for name in names:
        yield from (link.entity_id(read_as, name) for read_as in READ_AS[label])
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
    name, *others = dict.fromkeys(names)
    slight = [other for other in others if label == "PERSON" and len(forms.words(other)) == 1]
    strong = tuple(other for other in others if other not in slight)
    feeble = tuple(dict.fromkeys((*slight, *weak)))
    return Known(id_ or link.entity_id(label, name), name, label, strong, feeble, description or None, tuple(external_ids), place)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for piece in cell.split(";") if (part := piece.strip()))
