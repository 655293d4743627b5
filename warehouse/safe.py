"""SQL from people who are not trusted: it can read the tables and nothing else, and neither memory nor time without end.

DuckDB itself opens no file: pyarrow reads the tables and hands their rows over. That is slower, and leaves no door that a statement could use.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

import duckdb
import pyarrow as pa

from warehouse import publish, queries, schema
from warehouse.errors import UsageError, WarehouseError
from warehouse.layout import Location
from warehouse.publish import Live
from warehouse.storage import catalog_of
from warehouse.store import Store, at

LOCKED: Final = (
    "set enable_external_access = false",
    "set max_temp_directory_size = '0 MB'",
    "set lock_configuration = true",
)


class Limits(NamedTuple):
    """What one statement may take: memory to work in, bytes of an answer, seconds."""

    memory: str = "1GB"
    answer_bytes: int = 256 * 2**20
    seconds: float = 60.0


def run(location: Location, catalog: str | None, sql: str, limits: Limits = Limits()) -> pa.Table:  # noqa: B008 - a constant
    """Return what one SELECT answers, on a connection that nobody used before.

    Raises
    ------
    UsageError
        when it is anything else than one SELECT, fails, or takes more than it may
    WarehouseError
        when there is no warehouse, or it cannot be read
    """
    queries.refuse_nowhere(location, catalog)
    known = catalog_of(location, catalog)
    try:
        live = known.live()
    finally:
        known.close()
    with duckdb.connect(config={"memory_limit": limits.memory, "threads": 2}) as connection:
        _offer(connection, at(location), live)
        return _answered(connection, sql, limits)


def _offer(connection: duckdb.DuckDBPyConnection, store: Store, live: Live) -> None:
    """Make the views over rows that pyarrow reads, then lock every other door."""
    try:
        publish.show(connection, store, Live(live.version, [], live.dead))
        for name, table in schema.TABLES.items():
            paths = [path for table_name, path, _ in live.files if table_name == name]
            if paths:
                publish.point(connection, table, publish.offered(connection, store, name, paths), live)
        queries.prepare(connection)
        for statement in LOCKED:
            connection.execute(statement)
    except (duckdb.Error, OSError, pa.ArrowException) as error:
        raise WarehouseError(f"the warehouse {store.name} cannot be read: {' '.join(str(error).split())}") from error


def _answered(connection: duckdb.DuckDBPyConnection, sql: str, limits: Limits) -> pa.Table:
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise UsageError("only one SELECT at a time may be asked here")
        with _interrupted_after(connection, limits.seconds):
            reader = connection.sql(statements[0]).to_arrow_reader(8192)
            return pa.Table.from_batches(_within(reader, limits.answer_bytes), reader.schema)
    except duckdb.InterruptException:
        raise UsageError(f"the query took more than {limits.seconds:g} seconds") from None
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        if "INTERRUPT" in str(error):
            raise UsageError(f"the query took more than {limits.seconds:g} seconds") from None
        raise UsageError(queries.one_line(error)) from error


@contextmanager
def _interrupted_after(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def _within(reader: pa.RecordBatchReader, most: int) -> Sequence[pa.RecordBatch]:
    batches, size = list[pa.RecordBatch](), 0
    for batch in reader:
        size += batch.nbytes
        if size > most:
            raise UsageError(f"the answer is larger than {most // 2**20:,} MB; ask for fewer rows or columns")
        batches.append(batch)
    return batches
