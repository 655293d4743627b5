"""Where a warehouse lies, and things in it."""

from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

Location: TypeAlias = Path | str
"""A folder, or the `s3://bucket/path` of a place in object storage."""

BUCKET: Final = "s3://"
"""What the latter begins with."""

DATABASE: Final = "onrecord.duckdb"
"""The views over the live files, for any DuckDB client."""

CATALOG: Final = "catalog.sqlite"
"""What is live, unless the catalog is kept elsewhere."""

TABLES: Final = "tables"
"""The Parquet files, a folder a table."""

SPILL: Final = "spill"
"""What compaction sorts on disk; empty when none is under way."""


class Listed(NamedTuple):
    """A file that is there; `path` is relative to the warehouse."""

    path: str
    modified_at: datetime
