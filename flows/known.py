"""Find the entity, or the document, that a person names on the command line."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import duckdb

from warehouse.errors import UsageError

SHORTEST: Final = 6
"""Characters of an id that may stand for it where only one begins so."""

ENTITIES: Final = """
    with known as (
        select entity_id, name, label, aliases, documents from entities
        union all
        select entity_id, name, label, aliases, 0 from known_entities anti join entities using (entity_id)
    ), asked as (
        select coalesce(any_value(resolved_id), $1) as entity_id from entity_redirects where entity_id = $1
    )
    select known.entity_id, name, label, documents,
        case
            when known.entity_id = asked.entity_id then 1
            when lower(name) = lower($1) or (length($1) >= $2 and starts_with(known.entity_id, $1)) then 2
            when len(list_filter(aliases, lambda form: lower(form) = lower($1))) > 0 then 3
        end as rank
    from known cross join asked
    where rank is not null
    qualify rank = min(rank) over ()
    order by documents desc, known.entity_id
"""
LIKE: Final = """
    select entity_id, name, label, aliases, documents
    from entities
    where $1 is null or contains(lower(name), lower($1)) or len(list_filter(aliases, lambda form: contains(lower(form), lower($1)))) > 0
    order by documents desc, name
    limit $2
"""
PARTS: Final = """
    select stored_id, any_value(named.name), entities.label, 0
    from links
    join stored.links as named using (document_id, local_entity_id)
    join entities on links.entity_id = entities.entity_id
    where links.entity_id = $1 and stored_id <> $1
    group by stored_id, entities.label
    union
    select other_id, any_value(other_name), any_value(entities.label), 0
    from entity_decisions
    join entity_redirects on other_id = entity_redirects.entity_id and resolved_id = $1
    left join entities on entities.entity_id = resolved_id
    where kind = 'merge'
    group by other_id
"""
DOCUMENTS: Final = """
    select document_id, source_uri, container_path from documents
    where document_id = $1 or source_uri = $1 or concat_ws(' ', source_uri, container_path) = $1
"""


class Entity(NamedTuple):
    """An entity that a person may name; `documents` is the number of those that name it."""

    entity_id: str
    name: str
    label: str
    documents: int

    def __str__(self) -> str:
        """Return how a person tells it from others."""
        return f"{self.name} ({self.entity_id})"


def entity(connection: duckdb.DuckDBPyConnection, asked: str) -> Entity:
    """Return the one entity that goes by an id, the beginning of one, a name or else an alias; of one that was merged, what it is now.

    Raises
    ------
    UsageError
        when there is none, or more than one
    """
    rows = connection.execute(ENTITIES, [asked, SHORTEST]).fetchall()
    return _only(asked, [Entity(*row[:4]) for row in rows])


def parts(connection: duckdb.DuckDBPyConnection, one: Entity) -> list[Entity]:
    """Return what now is one entity and would be others without decisions and the knowledge base."""
    return [Entity(id_, name, label or one.label, documents) for id_, name, label, documents in connection.execute(PARTS, [one.entity_id]).fetchall()]


def part(connection: duckdb.DuckDBPyConnection, one: Entity, asked: str) -> Entity | None:
    """Return the part of an entity that goes by an id, the beginning of one, or a name; None when none does."""
    found = [other for other in parts(connection, one) if _goes_by(other, asked)]
    return _only(asked, found) if found else None


def document(connection: duckdb.DuckDBPyConnection, asked: str) -> str | None:
    """Return the id of the document that goes by its id or its path; None when none does."""
    rows = connection.execute(DOCUMENTS, [asked]).fetchall()
    if len(rows) > 1:
        raise UsageError(f"{len(rows):,} documents came from {asked}; name one by its document_id: {', '.join(sorted(row[0] for row in rows)[:5])}")
    return rows[0][0] if rows else None


def like(connection: duckdb.DuckDBPyConnection, text: str | None, most: int) -> Any:  # noqa: ANN401 - a relation of DuckDB
    """Return the entities with a name that contains a text, those in most documents first."""
    return connection.sql(LIKE, params=[text, most]).to_arrow_table()


def _goes_by(one: Entity, asked: str) -> bool:
    return one.name.lower() == asked.lower() or (len(asked) >= SHORTEST and one.entity_id.startswith(asked))


def _only(asked: str, found: Iterable[Entity]) -> Entity:
    candidates = list(found)
    if not candidates:
        raise UsageError(f"no entity goes by {asked}; `onrecord entities find` looks for a part of a name")
    if len(candidates) > 1:
        raise UsageError(f"{len(candidates):,} entities go by {asked}; say which: {', '.join(f'{one} {one.label}' for one in candidates[:5])}")
    return candidates[0]
