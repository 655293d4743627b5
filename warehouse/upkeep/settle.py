"""Settling: leave folders of which a plain glob is the snapshot, for tools that know Parquet and nothing of a catalog."""

from datetime import timedelta

from warehouse.errors import WarehouseError
from warehouse.storage import Warehouse
from warehouse.upkeep import tiers
from warehouse.upkeep.compact import write_anew
from warehouse.upkeep.vacuum import strays, vacuum


def settle(warehouse: Warehouse) -> int:
    """Write each table as one sorted run of files and remove all others; return how many went.

    Earlier versions, and queries that still read them, lose their files: run it while nothing else uses the warehouse.

    Raises
    ------
    Overtaken
        when a writer was at work; run it again
    WarehouseError
        when a file is there after all that is not live
    """
    groups = tiers.whole(warehouse.catalog.files())
    if groups:
        write_anew(warehouse, groups, kind="compact")
    gone = vacuum(warehouse, timedelta(0))
    left = list(strays(warehouse.store, {path for _, path, _ in warehouse.catalog.live().files}))
    if left:
        place = warehouse.store.place(left[0].path)
        raise WarehouseError(f"{place} is not settled: something else is writing to the warehouse; run it again when that has ended")
    return len(gone)
