"""Read the user's knowledge base, and commit it when it is not what was read last."""

import csv
import hashlib
import io
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa

from tasks import knowledge
from tasks.knowledge import Known
from tasks.link import link
from warehouse import schema
from warehouse.errors import UsageError
from warehouse.storage import Commit, Warehouse

KIND: Final = "knowledge"
MADE_BY: Final = "knowledge 1"
ENDINGS: Final = (".csv", ".jsonl", ".json")
"""Tables, and FollowTheMoney entities, one a line."""


def refresh(warehouse: Warehouse, folder: Path) -> int | None:
    """Read a knowledge base that has changed since it was last read; return how many entities it now has, None when it is the same.

    Links, names and views follow at once, for documents old and new; nothing is taken in anew. Where there is no such folder, as on a
    machine that only lends a hand, what was read last stays.

    Raises
    ------
    UsageError
        when a file cannot be read; the message names the line
    """
    if not folder.is_dir():
        return None
    contents = {path: _content(path) for path in sorted(_files(folder))}
    digest = schema.identifier(
        link.version, *(part for path, content in contents.items() for part in (path.name, hashlib.sha256(content).hexdigest()))
    )
    last = warehouse.catalog.last_of(KIND)
    if last.endswith(digest) or (not last and not contents):
        return None
    tables = knowledge.tables(one for path, content in contents.items() for one in _read(path, content))
    batch_id = f"{KIND}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}-{digest}"
    stamped = {name: _stamped(name, table) for name, table in tables.items()}
    warehouse.commit(Commit(batch_id, batch_id, stamped, whole=list(tables), kind=KIND))
    return len(tables["known_entities"])


def _files(folder: Path) -> Iterable[Path]:
    try:
        return [path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and not path.name.startswith(".")]
    except OSError as error:
        raise UsageError(f"the knowledge base {folder} cannot be read: {error.strerror}") from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error


def _read(path: Path, content: bytes) -> Iterator[Known]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8: byte {error.start:,}") from None
    if path.suffix.lower() == ".csv":
        yield from _of_table(path, text)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and (one := knowledge.from_entity(line, f"{path.name}:{number}")):
            yield one


def _of_table(path: Path, text: str) -> Iterator[Known]:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        for row in reader:
            if not any(row):
                continue
            if len(row) > len(columns):
                raise UsageError(f"{path.name}:{reader.line_num}: more cells than columns; put a value with a comma in quotation marks")
            if one := knowledge.from_row(dict(zip(columns, row, strict=False)), f"{path.name}:{reader.line_num}"):
                yield one
    except csv.Error as error:
        raise UsageError(f"{path.name}:{reader.line_num}: {error}") from None


def _stamped(name: str, table: pa.Table) -> pa.Table:
    return table.append_column(schema.arrow(name, stamped=True).field("made_by"), pa.array([MADE_BY] * len(table), schema.TEXT))
