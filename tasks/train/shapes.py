"""The shapes of the networks, as spaCy's configuration names them."""

from typing import Any, Final

WIDTH: Final = 96


def encoder() -> dict[str, Any]:
    """Return the convolutional encoder: a word is its form, prefix, suffix and shape, seen with four neighbours on each side."""
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


def trees() -> dict[str, Any]:
    """Return the components that learn from treebanks; they share one encoder."""
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "*"}
    tagger = {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": listener}
    return {
        "tok2vec": {"factory": "tok2vec", "model": encoder()},
        "tagger": {"factory": "tagger", "model": tagger},
        "morphologizer": {"factory": "morphologizer", "model": tagger},
        "trainable_lemmatizer": {"factory": "trainable_lemmatizer", "top_k": 3, "model": tagger},
        "parser": {"factory": "parser", "model": _transitions("parser", listener)},
    }


def names() -> dict[str, Any]:
    """Return the component that learns names, with an encoder of its own."""
    return {"ner": {"factory": "ner", "model": _transitions("ner", encoder())}}


def _transitions(kind: str, tok2vec: dict[str, Any]) -> dict[str, Any]:
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
