"""What the command line does to keep a warehouse in order, and what it tells of that."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from warehouse import queries
from warehouse.changes import Origin
from warehouse.errors import Damaged, UsageError
from warehouse.formats import as_jsonl, as_table
from warehouse.layout import Location
from warehouse.storage import Warehouse, catalog_of
from warehouse.store import at
from warehouse.upkeep import purge as purging
from warehouse.upkeep.compact import compact
from warehouse.upkeep.doctor import REPAIR, Finding, examine
from warehouse.upkeep.lost import go_on_without
from warehouse.upkeep.rebuild import rebuild
from warehouse.upkeep.settle import settle
from warehouse.upkeep.vacuum import vacuum

LOG: Final = """
    select version, committed_at::timestamp(0)::varchar as committed_at, kind, run_id,
           coalesce(counts['added'], 0) as added, coalesce(counts['replaced'], 0) as replaced,
           coalesce(counts['deleted'], 0) as deleted, coalesce(counts['renewed'], 0) as renewed,
           coalesce(counts['refused'], 0) as refused, len(files) as files
    from commits order by version desc
"""


def log(folder: Location, catalog: str | None, *, as_json: bool) -> str:
    """Return a line a commit, the last one first."""
    with queries.connect(folder, catalog) as connection:
        commits = queries.run(connection, LOG)
    return as_jsonl(commits) if as_json else as_table(commits)


def doctor(folder: Location, catalog: str | None, *, repair: bool) -> tuple[str, bool]:
    """Look at everything, after putting right what can be if `repair`; return what was found, and whether all is well."""
    queries.refuse_nowhere(folder, catalog, or_tables=True)
    done = list(_repaired(folder, catalog)) if repair else []
    try:
        found = _examined(folder, catalog)
    except Damaged as error:
        found = [Finding(str(error), REPAIR)]
    lines = [f"{finding.what}\n    {finding.advice}" for finding in found]
    return "\n".join([*done, *lines, "" if found else "all is well"]).strip(), not found


def _examined(folder: Location, catalog: str | None) -> list[Finding]:
    known = catalog_of(folder, catalog)
    try:
        return list(examine(at(folder), known))
    finally:
        known.close()


def _repaired(folder: Location, catalog: str | None) -> Iterator[str]:
    """Make the catalog anew if it is lost or does not fit the files, then go on without files that are lost; yield what was done."""
    try:
        is_sound = not any(finding.advice == REPAIR for finding in _examined(folder, catalog))
    except Damaged:
        is_sound = False
    if not is_sound:
        yield "the catalog was made anew from the files"
        yield from rebuild(folder, catalog)
    with Warehouse(at(folder), catalog_of(folder, catalog)) as warehouse:
        parting = go_on_without(warehouse)
        yield from (f"{path} is lost" for path in parting.files)
        if parting.source_uris:
            yield f"{len(parting.source_uris):,} files of news have to be taken in again: `onrecord ingest` does so where they still are"
        warehouse.publish()


def purge(folder: Location, catalog: str | None, seeds: Path, document: str) -> str:
    """Remove a document for good; return what was done."""
    queries.refuse_nowhere(folder, catalog)
    with Warehouse.open(folder, catalog) as warehouse:
        origin = purging.found(warehouse, document)
        _refuse_present(warehouse, origin, seeds)
        done = purging.purge(warehouse, origin)
    return (
        f"{origin.source_uri} ({origin.document_id}) is purged: {done.rewritten:,} files written anew, {done.removed:,} earlier ones removed; "
        f"none of the {done.searched:,} files there are has a row of it"
    )


def _refuse_present(warehouse: Warehouse, origin: Origin, seeds: Path) -> None:
    is_live = any(live.document_id == origin.document_id for live, _ in warehouse.catalog.documents())
    uri = origin.source_uri
    place = Path(unquote(urlsplit(uri).path)) if uri.startswith("file:") else seeds / uri
    if is_live and place.exists():
        held = f"take it out of {place} and run `onrecord ingest`" if origin.container_path else f"remove {place}"
        raise UsageError(f"the next ingest would bring {uri} back: {held} first")


def maintain(folder: Location, catalog: str | None, *, settled: bool, keep_days: float) -> str:
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
