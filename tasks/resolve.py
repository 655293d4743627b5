"""Who is who in one document."""

from tasks.stage import Batch, stage
from warehouse import schema

WRITES = ("local_entities", "local_entity_mentions")


@stage("documents", "tokens", "mentions", writes=WRITES, version=1)
def resolve(batch: Batch) -> Batch:
    """Who is who in one document."""
    return {name: schema.table(name, []) for name in WRITES}
