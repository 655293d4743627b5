"""What commands share: the settings that any of them takes, exit statuses, and how they answer."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from cyclopts import Parameter

DONE, REJECTED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses."""


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


def answer(text: str) -> None:
    """Write the answer of a command to standard output."""
    print(text, end="" if text.endswith("\n") else "\n")  # noqa: T201 - the answer of the command
