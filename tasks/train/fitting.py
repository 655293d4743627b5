"""Train components on documents by spaCy's own loop."""

from pathlib import Path
from typing import Any, Final, NamedTuple

from spacy.tokens import Doc, DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

SEED: Final = 7
MOST_HELD_OUT: Final = 500
"""Paragraphs that the steps are compared on; more would cost minutes and change nothing."""


class Material(NamedTuple):
    """What a part learns from, what its steps are compared on, and the attributes of words that it learns."""

    train: list[Doc]
    held_out: list[Doc]
    attributes: tuple[str, ...]


class Course(NamedTuple):
    """How long a part is trained, how often it is scored, and which scores choose the best step."""

    steps: int
    every: int
    scores: dict[str, float]
    words: int = 2000
    dropout: float = 0.1
    warmup: int = 250


def fit(folder: Path, components: dict[str, Any], material: Material, course: Course) -> None:
    """Train a pipeline; the best step lies in `FOLDER/model-best` and the material beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {"train": folder / "train.spacy", "dev": folder / "dev.spacy"}
    for path, docs in zip(paths.values(), (material.train, material.held_out[:MOST_HELD_OUT]), strict=True):
        DocBin(attrs=material.attributes, docs=docs).to_disk(path)
    config = load_config(Path(__file__).with_name("config.cfg"))
    config["nlp"]["pipeline"] = list(components)
    config["components"] = components
    config["paths"] |= {name: str(path) for name, path in paths.items()}
    config["system"]["seed"] = SEED
    config["training"] |= {"max_steps": course.steps, "eval_frequency": course.every, "score_weights": course.scores, "dropout": course.dropout}
    config["training"]["batcher"]["size"] = course.words
    config["training"]["optimizer"]["learn_rate"]["warmup_steps"] = course.warmup
    train(init_nlp(config), folder)
