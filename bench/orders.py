"""Do the ids of entities depend on the order in which documents come, or on their company? `python -m bench.orders GOLD.jsonl... [ORDERS]`.

The texts of annotated files go through all stages in several shuffled orders, in batches of several sizes; printed is the share of the names that
have the same entity in every order.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from flows.evaluation.evaluate import seeds_of
from flows.evaluation.gold import read_gold
from flows.seed import Seed, trace
from flows.work import take_in

ORDERS: Final = 5
SEED: Final = 11

Links = dict[tuple[str, str], str]
"""The entity of each local entity, by its document and itself."""


def main() -> None:
    """Print what is the same in all orders."""
    *paths, orders = sys.argv[1:] if sys.argv[-1].isdigit() else [*sys.argv[1:], str(ORDERS)]
    with TemporaryDirectory(prefix="onrecord-orders-") as folder:
        seeds = list(_dropped([Path(path) for path in paths], Path(folder)))
        found = [_linked(seeds, number) for number in range(int(orders))]
    same = sum(all(other.get(key) == id_ for other in found) for key, id_ in found[0].items())
    total = max(len(links) for links in found)
    print(f"{len(seeds):,} documents, {total:,} entities of theirs, {int(orders)} orders: {100 * same / total:.2f}% have the same id in all")


def _dropped(paths: Sequence[Path], folder: Path) -> Iterator[Seed]:
    for path in paths:
        for text in seeds_of(read_gold(path)):
            name = f"{path.parent.name}-{path.stem}-{text.source_uri}"
            (folder / name).write_bytes(text.content)
            yield Seed(name, str(folder / name), trace((folder / name).stat()), text.published_at)


def _linked(seeds: Sequence[Seed], number: int) -> Links:
    """Take the documents in, in one of the orders, and return their links."""
    chance = random.Random(SEED + number)  # noqa: S311 - no secret
    waiting, links = chance.sample(seeds, len(seeds)), Links()
    while waiting:
        size = chance.randint(1, 20)
        batch, waiting = waiting[:size], waiting[size:]
        for row in take_in(batch).tables["links"].to_pylist():
            links[row["document_id"], row["local_entity_id"]] = row["entity_id"]
    return links


if __name__ == "__main__":
    main()
