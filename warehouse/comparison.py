"""What changed between two runs in who said what, told apart by whether the pipeline or the news changed."""

from pathlib import Path
from typing import Final, NamedTuple

import duckdb
import pyarrow as pa
import sqlalchemy as sa

from warehouse import history, queries
from warehouse.errors import UsageError
from warehouse.layout import Location
from warehouse.relations import VERSIONS
from warehouse.storage import catalog_of

SAID: Final = Path(__file__).with_name("comparisons") / "said.sql"
CHANGED: Final = Path(__file__).with_name("comparisons") / "changed.sql"


class Runs(NamedTuple):
    """Two runs to compare, by run_id or the beginning of one that only it has."""

    before: str
    after: str


def changes(location: Location, catalog: str | None, runs: Runs) -> pa.Table:
    """Return a row a claim that appeared, vanished or changed speaker, between how the warehouse was after one run and after another.

    `because` is `pipeline` in documents that both runs saw with the same content, and otherwise what happened to the document:
    `new`, `changed` or `removed`.

    Raises
    ------
    UsageError
        when there is no such run, or the files of its version have been removed
    """
    versions = _versions(location, catalog)
    before, after = (_last(versions, run) for run in runs)
    with duckdb.connect() as connection:
        for name, version in (("said_before", before), ("said_after", after)):
            with history.connect(location, catalog, version=version) as then:
                connection.register(name, queries.run(then, SAID.read_text("utf-8")))
        queries.prepare(connection)
        return queries.run(connection, CHANGED.read_text("utf-8"))


def _versions(location: Location, catalog: str | None) -> dict[str, int]:
    """Return the last version of each run."""
    queries.refuse_nowhere(location, catalog)
    known = catalog_of(location, catalog)
    try:
        with known.reading() as connection:
            made = connection.execute(sa.select(VERSIONS.c.run_id, VERSIONS.c.version).order_by(VERSIONS.c.version)).all()
            return {run: version for run, version in made}  # noqa: C416 - rows of a database, which mypy does not take for pairs
    finally:
        known.close()


def _last(versions: dict[str, int], run: str) -> int:
    fitting = [known for known in versions if known.startswith(run)]
    if run in versions:
        return versions[run]
    if len(fitting) != 1:
        raise UsageError(f"{len(fitting) or 'no'} runs begin with {run}; `onrecord log` lists them")
    return versions[fitting[0]]
