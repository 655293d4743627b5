"""The commands `rejects` and `retry`: what was refused and why, and trying it again."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import pyarrow as pa

from flows import settings
from flows.ingesting import bring_up_to_date
from flows.settings import Settings
from warehouse import queries
from warehouse.formats import as_jsonl, as_table
from warehouse.layout import Location
from warehouse.storage import Warehouse

FIND: Final = """
    select source_uri, container_path, reason, detail, stage, attempts, "at"
    from rejects
    where $1 is null or reason = $1
    order by source_uri, container_path, reason
"""


def listed(folder: Location, catalog: str | None, reason: str | None, *, as_json: bool) -> str:
    """Return what was refused, for `reason` where one is given, as a table or a JSON object a line."""
    found = _found(folder, catalog, reason)
    if as_json:
        return as_jsonl(found)
    return as_table(found) if len(found) else "nothing was rejected" + (f" as {reason}" if reason else "")


def retry(reason: str | None, overrides: Mapping[str, Any]) -> int | None:
    """Take in again the files in which something was refused; return how many documents are refused now, None where there was none to try.

    A file that is gone is passed over: the next ingest removes what is left of it.
    """
    chosen = settings.load(overrides)
    refused = set(_found(chosen.warehouse, chosen.catalog, reason)["source_uri"].to_pylist())
    paths = sorted(path for path in _paths(refused, chosen) if os.path.lexists(path))
    if not paths:
        return None
    with Warehouse.open(chosen.warehouse, chosen.catalog) as warehouse:
        # As if other code had taken them in: the next look reads them whatever their size and time.
        warehouse.remember(state._replace(made_by="") for uri, state in warehouse.seeds().items() if uri in refused)
    return bring_up_to_date(paths, overrides)


def _found(folder: Location, catalog: str | None, reason: str | None) -> pa.Table:
    with queries.connect(folder, catalog) as connection:
        return connection.execute(FIND, [reason]).to_arrow_table()


def _paths(uris: set[str], chosen: Settings) -> Iterator[Path]:
    for uri in uris:
        yield Path(unquote(urlsplit(uri).path)) if uri.startswith("file:///") else chosen.seeds / uri
