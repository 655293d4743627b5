"""Answers of queries as text to read, CSV, lines of JSON, or Parquet."""

import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

GAP: Final = "  "

NARROWEST: Final = 12
"""Characters a column keeps when a terminal is narrow; what then does not fit is left out."""

NEEDS_QUOTES: Final = re.compile(r'[,"\r\n]')


def as_table(answer: pa.Table, width: int | None = None) -> str:
    """Return an answer as aligned columns; to fit a terminal of `width` characters, values and columns are cut.

    >>> print(as_table(pa.table({"speaker": ["Ana Ruiz", None], "claims": [12, 3]})), end="")
    speaker   claims
    --------  ------
    Ana Ruiz      12
                   3
    """
    values = [[_plain(value) for value in column] for column in _columns(answer)]
    wanted = [max(map(breadth, (name, *column))) for name, column in zip(answer.column_names, values, strict=True)]
    widths = wanted if width is None else _fitted(wanted, width)
    numeric = [pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind) for kind in answer.schema.types]
    rule = ["-" * cells for cells in widths]
    lines = [answer.column_names, rule, *zip(*values, strict=True)]
    text = "".join(_line(line, widths, numeric) for line in lines) if widths else ""
    return text + _left_out(answer.column_names[len(widths) :])


def as_csv(answer: pa.Table) -> str:
    r"""Return an answer as CSV with a header; lists and maps are JSON within it, null is empty.

    >>> as_csv(pa.table({"speaker": ["Ruiz, Ana"], "is_negated": [False]}))
    'speaker,is_negated\n"Ruiz, Ana",false\n'
    """
    rows = zip(*([_cell(value) for value in column] for column in _columns(answer)), strict=True)
    return "".join(map(_csv_line, (answer.column_names, *rows)))


def as_jsonl(answer: pa.Table) -> str:
    r"""Return an answer as a JSON object a line; times are ISO 8601.

    >>> as_jsonl(pa.table({"speaker": ["Zoë"], "said_at": [datetime(2026, 3, 1, 9, 30)]}))
    '{"speaker": "Zoë", "said_at": "2026-03-01T09:30:00"}\n'
    """
    rows = zip(*_columns(answer), strict=True)
    return "".join(_json(dict(zip(answer.column_names, row, strict=True))) + "\n" for row in rows)


def as_parquet(answer: pa.Table) -> bytes:
    """Return an answer as the content of a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(answer, sink, compression="zstd")
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


FORMATS: Final[dict[str, Callable[[pa.Table], str | bytes]]] = {"table": as_table, "csv": as_csv, "jsonl": as_jsonl, "parquet": as_parquet}
"""The formats by the name that the command line gives them."""


def _columns(answer: pa.Table) -> list[list[Any]]:
    return [column.to_pylist(maps_as_pydicts="strict") for column in answer.columns]


def _plain(value: object) -> str:
    """Return a value as a person reads it, on one line."""
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix("+00:00")
    if isinstance(value, float):
        return repr(round(value, 6))
    return " ".join(_cell(value).split())


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _json(value).strip('"')


def _csv_line(cells: Iterable[str]) -> str:
    # The standard library leaves a lone carriage return unquoted, and readers then take it for the end of a line.
    quoted = ['"' + cell.replace('"', '""') + '"' if NEEDS_QUOTES.search(cell) else cell for cell in cells]
    return (",".join(quoted) or '""') + "\n"


def _json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=_jsonable, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, default=_jsonable)


def _jsonable(value: object) -> object:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.hex() if isinstance(value, bytes) else str(value)


def _finite(value: object) -> object:
    """Return a value with null for the numbers that JSON lacks."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list) else value


def _fitted(wanted: list[int], width: int) -> list[int]:
    """Return the widths of the columns that fit: the widest are cut first, the last left out when all are at their narrowest."""
    kept = list(wanted)
    while len(kept) > 1 and sum(min(cells, NARROWEST) for cells in kept) + len(GAP) * (len(kept) - 1) > width:
        kept.pop()
    room = width - len(GAP) * (len(kept) - 1)
    widths: list[int] = [0] * len(kept)
    # The narrow columns take what they want; the others share the rest alike.
    for left, (cells, place) in zip(range(len(kept), 0, -1), sorted((cells, place) for place, cells in enumerate(kept)), strict=True):
        widths[place] = min(cells, max(room // left, 1))
        room -= widths[place]
    return widths


def _line(values: Sequence[str], widths: list[int], numeric: list[bool]) -> str:
    cells = [_cut(value, cells) for value, cells in zip(values, widths, strict=False)]
    spaces = [" " * (cells - breadth(value)) for value, cells in zip(cells, widths, strict=True)]
    padded = [space + value if right else value + space for value, space, right in zip(cells, spaces, numeric, strict=False)]
    return GAP.join(padded).rstrip() + "\n"


def _cut(text: str, cells: int) -> str:
    if breadth(text) <= cells:
        return text
    text = text[:cells]
    while breadth(text) >= cells and text:
        text = text[:-1]
    return text + "…"


def breadth(text: str) -> int:
    """Count the cells that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _left_out(names: list[str]) -> str:
    return f"(not shown for want of room: {', '.join(names)}; --format csv has all)\n" if names else ""
