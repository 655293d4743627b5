"""What the command line tells about the warehouse and the settings."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from flows import keeping, openmetrics, server
from flows.alone import holder
from flows.settings import Setting, Settings
from warehouse import queries
from warehouse.formats import as_jsonl, as_table

AGAIN: Final = 2.0
"""Seconds between two looks for somebody who watches."""
CLEAR: Final = "\x1b[H\x1b[2J"


def standing(chosen: Settings, form: str = "text") -> str:
    """Return what is in the warehouse, what the last run did and what is running: as text, json or openmetrics."""
    with queries.connect(chosen.warehouse, chosen.catalog) as connection:
        if form == "openmetrics":
            return openmetrics.exposition(connection)
        holdings, last = (queries.run(connection, f"from {view}") for view in ("holdings", "latest_run"))
    running = _running(chosen)
    if form == "json":
        told = {"holdings": json.loads(as_jsonl(holdings)), "last_run": json.loads(as_jsonl(last) or "null"), **running}
        return json.dumps({"warehouse": str(chosen.warehouse), **told})
    pairs = {
        name: column[0].as_py() for table in (holdings, last) if len(table) for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return "\n".join(f"{name.replace('_', ' '):20}{_plain(value)}" for name, value in (pairs | running).items())


def follow(look: Callable[[], str], write: Callable[[str], None]) -> None:
    """Write what there is to see, again and again until Ctrl-C; a terminal is cleared before each time."""
    clear = CLEAR if sys.stdout.isatty() else ""
    while True:
        write(clear + look())
        sys.stdout.flush()
        time.sleep(AGAIN)


def configuration(origins: Mapping[str, Setting], *, as_json: bool) -> str:
    """Return each setting, its value and where that came from."""
    rows = [{"setting": name, "value": None if value is None else str(value), "origin": origin} for name, (value, origin) in origins.items()]
    if as_json:
        return json.dumps(rows)
    import pyarrow as pa  # noqa: PLC0415 - for the eye only

    return as_table(pa.Table.from_pylist(rows))


def _running(chosen: Settings) -> dict[str, str | None]:
    """Return which processes of ours are there that outlive a command."""
    watcher, kept = holder(chosen.warehouse), server.kept()
    return {"watched_by": f"process {watcher}" if watcher else None, "server": keeping.told(kept) if kept else None}


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever SQL answers
    if isinstance(value, list):
        return ", ".join(f"{name} {_plain(number)}" for name, number in value if number)
    if isinstance(value, float):
        return f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else "-" if value is None else str(value)
