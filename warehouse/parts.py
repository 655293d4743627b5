"""Documents on which some stages were run again: which commit's rows count in which tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from warehouse.changes import Held
from warehouse.relations import AT_ONCE, DOCUMENTS, PARTS, insert, is_live


class _Part(NamedTuple):
    document_id: str
    batch_id: str
    tables: str
    added_version: int
    removed_version: int | None


class Brought(NamedTuple):
    """The rows of some tables that a batch brought, as a version."""

    version: int
    batch_id: str
    tables: frozenset[str]


def renew(connection: sa.Connection, brought: Brought, documents: Sequence[Held]) -> int:
    """Let what was brought of documents take the place of what was there; return of how many.

    What was brought of a document that another commit has replaced meanwhile never counts.
    """
    return sum(_renew(connection, brought, some) for some in _at_once(documents))


def remove(connection: sa.Connection, version: int, document_ids: Iterable[str]) -> None:
    """Let what was brought of some tables of documents go with them."""
    for some in _at_once(list(document_ids)):
        those = sa.and_(PARTS.c.document_id.in_(some), is_live(PARTS))
        connection.execute(sa.update(PARTS).where(those).values(removed_version=version))


def named(tables: Iterable[str]) -> str:
    """Return how a set of tables is written."""
    return " ".join(sorted(tables))


def _renew(connection: sa.Connection, brought: Brought, documents: Sequence[Held]) -> int:
    version, batch_id, tables = brought
    ids = [held.document_id for held in documents]
    since = _since(connection, ids)
    there = [_Part(*row[:5]) for row in connection.execute(sa.select(PARTS).where(PARTS.c.document_id.in_(ids)))]
    current = {held.document_id for held in documents if held in since}
    changed = [_Part(*held, named(tables), since[held], version) for held in documents if held in since]
    changed += _overlaid([part for part in there if part.removed_version is None and part.document_id in current], brought)
    changed += [_Part(held.document_id, batch_id, named(tables), version, None if held in since else version) for held in documents]
    _put(connection, changed, {part[:3]: part for part in there})
    return len(current)


def _since(connection: sa.Connection, ids: Sequence[str]) -> dict[Held, int]:
    """Return those of some documents that are live, each with the version that brought it."""
    columns = (DOCUMENTS.c.document_id, DOCUMENTS.c.batch_id, DOCUMENTS.c.added_version)
    those = (DOCUMENTS.c.document_id.in_(ids), is_live(DOCUMENTS), DOCUMENTS.c.is_reject.is_(sa.false()))
    return {Held(document_id, batch_id): version for document_id, batch_id, version in connection.execute(sa.select(*columns).where(*those))}


def _overlaid(there: Iterable[_Part], brought: Brought) -> list[_Part]:
    """Return what of earlier parts counts no more."""
    both = [(part, brought.tables & set(part.tables.split())) for part in there]
    return [part._replace(tables=named(shared), removed_version=brought.version) for part, shared in both if shared]


def _put(connection: sa.Connection, changed: Iterable[_Part], there: Mapping[Any, _Part]) -> None:
    """Write parts that are new, and those that count no more from now on; what counted no more before stays so."""
    insert(connection, PARTS, [part._asdict() for part in changed if part[:3] not in there])
    ended = [part for part in changed if part[:3] in there and there[part[:3]].removed_version is None]
    if ended:
        key = (PARTS.c.document_id == sa.bindparam("d"), PARTS.c.batch_id == sa.bindparam("b"), PARTS.c.tables == sa.bindparam("t"))
        given = [{"d": part.document_id, "b": part.batch_id, "t": part.tables, "v": part.removed_version} for part in ended]
        connection.execute(sa.update(PARTS).where(*key).values(removed_version=sa.bindparam("v")), given)


def _at_once(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
