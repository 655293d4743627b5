"""The data of the recipe, read, cleaned and counted."""

import random
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from tasks.encoder.pieces import WordPieces
from tasks.encoder.weights import Labels
from tasks.train import examples, passages, readings, treebank, vocabulary
from tasks.train.examples import Example
from tasks.train.passages import MACHINE, SENTENCES_TOGETHER

SEED: Final = 7
READ: Final = {"press/train.names.jsonl": 1, "press/train.claims.jsonl": 1, "names/voa.names.jsonl": SENTENCES_TOGETHER}
"""Files of passages whose names or claims were marked by careful reading, and how many of their lines are shown together."""


class Material(NamedTuple):
    """What a network is made from; `pieces` holds the number in the whole vocabulary of each piece that stays."""

    pieces: dict[str, int]
    labels: Labels
    irregular: dict[str, str]
    sources: dict[str, list[Example]]


def prepare(data: Path, encoder: Path, marks: Path = readings.FOLDER) -> Material:
    """Return the material from a folder of corpora, the folder of the encoder to begin with, and that of our marks; says what it counted."""
    kept, chance = vocabulary.kept(encoder / "vocab.txt"), random.Random(SEED)
    pieces = WordPieces(list(kept))
    bank = [sentence for path in readings.BANKS for sentence in treebank.sentences(data / path)]
    labels = examples.labels(bank)
    irregular = examples.irregular(bank, labels)
    counts = {name: Counter[str]() for name in ("trees", "read", "machine")}
    stretches = (stretch for path in readings.BANKS for stretch in treebank.stretches(data / path, chance))
    annotated = (passage for path, lines in READ.items() for passage in passages.annotated(data / path, lines))
    read = list(passages.together(chain(annotated, readings.read(data, marks))))
    machine = passages.machine_labelled(data / MACHINE, read, counts["machine"])
    sources = {
        "trees": list(examples.of_trees(stretches, labels, pieces, counts["trees"])),
        "read": list(examples.of_passages(read, labels, pieces, counts["read"])),
        "machine": list(examples.of_passages(machine, labels, pieces, counts["machine"])),
    }
    print(
        f"vocabulary: {len(kept)} pieces; labels: { ({name: len(kinds) for name, kinds in labels._asdict().items()}) }; irregular: {len(irregular)}"
    )
    for name, found in counts.items():
        print(f"{name}: {dict(found)}, {sum(len(example.pieces) for example in sources[name])} pieces", flush=True)
    return Material(kept, labels, irregular, sources)


def shares(done: float) -> dict[str, float]:
    """Return how much of the steps each source gets when so much of the training is done.

    Trees teach most; machine-labelled names come early and read ones late, and none is ever left out, or it would be forgotten.
    """
    return {"trees": 0.55 - 0.10 * done, "read": 0.25 + 0.25 * done, "machine": 0.20 - 0.15 * done}
