"""The settings that any command of the command line takes as flags."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from cyclopts import Parameter


@Parameter(name="*")
@dataclass
class Flags:
    """Settings that any command takes; they win over the environment and onrecord.toml."""

    seeds: Path | None = None
    """The folder that news is dropped into."""
    warehouse: str | None = None
    """The folder of the tables, their catalog and onrecord.duckdb; or s3://bucket/path."""
    catalog: str | None = None
    """SQLAlchemy URL of the catalog."""
    model: str | None = None
    """The language model: built-in, or a spaCy pipeline."""
    kb: Path | None = None
    """The folder of the knowledge base."""
    workers: int | None = None
    """Processes that run the stages; 0 for one a core."""

    @property
    def given(self) -> dict[str, Any]:
        """The settings that were given."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items() if value is not None}


NO_FLAGS: Final = Flags()
