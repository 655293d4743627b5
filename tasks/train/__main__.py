"""Train the built-in model: `python -m tasks.train DATA ENCODER OUT [--after SHIPPED] [--steps N] [--size PIECES] [--threads N]`.

DATA is the folder with `ud/`, `names/` and `press/`; ENCODER holds `model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2; OUT
receives what was reached every so many steps, from which the same command goes on, and at the end `english.zip` and its card,
the two files that the package ships.
"""

import argparse
from pathlib import Path

import torch

from tasks.encoder import weights
from tasks.encoder.weights import Weights
from tasks.train import card, export, readings, shipped
from tasks.train.fitting import Course, fit
from tasks.train.material import SEED, Material, prepare, shares
from tasks.train.network import Network, begin

SHIPPED = "english.zip"
KEPT = "kept.pt"


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe from the data to the shipped file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("encoder", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--after", type=Path, help="an english.zip to go on from, as that of the package")
    options.add_argument("--steps", type=int, default=5600, help="updates of the network")
    options.add_argument("--size", type=int, default=1024, help="pieces in a batch")
    options.add_argument("--every", type=int, default=100, help="steps between two files from which to go on")
    options.add_argument("--marks", type=Path, default=readings.FOLDER, help="what readers marked in the data; the package has its own")
    options.add_argument("--threads", type=int, help="of torch; as many as there are cores when left out")
    chosen = options.parse_args(arguments)
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    chosen.out.mkdir(parents=True, exist_ok=True)
    material = prepare(chosen.data, chosen.encoder, chosen.marks)
    network = train(material, chosen.encoder, Course(chosen.steps, chosen.size, chosen.every, chosen.out / KEPT), chosen.after)
    ship(network, material, chosen.out / SHIPPED)
    card.write(chosen.out / SHIPPED, card.scores(chosen.out / SHIPPED, chosen.data))


def train(material: Material, encoder: Path, course: Course, after: Path | None = None) -> Network:
    """Return a network trained on the material, from the weights of the encoder on, or from what was reached in another course."""
    torch.manual_seed(SEED)
    network = Network(len(material.pieces), material.labels)
    begin(network, encoder / "model.safetensors", list(material.pieces.values()))
    if after:
        shipped.take_up(network, after, material.labels)
    fit(network, material.sources, shares, course)
    return network


def ship(network: Network, material: Material, path: Path) -> None:
    """Write the file that the package ships."""
    reading, relating = export.exported(network)
    weights.write(path, Weights(reading, relating, list(material.pieces), material.labels, material.irregular))


if __name__ == "__main__":
    main()
