"""What reading more brings: `python -m tasks.train.worth DATA ENCODER [--steps N] [--threads N]`.

Networks are trained alike from the encoder on, for names alone, each on twice as many of the passages that were read as the one before,
and measured on the press of the dev part. A line a network: words read, and F1 of names and of all with their exact kind, in percent.
"""

import argparse
import random
import tempfile
from pathlib import Path
from typing import Final

import torch

from tasks.encoder import Encoder
from tasks.train import measure
from tasks.train.__main__ import SHIPPED, ship, train
from tasks.train.examples import IGNORED, Example
from tasks.train.fitting import Course
from tasks.train.material import SEED, prepare

SHARES: Final = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1)


def main() -> None:
    """Print what networks reach that have seen more and more of what was read."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("encoder", type=Path)
    options.add_argument("--steps", type=int, default=400, help="updates of each network")
    options.add_argument("--size", type=int, default=1024, help="pieces in a batch")
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    material = prepare(chosen.data, chosen.encoder)
    read = [example for example in material.sources["read"] if set(example.answers["names"]) != {IGNORED}]
    random.Random(SEED).shuffle(read)
    for share in SHARES:
        part = read[: round(len(read) * share)]
        with tempfile.TemporaryDirectory() as folder:
            course = Course(chosen.steps, chosen.size, chosen.steps, Path(folder) / "kept.pt")
            network = train(material._replace(sources={"read": part}), chosen.encoder, course)
            ship(network, material, Path(folder) / SHIPPED)
            found = measure.names_of(Encoder(Path(folder) / SHIPPED), chosen.data / "press" / "dev.names.jsonl")
        print(f"{_words(part)} words read: names {100 * found['names']:.1f}, exact {100 * found['exact']:.1f}", flush=True)


def _words(examples: list[Example]) -> int:
    return sum(len(example.first) for example in examples)


if __name__ == "__main__":
    main()
