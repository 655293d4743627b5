"""Who said what."""

from tasks.stage import Batch, stage
from warehouse import schema

WRITES = ("claims", "claim_spans", "claim_speakers")


@stage("documents", "segments", "tokens", "mentions", "local_entities", "local_entity_mentions", writes=WRITES, version=1)
def attribute(batch: Batch) -> Batch:
    """Who said what."""
    return {name: schema.table(name, []) for name in WRITES}
