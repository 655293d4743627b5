"""onrecord.duckdb: the views over the live files, built beside the old one and swapped in whole."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import groupby, takewhile
from pathlib import Path
from typing import Final, NamedTuple

import duckdb
import pyarrow as pa

from warehouse import remote, schema, store
from warehouse.errors import Damaged, WarehouseError
from warehouse.layout import DATABASE
from warehouse.store import Store

VIEWS: Final = Path(__file__).with_name("views")
"""A file a view: its name is the view's, its first comment the question it answers."""

GATHERED: Final = frozenset(path.stem for path in VIEWS.glob("*.sql")) & schema.TABLES.keys()
"""Tables that a view of the same name gathers; their rows as stored are in the schema `stored`."""


PAIR: Final = pa.schema([("document_id", schema.TEXT), ("batch_id", schema.TEXT)])
DEAD: Final = pa.schema([("document_id", schema.TEXT), ("batch_id", schema.TEXT), ("tables", schema.TEXT)])


@dataclass(frozen=True)
class Live:
    """What a version consists of: its files, and the rows in them that no longer count."""

    version: int
    files: Sequence[tuple[str, str, str]]
    """Table, path and columns of each."""
    dead: Sequence[tuple[str, str, str]]
    """The document_id and batch_id of rows, and the tables that they are in; none named for all."""

    def superseded(self, table: str) -> pa.Table:
        """Return the (document_id, batch_id) pairs whose rows in a table no longer count."""
        pairs = [dead[:2] for dead in self.dead if not dead[2] or table in dead[2].split()]
        return pa.Table.from_arrays([pa.array(column, schema.TEXT) for column in zip(*pairs, strict=True)] or [[], []], schema=PAIR)


class Published(NamedTuple):
    """The version that a DuckDB file shows, the folder whose files it reads, and which views it has (`edition`)."""

    version: int
    folder: str
    views: str


class View(NamedTuple):
    """A question that analysts ask, and the query that answers it."""

    name: str
    question: str
    query: str


def published(folder: Path) -> Published | None:
    """Return what the DuckDB file in a folder shows; None when there is none that can be read."""
    try:
        with duckdb.connect(folder / DATABASE, read_only=True) as connection:
            rows = connection.execute("select version, folder, views from stored.published").fetchall()
            return Published(*rows[0]) if rows else None
    except duckdb.Error:
        return None


def build(folder: Path, live: Live) -> None:
    """Put a DuckDB file that shows what is live in the place of the one that is there.

    Raises
    ------
    WarehouseError
        when that cannot be done; the old file is then untouched
    """
    beside = folder / f"{DATABASE}.next"
    # Left by a writer that was killed; the lock on the catalog keeps every other away from it.
    store.discard(folder.glob(f"{beside.name}*"))
    try:
        before = published(folder)
        if before and before.views == edition():
            shutil.copyfile(folder / DATABASE, beside)
        is_new = not beside.exists()
        with duckdb.connect(beside) as connection:
            connection.execute("begin")
            if is_new:
                _lay_out(connection)
            _show(connection, store.Folder(folder), live)
            connection.execute("commit")
        beside.replace(folder / DATABASE)
        store.sync_folder(folder)
    except (duckdb.Error, OSError) as error:
        store.discard(folder.glob(f"{beside.name}*"))
        missing = [path for _, path, _ in live.files if not (folder / path).is_file()]
        if missing:
            raise Damaged(f"{folder / missing[0]} is missing, though the catalog names it; `onrecord doctor` tells what to do") from error
        raise WarehouseError(f"{folder / DATABASE} cannot be renewed: {' '.join(str(error).split())}") from error


def show(connection: duckdb.DuckDBPyConnection, place: Store, live: Live) -> None:
    """Make the views in an empty database, and let them show what is live."""
    _lay_out(connection)
    _show(connection, place, live)


def views() -> list[View]:
    """Return the views of the analysts, each after those that it builds on."""
    found = {path.stem: _view(path.stem, path.read_text("utf-8")) for path in sorted(VIEWS.glob("*.sql"))}
    order = TopologicalSorter({name: [other for other in found if other != name and _builds_on(view, other)] for name, view in found.items()})
    return [found[name] for name in order.static_order()]


def _builds_on(view: View, other: str) -> bool:
    return re.search(rf"\b(?:from|join)\s+{other}\b", view.query) is not None


def _view(name: str, text: str) -> View:
    comment = takewhile(lambda line: line.startswith("--"), text.splitlines())
    return View(name, " ".join(line.removeprefix("--").strip() for line in comment), text)


def edition() -> str:
    """Return what tells these views, tables and meanings from those of another version of onrecord."""
    return schema.identifier(views(), schema.TABLES)


def _lay_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views. They read tables through macros, so that a commit need only change the macros."""
    connection.execute("create schema stored")
    for name, table in schema.TABLES.items():
        view = f"stored.{name}" if name in GATHERED else name
        connection.execute(f"create macro stored.{name}_rows() as table {rows(connection, table, [])}")
        connection.execute(f"create view {view} as select * from stored.{name}_rows()")  # noqa: S608 - names of the schema
        _comment(connection, view, table)
    for name, question, query in views():
        connection.execute(f"create view {name} as {query}")
        connection.execute(f"comment on view {name} is {_quoted(question)}")


def _show(connection: duckdb.DuckDBPyConnection, place: Store, live: Live) -> None:
    """Let the views of a file show what is live."""
    now = [live.version, place.name, edition()]
    connection.execute("create or replace table stored.published as select ? as version, ? as folder, ? as views", now)
    dead = pa.Table.from_pylist([dict(zip(DEAD.names, row, strict=True)) for row in live.dead], DEAD)
    connection.execute("drop table if exists stored.dead")
    connection.from_arrow(dead).create("stored.dead")
    files: dict[str, list[tuple[str, str]]] = {name: [] for name in schema.TABLES}
    for name, path, columns in live.files:
        files[name].append((columns, path))
    is_readable = place.folder is not None or remote.is_at_hand(connection, place, [path for _, path, _ in live.files])
    for name, table in schema.TABLES.items():
        if is_readable or not files[name]:
            source = f"({rows(connection, table, [(columns, place.place(path)) for columns, path in files[name]])})"
        else:
            source = offered(connection, place, name, [path for _, path in files[name]])
        point(connection, table, source, live)


def offered(connection: duckdb.DuckDBPyConnection, place: Store, table: str, paths: Sequence[str]) -> str:
    """Let a connection see files that pyarrow reads for it; return the name it knows their rows by."""
    columns = pa.schema([column.with_nullable(True) for column in schema.arrow(table, stamped=True)])
    connection.register(f"rows_of_{table}", place.dataset(paths, columns))
    return f"rows_of_{table}"


def point(connection: duckdb.DuckDBPyConnection, table: schema.Table, source: str, live: Live) -> None:
    """Let the view of a table show the rows of a source that are live."""
    named = sorted({tables for *_, tables in live.dead if not tables or table.name in tables.split()}) if table.per_document else []
    these = f"(select document_id, batch_id from stored.dead where tables in ({', '.join(map(_quoted, named))}))"  # noqa: S608 - names of the schema
    gate = f" anti join {these} using (document_id, batch_id)" if named else ""
    query = f"select * from {source}{gate}"  # noqa: S608 - names of the schema, quoted paths
    connection.execute(f"create or replace macro stored.{table.name}_rows() as table {query}")


def rows(connection: duckdb.DuckDBPyConnection, table: schema.Table, files: Sequence[tuple[str, str]], *, placed: bool = False) -> str:
    """Return a query for the rows of files, each its columns and path: the declared columns, whichever of them a file has.

    With `placed`, also the numbers of the read, of the file in it, and in that, which a row came from.
    """
    empty = connection.from_arrow(schema.arrow(table.name, stamped=True).empty_table())
    typed = ", ".join(f"null::{kind} as {name}" for name, kind in zip(empty.columns, empty.types, strict=True))
    where = ", {} as read, file_index as file_read, file_row_number as row_read" if placed else ""
    # One read of files that are not alike would open each before the first row; one read a kind opens one.
    alike = groupby(sorted(files), key=lambda file: file[0])
    paths = [", ".join(_quoted(path) for _, path in group) for _, group in alike]
    reads = [f"select *{where.format(number)} from read_parquet([{named}])" for number, named in enumerate(paths)]  # noqa: S608 - quoted
    return " union all by name ".join([f"select {typed} where false", *reads])


def _comment(connection: duckdb.DuckDBPyConnection, view: str, table: schema.Table) -> None:
    meanings = (f"comment on column {view}.{column.name} is {_quoted(column.meaning)}" for column in (*table.columns, *schema.STAMPS))
    connection.execute(";".join((f"comment on view {view} is {_quoted(table.row)}", *meanings)))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
