"""Compaction: fewer and larger files, without the rows that no longer count. It commits as any writer does."""

import logging
import secrets
from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from warehouse import parquet
from warehouse.errors import Overtaken, WarehouseError
from warehouse.ledger import Change
from warehouse.parquet import StoredFile
from warehouse.storage import Warehouse
from warehouse.store import explained
from warehouse.upkeep import tiers
from warehouse.upkeep.rewrite import rewrite
from warehouse.upkeep.tiers import Group
from warehouse.upkeep.vacuum import vacuum

LOG: Final = logging.getLogger(__name__)

MOST_ROUNDS: Final = 4
"""What one round merges may fill the next tier."""


def compact(warehouse: Warehouse) -> int:
    """Merge small files and free half-dead ones of superseded rows; return how many files were written anew.

    When another process is at it, this one leaves it to that.
    """
    done = 0
    for _ in range(MOST_ROUNDS):
        groups = tiers.due(warehouse.catalog.files())
        if not groups:
            break
        try:
            done += write_anew(warehouse, groups, kind="compact")
        except Overtaken:
            break
    return done


def tidy(warehouse: Warehouse) -> None:
    """Compact and vacuum a warehouse whose files have become too many; when that fails, it is left for the next time."""
    try:
        if tiers.is_overdue(warehouse.catalog.stored()):
            compact(warehouse)
            vacuum(warehouse)
    except WarehouseError as error:
        LOG.warning("the files of the warehouse were not put in order: %s", error)


def write_anew(warehouse: Warehouse, groups: Sequence[Group], *, kind: str, left_out: Sequence[pa.Table] = ()) -> int:
    """Write each group of files anew, all in one commit, without superseded rows; return how many files went.

    Rows that have the values of a row of `left_out` stay behind too.

    Raises
    ------
    Overtaken
        when another process was quicker to rewrite one of them; nothing has changed then
    """
    started_at, live = warehouse.begun(), warehouse.catalog.live()
    batch_id = f"{kind}-{started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    about = {**parquet.about(batch_id, batch_id, started_at.isoformat()), "applied_version": str(live.version)}
    written = list[StoredFile]()
    try:
        for number, group in enumerate(groups):
            files = [known.file for known in group]
            dead = live.superseded(files[0].table_name)
            written.extend(rewrite(warehouse.store, files, [dead, *left_out], {**about, "stem": f"{batch_id}-{number:04}"}))
    except BaseException as error:
        warehouse.store.discard(file.path for file in written)
        gone = {known.file.path for group in groups for known in group} - {path for _, path, _ in warehouse.catalog.live().files}
        if gone and isinstance(error, Exception):
            raise Overtaken("another process has rewritten the same files") from error
        if isinstance(error, OSError):
            raise explained(warehouse.store, error) from error
        raise
    retired = [known.file.path for group in groups for known in group]
    warehouse.record(Change(batch_id, batch_id, kind, started_at, written, retired))
    return len(retired)
