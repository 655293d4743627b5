"""What people decide about entities: written down with author, reason and time, never taken back, and what the views go by."""

import getpass
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import duckdb
import pyarrow as pa

from flows import known
from flows.known import Entity
from flows.settings import Settings
from tasks import link
from tasks.knowledge import READ_AS
from warehouse import queries, schema
from warehouse.errors import UsageError
from warehouse.storage import Commit, Warehouse

KIND: Final = "decision"
MADE_BY: Final = "decision 1"
CALLED: Final = {"PERSON": "a person", "ORG": "an organisation", "GPE": "a place", "LOC": "a place", "NORP": "a people", "EVENT": "an event"}
ACTS_FOR: Final = "select count(*) from entity_relations where (entity_id, other_id) in (($1, $2), ($2, $1))"
IN_DOCUMENT: Final = """
    select distinct stored_id from links where entity_id = $1 and document_id = $2
"""
NAMESAKES: Final = """
    select any_value(entities.entity_id), any_value(entities.name), any_value(label), any_value(documents)
    from links join entities using (entity_id)
    where stored_id = $1 and entity_id <> $2
    having count(*) > 0
"""
HISTORY: Final = """
    select decided_at::timestamp(0)::varchar as at, author, kind, entity_decisions.name, other_name,
        coalesce(documents.source_uri, nullif(entity_decisions.document_id, '')) as document, why, entity_decisions.entity_id, other_id
    from entity_decisions
    left join documents using (document_id)
    where $1 is null or list_contains($1, entity_decisions.entity_id) or list_contains($1, other_id)
    order by decided_at, decision_id
"""
CANDIDATES: Final = """
    from entity_candidates where $1 is null or $1 in (entity_id, other_id) order by score desc, name, other_name, entity_id, other_id limit $2
"""


class Desk:
    """Where a person decides: the warehouse, who it is, and why."""

    def __init__(self, chosen: Settings, why: str, author: str | None) -> None:
        if not why.strip():
            raise UsageError("--why: give a reason; those who come after you will want to know it")
        self.chosen, self.why, self.author = chosen, why.strip(), author or getpass.getuser()

    def merge(self, asked: str, others: Sequence[str], *, force: bool) -> str:
        """Take other entities for one, which keeps its id and name; return what was done."""
        with asking(self.chosen) as connection:
            one, taken = known.entity(connection, asked), [known.entity(connection, other) for other in others]
            for other in taken:
                _refuse_merge(connection, one, other, force=force)
        self._write([_decision("merge", one, one.name, other_id=other.entity_id, other_name=other.name) for other in taken])
        return f"{', '.join(map(str, taken))}: the same as {one} from now on"

    def split(self, asked: str, other: str) -> str:
        """Tell an entity from what was taken for it, or from whom a document calls so; return what was done."""
        with asking(self.chosen) as connection:
            one = known.entity(connection, asked)
            document_id = known.document(connection, other)
            if document_id is not None:
                stored = [row[0] for row in connection.execute(IN_DOCUMENT, [one.entity_id, document_id]).fetchall()]
                _refuse_parting(one, other, stored)
                rows = [_parted(one, id_, document_id) for id_ in stored]
                done = f"{one} is somebody else in {other}: {', '.join(row['other_id'] for row in rows)}"
            else:
                apart = known.part(connection, one, other) or known.entity(connection, other)
                if apart.entity_id == one.entity_id:
                    raise UsageError(f"{one} cannot be told from itself; name a document, or what was taken for it")
                rows = [_decision("split", one, one.name, other_id=apart.entity_id, other_name=apart.name)]
                done = f"{apart} is not {one} from now on"
        self._write(rows)
        return done

    def alias(self, asked: str, name: str) -> str:
        """Let a name mean an entity in every document that has no fuller one for it; return what was done."""
        with asking(self.chosen) as connection:
            one, name = known.entity(connection, asked), _refuse_blank(name)
            rows = [_decision("alias", one, one.name, other_id=link.entity_id(label, name), other_name=name) for label in READ_AS[one.label]]
            for row in rows:
                if namesake := connection.execute(NAMESAKES, [row["other_id"], one.entity_id]).fetchone():
                    raise UsageError(f"{name} is the name of {Entity(*namesake)}; if it is the same, `onrecord entities merge` says so")
        self._write(rows)
        return f"{name} means {one} from now on"

    def rename(self, asked: str, name: str) -> str:
        """Give an entity another name; return what was done."""
        with asking(self.chosen) as connection:
            one, name = known.entity(connection, asked), _refuse_blank(name)
        if name == one.name:
            raise UsageError(f"{one} is called that already")
        self._write([_decision("rename", one, name, other_name=one.name)])
        return f"{one} is called {name} from now on"

    def _write(self, rows: Sequence[dict[str, Any]]) -> None:
        now = datetime.now(UTC)
        batch_id = f"{KIND}-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        said = {"author": self.author, "why": self.why, "decided_at": now, "made_by": MADE_BY}
        declared = schema.arrow("entity_decisions", stamped=True)
        declared = declared.remove(declared.get_field_index("batch_id"))
        full = [{**said, **row, "decision_id": schema.identifier(now, *row.values())} for row in rows]
        with Warehouse.open(self.chosen.warehouse, self.chosen.catalog) as warehouse:
            warehouse.commit(Commit(batch_id, batch_id, {"entity_decisions": pa.Table.from_pylist(full, declared)}, kind=KIND))


@contextmanager
def asking(chosen: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection to the views."""
    with queries.connect(chosen.warehouse, chosen.catalog) as connection:
        yield connection


def history(chosen: Settings, asked: str | None) -> pa.Table:
    """Return what was decided, about one entity and all that it is made of, or about any."""
    with asking(chosen) as connection:
        one = known.entity(connection, asked) if asked else None
        ids = [one.entity_id, *(part.entity_id for part in known.parts(connection, one))] if one else None
        return connection.sql(HISTORY, params=[ids]).to_arrow_table()


def candidates(chosen: Settings, asked: str | None, most: int) -> pa.Table:
    """Return pairs of entities that may be one, with one entity or any, the likeliest first."""
    with asking(chosen) as connection:
        id_ = known.entity(connection, asked).entity_id if asked else None
        return connection.sql(CANDIDATES, params=[id_, most]).to_arrow_table()


def _decision(kind: str, one: Entity, name: str, **fields: str | None) -> dict[str, Any]:
    return {"kind": kind, "entity_id": one.entity_id, "name": name, "other_id": None, "document_id": "", "other_name": None, **fields}


def _parted(one: Entity, stored_id: str, document_id: str) -> dict[str, Any]:
    new = schema.identifier(KIND, stored_id, document_id)
    return _decision("split", one._replace(entity_id=stored_id), one.name, other_id=new, document_id=document_id)


def _refuse_merge(connection: duckdb.DuckDBPyConnection, one: Entity, other: Entity, *, force: bool) -> None:
    if one.entity_id == other.entity_id:
        raise UsageError(f"{one} and {other} are one already")
    (relations,) = connection.execute(ACTS_FOR, [one.entity_id, other.entity_id]).fetchone() or (0,)
    if relations:
        raise UsageError(f"{one.name} and {other.name} are a country and its seat of government: one acts for the other, and is not it")
    if not force and other.label not in READ_AS[one.label]:
        kinds = [CALLED.get(entity.label, entity.label) for entity in (one, other)]
        raise UsageError(f"{one} is {kinds[0]} and {other} {kinds[1]}: no two of a kind; --force if one of them was taken for the wrong thing")


def _refuse_parting(one: Entity, other: str, stored: Sequence[str]) -> None:
    if not stored:
        raise UsageError(f"{one} is not named in {other}")
    if one.documents == 1:
        raise UsageError(f"{one} is named in no other document than {other}")


def _refuse_blank(name: str) -> str:
    told = " ".join(name.split())
    if not any(map(str.isalnum, told)):
        raise UsageError(f"{name!r} is no name")
    return told
