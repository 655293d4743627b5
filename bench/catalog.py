"""How long the catalog alone takes for what it is asked, whatever the files hold.

Run it as `python -m bench.catalog [DOCUMENTS [URL]]`. The documents have no rows: only what the catalog knows of them is made.
"""

import resource
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench.commit import seconds
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
            print(f"open                    {seconds(lambda: Catalog(place).close()) * 1000:8.1f} ms")
            print(f"what is live            {seconds(catalog.live) * 1000:8.1f} ms")
            print(f"commit {COMMITTED} new          {seconds(lambda: record(fresh)) * 1000:8.1f} ms")
            print(f"replace {COMMITTED}             {seconds(lambda: record(again)) * 1000:8.1f} ms")
            print(f"files, and what is dead {seconds(catalog.files) * 1000:8.1f} ms")
            print(f"what is known of files  {seconds(catalog.seeds) * 1000:8.1f} ms")
            print(f"memory                  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


if __name__ == "__main__":
    main(*(int(argument) if argument.isdigit() else argument for argument in sys.argv[1:]))  # type: ignore[arg-type]
