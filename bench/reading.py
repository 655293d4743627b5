"""How fast the built-in model reads, held against a spaCy pipeline of the shape of en_core_web_sm in the same process: `python -m bench.reading`.

The pipeline has random weights, which cost as much as trained ones: a convolutional encoder with tagger and parser on it, and one for names.
"""

import time

import spacy
from spacy.language import Language

from bench import articles
from tasks import model, sentences
from tasks.foreign import Foreign
from tasks.reader import Reader

ARTICLES, ROUNDS = 40, 3
WIDTH = 96
SHAPE: dict[str, object] = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": WIDTH, "depth": 4}
SHAPE |= {"embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True}


def pipeline() -> Language:
    """Return a pipeline that tags, parses and finds names with random weights."""
    nlp = spacy.blank("en")
    heard: dict[str, object] = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "tok2vec"}
    nlp.add_pipe("tok2vec", config={"model": SHAPE})
    tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": heard}})
    parser = nlp.add_pipe("parser", config={"model": _transitions("parser", heard)})
    names = nlp.add_pipe("ner", config={"model": _transitions("ner", SHAPE)})
    for part, label in ((tagger, "NN"), (parser, "nsubj"), (names, "PERSON")):
        part.add_label(label)  # type: ignore[attr-defined]
    nlp.initialize()
    return nlp


def _transitions(kind: str, encoder: dict[str, object]) -> dict[str, object]:
    shape = {"extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2, "use_upper": True}
    return {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "tok2vec": encoder, **shape}


def main() -> None:
    """Print the words a second of both, the best of a few rounds in turn, and their ratio."""
    paragraphs = [
        [paragraph[start:end] for start, end in sentences.split(paragraph)]
        for number in range(ARTICLES)
        for paragraph in articles.article(number).split("\n\n")
    ]
    readers: dict[str, Reader] = {"built-in model": model.load(), "spaCy of that shape": Foreign(pipeline())}
    speeds = dict.fromkeys(readers, 0.0)
    for _ in range(ROUNDS):
        for name, reader in readers.items():
            started = time.process_time()
            words = sum(len(sentence) for paragraph in reader.read(paragraphs) for sentence in paragraph)
            speeds[name] = max(speeds[name], words / (time.process_time() - started))
    for name, speed in speeds.items():
        print(f"{name}: {speed:,.0f} words a second of one core")
    ours, theirs = speeds.values()
    print(f"ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
