"""What a stage is: a pure function from tables to tables that declares what it reads and writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa

from warehouse import schema
from warehouse.errors import StageError

Batch: TypeAlias = Mapping[str, pa.Table]
"""Table name to Arrow table, the rows of some documents."""


@dataclass(frozen=True)
class Stage:
    """A stage: call it with a batch and get the tables it writes."""

    function: Callable[[Batch], Batch]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    version: int
    """Raised when the same input gives another output: what it and later stages wrote is then made anew."""

    @property
    def name(self) -> str:
        """The verb that names it."""
        return self.function.__name__

    def __call__(self, batch: Batch) -> Batch:
        """Run it.

        Raises
        ------
        StageError
            when a table that it reads is missing, or one that it writes has another schema than declared
        """
        missing = [name for name in self.reads if name not in batch]
        if missing:
            message = f"{self.name} needs {', '.join(missing)}"
            raise StageError(message)
        written = self.function(batch)
        for name in self.writes:
            if name not in written or written[name].schema != schema.arrow(name):
                message = f"{self.name} must write {name} as the schema declares it"
                raise StageError(message)
        return written


def stage(*reads: str, writes: tuple[str, ...], version: int) -> Callable[[Callable[[Batch], Batch]], Stage]:
    """Declare a function as a stage."""

    def declare(function: Callable[[Batch], Batch]) -> Stage:
        return Stage(function, reads, writes, version)

    return declare
