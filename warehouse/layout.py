"""Where things lie in the folder of a warehouse."""

from typing import Final

DATABASE: Final = "onrecord.duckdb"
"""The views over the live files, for any DuckDB client."""

CATALOG: Final = "catalog.sqlite"
"""What is live, unless the catalog is kept elsewhere."""

TABLES: Final = "tables"
"""The Parquet files, a folder a table."""

SPILL: Final = "spill"
"""What compaction sorts on disk; empty when none is under way."""
