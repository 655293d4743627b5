"""A folder of the shape of the corpora, and one of the shape of the encoder, made up for tests of the recipe."""

import gzip
import hashlib
import json
import struct
import zipfile
from pathlib import Path

import numpy as np

DOCUMENT = "# newdoc id = in-trees\n"
SENTENCE = """# newpar
# text = "Don't go," said Ann.
1\t"\t"\tPUNCT\t``\t_\t4\tpunct\t_\tSpaceAfter=No
2-3\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tDo\tdo\tAUX\tVB\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t,\t,\tPUNCT\t,\t_\t4\tpunct\t_\tSpaceAfter=No
6\t"\t"\tPUNCT\t''\t_\t4\tpunct\t_\t_
7\tsaid\tsay\tVERB\tVBD\t_\t4\tparataxis\t_\t_
8\tAnn\tAnn\tPROPN\tNNP\t_\t7\tnsubj\t_\tSpaceAfter=No
9\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""
READ = "Ann Orr left Port Ellery on Monday."
MENTIONS = [(0, 7, "PERSON"), (13, 24, "GPE"), (28, 34, "DATE")]
GMB = [
    ("Sentence: 1", "President", "B-per"),
    ("", "Quell", "I-per"),
    ("", "left", "O"),
    ("", "Maravia", "B-geo"),
    ("", ".", "O"),
    ("Sentence: 2", "Maravia", "B-geo"),
    ("", "objected", "O"),
    ("Sentence: 3", "Maravia", "B-org"),
    ("", "objected", "O"),
    *((("Sentence: 4" if not number else ""), word, "O") for number, word in enumerate(READ.removesuffix(".").split())),
    ("", ".", "O"),
]
PIECES = [
    "[PAD]",
    "[unused0]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "[",
    "]",
    '"',
    ".",
    ",",
    "'",
    "市",
    "said",
    "ann",
    "go",
    "do",
    "n",
    "t",
    "##rr",
    "o",
]


def corpora(folder: Path) -> Path:
    """Write a few sentences of every kind that the recipe reads, and return the folder."""
    for name in ("ud", "names", "press"):
        (folder / name).mkdir(parents=True)
    for bank in ("gum", "ewt"):
        for part in ("train", "dev"):
            with gzip.open(folder / "ud" / f"{bank}.{part}.conllu.gz", "wt", encoding="utf-8") as out:
                out.write(DOCUMENT + SENTENCE * 20)
    passage = {
        "doc_id": "made-up",
        "text": READ,
        "mentions": [{"start_char": start, "end_char": end, "label": label} for start, end, label in MENTIONS],
    }
    for name in ("press/train.names.jsonl", "press/dev.names.jsonl", "names/voa.names.jsonl"):
        (folder / name).write_text((json.dumps(passage) + "\n") * 6, "utf-8")
    claim = {"source": [0, 7], "cue": None, "content": [[0, 24]], "kind": "indirect", "speakers": [], "nested": False, "optional": False}
    for name in ("press/train.claims.jsonl", "press/dev.claims.jsonl"):
        (folder / name).write_text(json.dumps({"doc_id": "made-up", "text": READ, "attributions": [claim]}) + "\n", "utf-8")
    rows = "".join(f"{number},{word},NN,{tag}\n" for number, word, tag in GMB)
    with zipfile.ZipFile(folder / "names" / "gmb_ner_dataset.csv.zip", "w") as archive:
        archive.writestr("ner.csv", "Sentence #,Word,POS,Tag\n" + rows)
    return folder


def marks(folder: Path) -> Path:
    """Write marks of names in the sentences of GMB, and return the folder."""
    folder.mkdir()
    text = "President Quell left Maravia.\nMaravia objected\nMaravia objected\n" + READ
    spans = [(21, 28, "GPE"), (text.index(READ), text.index(READ) + 7, "PERSON")]
    line = {"doc_id": "gmb00000", "sha256": hashlib.sha256(text.encode()).hexdigest(), "spans": spans}
    (folder / "names.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    (folder / "claims.jsonl").write_text("", "utf-8")
    return folder


def encoder(folder: Path) -> Path:
    """Write an encoder that knows nothing, with a small vocabulary, and return its folder."""
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(PIECES) + "\n", "utf-8")
    chance = np.random.default_rng(7)
    wide, inner = 384, 1536
    shapes = {
        "embeddings.word_embeddings.weight": (len(PIECES), wide),
        "embeddings.position_embeddings.weight": (512, wide),
        "embeddings.token_type_embeddings.weight": (2, wide),
        **_both("embeddings.LayerNorm", wide),
    }
    for number in range(6):
        before = f"encoder.layer.{number}."
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            shapes |= _both(before + part, wide, wide)
        shapes |= _both(before + "intermediate.dense", inner, wide) | _both(before + "output.dense", wide, inner)
        shapes |= _both(before + "attention.output.LayerNorm", wide) | _both(before + "output.LayerNorm", wide)
    _write(folder / "model.safetensors", {name: chance.normal(0, 0.02, shape).astype(np.float32) for name, shape in shapes.items()})
    return folder


def _both(part: str, *shape: int) -> dict[str, tuple[int, ...]]:
    return {f"{part}.weight": shape, f"{part}.bias": shape[:1]}


def _write(path: Path, tensors: dict[str, "np.ndarray[tuple[int, ...], np.dtype[np.float32]]"]) -> None:
    header, start = dict[str, object](), 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [start, start + tensor.nbytes]}
        start += tensor.nbytes
    head = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(head)) + head + b"".join(tensor.tobytes() for tensor in tensors.values()))
