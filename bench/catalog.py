"""How long the catalog alone takes for what it is asked, whatever the files hold.

Run it as `python -m bench.catalog [DOCUMENTS [URL]]`. The documents have no rows: only what the catalog knows of them is made.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from warehouse import schema
from warehouse.catalog import Catalog
from warehouse.changes import Origin, SeedState
from warehouse.ledger import Change
from warehouse.parquet import StoredFile
from warehouse.storage import Warehouse

AT_ONCE: Final = 10_000
COMMITTED: Final = 200


def change(catalog: Catalog, first: int, count: int, generation: str) -> Change:
    """Return a commit of so many documents, one a file, and of one Parquet file a table."""
    uris = [f"{number // 1000:05}/{number:08}.txt" for number in range(first, first + count)]
    batch = f"{generation}-{catalog.version():06}"
    files = [StoredFile(name, f"tables/{name}/{batch}.parquet", count, 1, "", "") for name, table in schema.TABLES.items() if table.per_document]
    documents = [Origin(schema.identifier(uri, ""), uri, "", is_reject=False) for uri in uris]
    states = [SeedState(uri, 1, 1, generation, "bench") for uri in uris]
    return Change(batch, "bench", "ingest", datetime.now(UTC), files, documents=documents, replaced=uris, states=states)


def told(what: str, work: Callable[[], object]) -> None:
    """Print how long a piece of work takes, and how long a processor was at it."""
    started, busy = time.perf_counter(), time.process_time()
    work()
    print(f"{what:36}{(time.perf_counter() - started) * 1000:8.1f} ms {(time.process_time() - busy) * 1000:8.1f} ms of processor", flush=True)


def main(documents: int = 1_000_000, url: str | None = None) -> None:
    """Print the times."""
    with tempfile.TemporaryDirectory() as name:
        place = url or f"sqlite:///{name}/large.sqlite"
        with Warehouse.open(Path(name, "data"), place) as warehouse:
            catalog = warehouse.catalog

            def record(made: Change) -> None:
                catalog.record(made, lambda entry: StoredFile("commits", f"tables/commits/{entry.version}.parquet", 1, 1, "", ""))

            for first in range(0, documents, AT_ONCE):
                record(change(catalog, first, AT_ONCE, "old"))
            print(f"{documents:,} documents in {catalog.version():,} commits", flush=True)
            fresh = change(catalog, documents, COMMITTED, "new")
            again = change(catalog, documents // 2, COMMITTED, "changed")
            told("open", lambda: Catalog(place).close())
            told("what is live", catalog.live)
            told(f"commit {COMMITTED} new", lambda: record(fresh))
            told(f"replace {COMMITTED}", lambda: record(again))
            told("what is live after that", catalog.live)
            told("the files", catalog.stored)
            told("the files, and what is dead in them", catalog.files)
            told("what is known of the files of news", catalog.seeds)
            print(f"{'memory':36}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


if __name__ == "__main__":
    main(*(int(argument) if argument.isdigit() else argument for argument in sys.argv[1:]))  # type: ignore[arg-type]
