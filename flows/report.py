"""What the command line tells about the warehouse and the settings."""

import json
from collections.abc import Mapping
from typing import Any

from flows.settings import Setting
from warehouse import queries
from warehouse.formats import as_jsonl, as_table
from warehouse.layout import Location


def standing(folder: Location, catalog: str | None, *, as_json: bool) -> str:
    """Return what is in the warehouse and what the last run did."""
    with queries.connect(folder, catalog) as connection:
        holdings, last = (queries.run(connection, f"from {view}") for view in ("holdings", "latest_run"))
    if as_json:
        return json.dumps({"warehouse": str(folder), "holdings": json.loads(as_jsonl(holdings)), "last_run": json.loads(as_jsonl(last) or "null")})
    pairs = {
        name: column[0].as_py() for table in (holdings, last) if len(table) for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return "\n".join(f"{name.replace('_', ' '):20}{_plain(value)}" for name, value in pairs.items())


def configuration(origins: Mapping[str, Setting], *, as_json: bool) -> str:
    """Return each setting, its value and where that came from."""
    rows = [{"setting": name, "value": None if value is None else str(value), "origin": origin} for name, (value, origin) in origins.items()]
    if as_json:
        return json.dumps(rows)
    import pyarrow as pa  # noqa: PLC0415 - for the eye only

    return as_table(pa.Table.from_pylist(rows))


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever SQL answers
    if isinstance(value, list):
        return ", ".join(f"{name} {_plain(number)}" for name, number in value if number)
    if isinstance(value, float):
        return f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else "-" if value is None else str(value)
