"""Train the built-in model: `python -m tasks.train DATA OUT [--part trees|names|join] [--steps N]`.

DATA is the folder with `ud/`, `names/` and `press/`; OUT receives `trees/`, `names/` and the joined pipeline in `model/`.
The parts may run side by side; `join` needs both.
"""

import argparse
import random
from collections import Counter
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

from tasks.train import names, trees

SEED = 7
GMB_SENTENCES = 12_000
CLEAN_REPEATS = 3  # The carefully read corpora are small: they count thrice against the machine-labelled one.
WIDTH = 96


def main() -> None:
    """Run one part of the recipe, or all of it in order."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--part", choices=("trees", "names", "join"))
    options.add_argument("--steps", type=int, default=6000)
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    if chosen.part in {None, "trees"}:
        train_trees(chosen.data, chosen.out, chosen.steps)
    if chosen.part in {None, "names"}:
        train_names(chosen.data, chosen.out, chosen.steps)
    if chosen.part in {None, "join"}:
        join(chosen.out)


def train_trees(data: Path, out: Path, steps: int) -> None:
    """Train tags, lemmas and dependencies on the `train` part of the treebanks."""
    nlp, chance = spacy.blank("en"), random.Random(SEED)
    for part in ("train", "dev"):
        docs = [doc for bank in ("gum", "ewt") for doc in trees.documents(data / "ud" / f"{bank}.{part}.conllu.gz", nlp.vocab, chance)]
        chance.shuffle(docs)
        print(f"trees {part}: {len(docs)} paragraphs, {sum(map(len, docs))} words")
        DocBin(attrs=["ORTH", "SPACY", "LEMMA", "POS", "TAG", "HEAD", "DEP", "SENT_START"], docs=docs[: 500 if part == "dev" else None]).to_disk(
            out / f"trees.{part}.spacy"
        )
    components = {
        "tok2vec": {"factory": "tok2vec", "model": encoder()},
        "tagger": {"factory": "tagger", "model": {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": listener()}},
        "morphologizer": {"factory": "morphologizer", "model": {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": listener()}},
        "trainable_lemmatizer": {
            "factory": "trainable_lemmatizer",
            "top_k": 3,
            "model": {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": listener()},
        },
        "parser": {"factory": "parser", "model": transition("parser", listener())},
    }
    fit(out, "trees", components, {"tag_acc": 0.1, "pos_acc": 0.2, "lemma_acc": 0.1, "dep_las": 0.6}, steps)


def train_names(data: Path, out: Path, steps: int) -> None:
    """Train names and dates; every tenth clean passage is held out to choose the best step."""
    nlp, counts, chance = spacy.blank("en"), Counter[str](), random.Random(SEED)
    sources = (data / "press/train.names.jsonl", data / "names/voa.names.jsonl")
    clean = [doc for path in sources for doc in names.documents(names.annotated(path), nlp, counts)]
    chance.shuffle(clean)
    held, kept = clean[::10], [doc for number, doc in enumerate(clean) if number % 10]
    machine = list(names.documents(names.machine_labelled(data / "names/gmb_ner_dataset.csv.zip", GMB_SENTENCES, counts), nlp, counts))
    docs = kept * CLEAN_REPEATS + machine
    chance.shuffle(docs)
    print(f"names: {len(kept)} clean passages, {len(machine)} machine-labelled; {dict(counts)}")
    DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"], docs=docs).to_disk(out / "names.train.spacy")
    DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"], docs=held).to_disk(out / "names.dev.spacy")
    fit(out, "names", {"ner": {"factory": "ner", "model": transition("ner", encoder())}}, {"ents_f": 1.0}, steps)


def encoder() -> dict[str, object]:
    """Return the shape of the convolutional encoder."""
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": WIDTH,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": [5000, 1000, 2500, 2500],
            "include_static_vectors": False,
        },
        "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": WIDTH, "depth": 4, "window_size": 1, "maxout_pieces": 3},
    }


def listener() -> dict[str, object]:
    """Return the shape of a component that reads the shared encoder."""
    return {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "*"}


def transition(kind: str, tok2vec: dict[str, object]) -> dict[str, object]:
    """Return the shape of a transition-based parser or name tagger."""
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": tok2vec,
    }


def fit(out: Path, part: str, components: dict[str, object], weights: dict[str, float], steps: int) -> None:
    """Train one pipeline; the best step lies in `OUT/PART/model-best`."""
    config = load_config(Path(__file__).with_name("config.cfg"))
    config["nlp"]["pipeline"] = list(components)
    config["components"] = components
    config["paths"] |= {"train": str(out / f"{part}.train.spacy"), "dev": str(out / f"{part}.dev.spacy")}
    config["training"]["max_steps"] = steps
    config["training"]["score_weights"] = weights
    (out / part).mkdir(parents=True, exist_ok=True)
    train(init_nlp(config), out / part)


def join(out: Path) -> Language:
    """Put the names beside the parse and write the pipeline to `OUT/model`."""
    nlp = spacy.load(out / "trees" / "model-best")
    nlp.add_pipe("ner", source=spacy.load(out / "names" / "model-best"))
    nlp.to_disk(out / "model")
    return nlp


if __name__ == "__main__":
    main()
