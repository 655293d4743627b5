import random
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from flows.evaluation.evaluate import seeds_of
from flows.evaluation.gold import read_gold
from tasks import parse
from tasks.pipeline import STAGES
from tasks.stage import Batch, Stage

CORPORA = ("press/dev.names.jsonl", "gum-news/dev.claims.jsonl")
ORDERS = 5
LEAST = 0.995


@pytest.fixture(scope="module")
def annotated(data: Path) -> Batch:
    """Return the texts of the press and of GUM's news as the stages before `tag` write them."""
    texts = [(f"{corpus}/{seed.source_uri}", seed) for corpus in CORPORA for seed in seeds_of(read_gold(data / corpus))]
    columns = [[uri for uri, _ in texts], [seed.content for _, seed in texts], [seed.published_at for _, seed in texts], [None] * len(texts)]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, parse.SEEDS, strict=True)]
    return made({"seeds": pa.Table.from_arrays(arrays, schema=parse.SEEDS)}, *STAGES[:3])


def made(batch: Batch, *stages: Stage) -> Batch:
    for stage in stages:
        batch = {**batch, **stage(batch)}
    return batch


def links(annotated: Batch, groups: Sequence[Sequence[str]]) -> dict[tuple[str, str], str]:
    """Return the entity of each local entity when documents come in these groups."""
    found = {}
    for group in groups:
        batch = {name: _of(annotated[name], group) for name in ("documents", "segments", "tokens")}
        for row in made(batch, *STAGES[3:])["links"].to_pylist():
            found[row["document_id"], row["local_entity_id"]] = row["entity_id"]
    return found


def _of(table: pa.Table, group: Sequence[str]) -> pa.Table:
    return pa.concat_tables([table.filter(pc.equal(table["document_id"], document_id)) for document_id in group])


def shuffled(ids: Sequence[str], chance: random.Random) -> list[list[str]]:
    waiting, groups = chance.sample(list(ids), len(ids)), []
    while waiting:
        size = chance.randint(1, 12)
        groups.append(waiting[:size])
        waiting = waiting[size:]
    return groups


def test_ids_of_entities_do_not_depend_on_the_order_of_ingest(annotated: Batch) -> None:
    ids = annotated["documents"]["document_id"].to_pylist()
    found = [links(annotated, shuffled(ids, random.Random(number))) for number in range(ORDERS)]
    same = sum(all(other.get(key) == id_ for other in found) for key, id_ in found[0].items())
    assert {len(one) for one in found} == {len(found[0])}
    assert same / len(found[0]) >= LEAST
