"""Going on without files that are lost: no document is shown with a part of its rows missing."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from warehouse import parquet, schema
from warehouse.catalog import KnownFile
from warehouse.changes import Commit, stamped
from warehouse.ledger import Change
from warehouse.storage import Warehouse
from warehouse.store import explained
from warehouse.upkeep.doctor import trouble_of


class Parting(NamedTuple):
    """The files that were lost, and those whose documents are not shown until they are taken in again."""

    files: Sequence[str]
    source_uris: Sequence[str]


def go_on_without(warehouse: Warehouse) -> Parting:
    """Retire the live files that are missing or damaged, and forget the documents with rows in them, so that ingest takes them in again."""
    lost = [known for known in warehouse.catalog.files() if trouble_of(warehouse.store, known.file)]
    parting = Parting([known.file.path for known in lost], _concerned(warehouse, lost))
    if lost:
        started_at = warehouse.begun()
        batch_id = f"repair-{started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        states = stamped(Commit(batch_id, batch_id, removed=parting.source_uris), warehouse.seeds())
        try:
            files = parquet.write(warehouse.store, states, parquet.about(batch_id, batch_id, started_at.isoformat()))
        except OSError as error:
            raise explained(warehouse.store, error) from error
        warehouse.record(Change(batch_id, batch_id, "repair", started_at, files, parting.files, replaced=parting.source_uris))
    return parting


def _concerned(warehouse: Warehouse, lost: Sequence[KnownFile]) -> list[str]:
    bearing = {name for name, table in schema.TABLES.items() if table.per_document or name == "renewals"}
    covers = [known.file.covers for known in lost if known.file.covers and known.file.table_name in bearing]
    brought = warehouse.catalog.documents_since()
    concerned = {uri for uri, version in brought if any(cover.first_version <= version <= cover.last_version for cover in covers)}
    # Where the documents themselves were lost with the catalog, only the states of their files tell of them.
    unknown = warehouse.seeds().keys() - {uri for uri, _ in brought} if covers else set[str]()
    return sorted(concerned | unknown)
