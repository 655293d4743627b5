"""The command `sql`: one question, or one after another."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import Final, NamedTuple

import duckdb
import pyarrow as pa

from warehouse import queries
from warehouse.errors import OnrecordError, UsageError
from warehouse.formats import FORMATS, as_table
from warehouse.layout import Location

PROMPT: Final = "onrecord> "


def given(query: str | None, file: Path | None) -> str | None:
    """Return the statement that the command line gives, on it or in a file.

    Raises
    ------
    UsageError
        when both are given, or the file cannot be read

    """
    if query is not None and file is not None:
        raise UsageError("give a query or a file, not both")
    try:
        return query if file is None else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from None


class Asked(NamedTuple):
    """The warehouse that is asked: as it is, as it was at a version, or as it was at a moment."""

    folder: Location
    catalog: str | None
    version: int | None = None
    as_of: datetime | None = None


def answer(asked_of: Asked, query: str | None, *, form: str, output: Path | None) -> None:
    """Answer a query on standard output or into a file; without one, read queries from standard input until it ends."""
    with _connected(asked_of) as connection:
        if query is not None:
            _write(queries.run(connection, query), form, output)
            return
        for asked in _asked():
            try:
                _write(queries.run(connection, asked), form, output)
            except OnrecordError as error:
                print(error, file=sys.stderr)  # noqa: T201 - for the person who asks


def answer_safely(folder: Location, catalog: str | None, query: str | None, *, form: str, output: Path | None) -> None:
    """Answer one query of somebody who is not trusted, as `answer` does.

    Raises
    ------
    UsageError
        when there is no query, or it may not be asked

    """
    from warehouse import safe  # noqa: PLC0415 - loads the catalog

    if query is None:
        raise UsageError("--safe needs a query or a file")
    _write(safe.run(folder, catalog, query), form, output)


def compare(folder: Location, catalog: str | None, runs: tuple[str, str], *, form: str, output: Path | None) -> None:
    """Tell, as `answer` does, which claims appeared, vanished or changed speaker between two runs."""
    from warehouse import comparison  # noqa: PLC0415 - loads the catalog

    _write(comparison.changes(folder, catalog, comparison.Runs(*runs)), form, output)


def _connected(asked_of: Asked) -> duckdb.DuckDBPyConnection:
    if asked_of.version is None and asked_of.as_of is None:
        return queries.connect(asked_of.folder, asked_of.catalog)
    from warehouse import history  # noqa: PLC0415 - loads the catalog

    return history.connect(asked_of.folder, asked_of.catalog, version=asked_of.version, as_of=asked_of.as_of)


def _write(result: pa.Table, form: str, output: Path | None) -> None:
    width = get_terminal_size().columns if sys.stdout.isatty() and output is None else None
    written = as_table(result, width) if form == "table" else FORMATS[form](result)
    content = written.encode() if isinstance(written, str) else written
    if output is not None:
        _save(output, content)
    elif isinstance(written, bytes) and sys.stdout.isatty():
        raise UsageError("Parquet is nothing to look at: name a file with --output, or send it on")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _save(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}") from None


def _asked() -> Iterator[str]:
    """Yield the statements that come in, each ended by a semicolon at the end of a line; a terminal is prompted."""
    if sys.stdin.isatty():
        import readline  # noqa: F401, PLC0415 - gives `input` its history and editing
    lines = list[str]()
    while True:
        try:
            lines.append(input(_prompt(is_first=not lines)))
        except EOFError:
            break
        if lines[-1].rstrip().endswith(";"):
            yield "\n".join(lines)
            lines = []
    if any(line.strip() for line in lines):
        yield "\n".join(lines)


def _prompt(*, is_first: bool) -> str:
    if not sys.stdin.isatty():
        return ""
    return PROMPT if is_first else "     ...> "
