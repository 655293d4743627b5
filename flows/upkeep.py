"""What the command line does to keep a warehouse in order, and what it tells of that."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from warehouse import queries
from warehouse.errors import UsageError
from warehouse.formats import as_jsonl, as_table
from warehouse.storage import Warehouse
from warehouse.upkeep.compact import compact
from warehouse.upkeep.settle import settle
from warehouse.upkeep.vacuum import vacuum

LOG: Final = """
    select version, committed_at::timestamp(0)::varchar as committed_at, kind, run_id,
           coalesce(counts['added'], 0) as added, coalesce(counts['replaced'], 0) as replaced,
           coalesce(counts['deleted'], 0) as deleted, coalesce(counts['refused'], 0) as refused, len(files) as files
    from commits order by version desc
"""


def log(folder: Path, catalog: str | None, *, as_json: bool) -> str:
    """Return a line a commit, the last one first."""
    with queries.connect(folder, catalog) as connection:
        commits = queries.run(connection, LOG)
    return as_jsonl(commits) if as_json else as_table(commits)


def maintain(folder: Path, catalog: str | None, *, settled: bool, keep_days: float) -> str:
    """Compact and vacuum, or settle; return what was done."""
    if keep_days < 0:
        raise UsageError(f"--keep-days: a number of days, not {keep_days}")
    queries.refuse_nowhere(folder, catalog)
    with Warehouse.open(folder, catalog) as warehouse:
        if settled:
            return f"settled: {settle(warehouse):,} files removed, {len(warehouse.catalog.files()):,} there"
        rewritten = compact(warehouse)
        removed = vacuum(warehouse, timedelta(days=keep_days))
        return f"{rewritten:,} files written anew, {len(removed):,} removed, {len(warehouse.catalog.files()):,} live"
