"""Train the built-in model: `python -m tasks.train DATA OUT [--part trees|names|refine|join] [--steps N]`.

DATA is the folder with `ud/`, `names/` and `press/`; OUT receives a folder for each part, and from `join` the file that the
package ships, with its card. `trees` may run beside `names` and `refine`; `refine` goes on from `names`; `join` needs them all.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from tasks.train import measure, names, shapes, trees
from tasks.train.fitting import SEED, Course, Material, fit
from tasks.train.packing import halve, pack

STEPS: Final = {"trees": 6000, "names": 6000, "refine": 600}
GMB_SENTENCES: Final = 12_000
CLEAN_REPEATS: Final = 3
"""The carefully read passages are few: they count thrice against the machine-labelled ones."""
HELD_OUT: Final = 10
"""One of so many carefully read passages is kept to choose the best step by."""
READ: Final = ("press/train.names.jsonl", "names/voa.names.jsonl")
ABOUT: Final = Path(__file__).with_name("about.json")
"""What the card says whatever the weights: name, version, data and licences."""


def main() -> None:
    """Run one part of the recipe, or all of it in order."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--part", choices=("trees", "names", "refine", "join"))
    options.add_argument("--steps", type=int, help="updates of the networks; a different number for each part when left out")
    chosen = options.parse_args()
    parts = {"trees": train_trees, "names": train_names, "refine": refine_names}
    for part, train in parts.items():
        if chosen.part in {None, part}:
            train(chosen.data, chosen.out, chosen.steps or STEPS[part])
    if chosen.part in {None, "join"}:
        join(chosen.data, chosen.out)


def train_trees(data: Path, out: Path, steps: int) -> None:
    """Train tags, lemmas and dependencies on the `train` part of the treebanks; their `dev` part chooses the best step."""
    vocab, chance = spacy.blank("en").vocab, random.Random(SEED)
    parts: list[list[Doc]] = []
    for part in ("train", "dev"):
        docs = [doc for bank in ("gum", "ewt") for doc in trees.documents(data / "ud" / f"{bank}.{part}.conllu.gz", vocab, chance)]
        chance.shuffle(docs)
        print(f"trees {part}: {len(docs)} paragraphs, {sum(map(len, docs))} words")
        parts.append(docs)
    material = Material(parts[0], parts[1], ("ORTH", "SPACY", "LEMMA", "POS", "TAG", "HEAD", "DEP", "SENT_START"))
    scores = {"tag_acc": 0.1, "pos_acc": 0.2, "lemma_acc": 0.1, "dep_las": 0.6}
    fit(out / "trees", shapes.trees(), material, Course(steps, every=min(steps, 1000), scores=scores))


def train_names(data: Path, out: Path, steps: int) -> None:
    """Train names and dates on read and machine-labelled passages together."""
    counts, nlp, chance = Counter[str](), spacy.blank("en"), random.Random(SEED)
    kept, held_out = _read_passages(data, nlp, counts, chance)
    machine = list(names.documents(names.machine_labelled(data / "names/gmb_ner_dataset.csv.zip", GMB_SENTENCES, counts), nlp, counts))
    docs = kept * CLEAN_REPEATS + machine
    chance.shuffle(docs)
    print(f"names: {len(kept)} read passages, {len(machine)} machine-labelled; {dict(counts)}")
    fit(out / "names", shapes.names(), _names_material(docs, held_out), Course(steps, every=min(steps, 1000), scores={"ents_f": 1.0}))


def refine_names(data: Path, out: Path, steps: int) -> None:
    """Go on from `names` with the read passages alone: they outweigh many times as many machine-labelled ones."""
    kept, held_out = _read_passages(data, spacy.blank("en"), Counter(), random.Random(SEED))
    course = Course(steps, every=min(steps, 100), scores={"ents_f": 1.0}, words=1000, dropout=0.2, warmup=0)
    components = {"ner": {"source": str(out / "names" / "model-best")}}
    fit(out / "refined", components, _names_material(kept, held_out), course)


def join(data: Path, out: Path) -> Language:
    """Put the names beside the parse, measure on what no part was trained on, and write the file that the package ships."""
    nlp = spacy.load(out / "trees" / "model-best")
    nlp.add_pipe("ner", source=spacy.load(out / "refined" / "model-best"))
    halve(nlp)
    scores = {bank: measure.trees_of(nlp, data / "ud" / f"{bank}.dev.conllu.gz") for bank in ("gum", "ewt")}
    about = json.loads(ABOUT.read_text("utf-8"))
    pack(nlp, out / "english.spacy.xz", {**about, "scores": {**scores, "names": measure.names_of(nlp, data / "press/dev.names.jsonl")}})
    return nlp


def _read_passages(data: Path, nlp: Language, counts: Counter[str], chance: random.Random) -> tuple[list[Doc], list[Doc]]:
    """Return the carefully read passages to learn from, and those held out."""
    docs = [doc for path in READ for doc in names.documents(names.annotated(data / path), nlp, counts)]
    chance.shuffle(docs)
    return [doc for number, doc in enumerate(docs) if number % HELD_OUT], docs[::HELD_OUT]


def _names_material(docs: list[Doc], held_out: list[Doc]) -> Material:
    return Material(docs, held_out, ("ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"))


if __name__ == "__main__":
    main()
