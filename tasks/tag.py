"""Names and dates."""

from tasks.stage import Batch, stage
from warehouse import schema

WRITES = ("mentions",)


@stage("documents", "segments", "tokens", writes=WRITES, version=1)
def tag(batch: Batch) -> Batch:
    """Names and dates."""
    return {name: schema.table(name, []) for name in WRITES}
