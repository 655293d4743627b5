"""The stored tables of some documents, as stages wrote them: without stamps, the rows of a document together and in their order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from warehouse import relations, schema
from warehouse.changes import Held
from warehouse.errors import Damaged
from warehouse.parquet import Coverage
from warehouse.relations import AT_ONCE, DOCUMENTS, FILES, PARTS
from warehouse.storage import Warehouse
from warehouse.store import Store


class Holdings(NamedTuple):
    """The documents of some files at one moment, the Parquet files that may have rows of them, and which of those rows no longer count."""

    documents: Sequence[tuple[str, Held]]
    """The source_uri of each, and the document."""
    files: Mapping[str, Sequence[str]]
    """Paths by table."""
    dead: Sequence[tuple[str, str, str]]
    """As in `publish.Live`."""


def holdings(warehouse: Warehouse, source_uris: Sequence[str]) -> Holdings:
    """Return what the warehouse has of some files of news."""
    with warehouse.catalog.reading() as connection:
        documents, versions, dead = list[tuple[str, Held]](), set[int](), list[tuple[str, str, str]]()
        for start in range(0, len(source_uris), AT_ONCE):
            of_these = sa.and_(DOCUMENTS.c.source_uri.in_(source_uris[start : start + AT_ONCE]), DOCUMENTS.c.is_reject.is_(sa.false()))
            for row in connection.execute(sa.select(DOCUMENTS).where(of_these)):
                if row.removed_version is None:
                    documents.append((row.source_uri, Held(row.document_id, row.batch_id)))
                    versions.add(row.added_version)
                elif row.dropped_version is None:
                    dead.append((row.document_id, row.batch_id, ""))
        ids = [held.document_id for _, held in documents]
        for start in range(0, len(ids), AT_ONCE):
            for row in connection.execute(sa.select(PARTS).where(PARTS.c.document_id.in_(ids[start : start + AT_ONCE]))):
                if row.removed_version is None:
                    versions.add(row.added_version)
                else:
                    dead.append((row.document_id, row.batch_id, row.tables))
        return Holdings(documents, _files(connection, versions), dead)


def tables(warehouse: Warehouse, held: Holdings, names: Iterable[str]) -> dict[str, pa.Table]:
    """Return the live rows of tables; in each the documents are in the order of the files.

    Raises
    ------
    Damaged
        when a file cannot be read
    """
    ids = pa.array(sorted({document.document_id for _, document in held.documents}), schema.TEXT)
    return {name: _rows(warehouse.store, name, held, ids) for name in names}


def parts(warehouse: Warehouse, source_uris: Iterable[str]) -> dict[str, list[tuple[Held, str]]]:
    """Return the documents of those of some files that are containers, each with its `content_sha256`."""
    wanted = set(source_uris)
    with warehouse.catalog.reading() as connection:
        found = connection.execute(sa.select(DOCUMENTS.c.source_uri).where(relations.is_live(DOCUMENTS), DOCUMENTS.c.container_path != "").distinct())
        containers = sorted(wanted.intersection(uri for (uri,) in found))
    held = holdings(warehouse, containers)
    rows = tables(warehouse, held, ["documents"])["documents"]
    hashes = dict(zip(rows["document_id"].to_pylist(), rows["content_sha256"].to_pylist(), strict=True))
    known: dict[str, list[tuple[Held, str]]] = {uri: [] for uri in containers}
    for uri, document in held.documents:
        if document.document_id in hashes:
            known[uri].append((document, hashes[document.document_id]))
    return known


def in_order(warehouse: Warehouse, source_uris: Iterable[str]) -> list[str]:
    """Return files of news in the order in which reading their documents reads the least: by the Parquet file they are in, then as they lie there."""
    wanted = set(source_uris)
    first = (DOCUMENTS.c.source_uri, sa.func.min(DOCUMENTS.c.document_id), sa.func.min(DOCUMENTS.c.added_version))
    with warehouse.catalog.reading() as connection:
        covers = [cover for _, cover in _covers(connection, "documents")]
        found = connection.execute(sa.select(*first).where(relations.is_live(DOCUMENTS)).group_by(DOCUMENTS.c.source_uri))
        places = {uri: (_place(covers, version), document_id) for uri, document_id, version in found if uri in wanted}
    return sorted(wanted, key=lambda uri: (*places.get(uri, (-1, "")), uri))


def _place(covers: Sequence[Coverage], version: int) -> int:
    return next((place for place, cover in enumerate(covers) if cover.first_version <= version <= cover.last_version), len(covers))


def _files(connection: sa.Connection, versions: set[int]) -> dict[str, list[str]]:
    """Return the live files that may have rows from one of some versions."""
    paths: dict[str, list[str]] = {name: [] for name in schema.TABLES}
    for name in schema.TABLES:
        paths[name] = [path for path, cover in _covers(connection, name) if any(cover.first_version <= one <= cover.last_version for one in versions)]
    return paths


def _covers(connection: sa.Connection, table: str) -> list[tuple[str, Coverage]]:
    """Return the live files of a table, in the order of their rows where documents go on from one to the next."""
    columns = (FILES.c.path, FILES.c.first_version, FILES.c.last_version, FILES.c.applied_version)
    of_table = sa.and_(FILES.c.table_name == table, relations.is_live(FILES))
    return [
        (path, Coverage(*cover))
        for path, *cover in connection.execute(sa.select(*columns).where(of_table).order_by(FILES.c.added_version, FILES.c.path))
    ]


def _rows(store: Store, name: str, held: Holdings, ids: pa.Array) -> pa.Table:
    columns = schema.arrow(name)
    if not held.files[name] or not len(ids):
        return columns.empty_table()
    stored = pa.schema([column.with_nullable(True) for column in schema.arrow(name, stamped=True)])
    document = pc.field("document_id")
    wanted = (document >= ids[0]) & (document <= ids[-1]) & document.isin(ids)
    try:
        dataset = store.dataset(held.files[name], stored)
        found = dataset.to_table(columns=[*columns.names, "batch_id"], filter=wanted)
    except (OSError, pa.ArrowException) as error:
        raise Damaged(f"the stored {name} cannot be read: {' '.join(str(error).split())}; `onrecord doctor` tells what to do") from error
    gone = [f"{document_id} {batch_id}" for document_id, batch_id, tables in held.dead if not tables or name in tables.split()]
    pairs = pc.binary_join_element_wise(found["document_id"], found["batch_id"], " ")
    return found.filter(pc.invert(pc.is_in(pairs, pa.array(gone, schema.TEXT)))).select(columns.names)
