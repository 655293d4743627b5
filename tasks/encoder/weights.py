"""The one file of the built-in model: two networks, the vocabulary, the labels, and the lemmas that no rule makes."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

ENCODER: Final = "encoder.onnx"
"""From pieces to what each word is, and how well each word would do as head of each."""
RELATIONS: Final = "relations.onnx"
"""From words and their heads to the relation between them."""
VOCABULARY: Final = "vocabulary.txt"
LABELS: Final = "labels.json"
LEMMAS: Final = "lemmas.json"


class Labels(NamedTuple):
    """The answers that each head of the network can give."""

    names: Sequence[str]
    upos: Sequence[str]
    tags: Sequence[str]
    edits: Sequence[str]
    deps: Sequence[str]


class Weights(NamedTuple):
    """The content of the file; `lemmas` holds the lemma of a lower-case word and part of speech, written `word/UPOS`."""

    encoder: bytes
    relations: bytes
    vocabulary: list[str]
    labels: Labels
    lemmas: Mapping[str, str]


def read(path: Path) -> Weights:
    """Return what a file of weights holds."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return Weights(
            archive.read(ENCODER),
            archive.read(RELATIONS),
            archive.read(VOCABULARY).decode().split("\n"),
            Labels(**json.loads(archive.read(LABELS))),
            json.loads(archive.read(LEMMAS)),
        )


def write(path: Path, weights: Weights) -> None:
    """Write a file of weights; the same weights give the same bytes."""
    parts: dict[str, Any] = {
        ENCODER: weights.encoder,
        RELATIONS: weights.relations,
        VOCABULARY: "\n".join(weights.vocabulary),
        LABELS: json.dumps(weights.labels._asdict(), ensure_ascii=False),
        LEMMAS: json.dumps(weights.lemmas, ensure_ascii=False, sort_keys=True),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
