"""The network in torch: a BERT encoder that also sees how words are written, and a head for each kind of answer."""

import json
import struct
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tasks.encoder.pieces import CASES
from tasks.encoder.weights import Labels
from tasks.train.examples import IGNORED, PART, PARTS

LAYERS, WIDTH, HEADS, INNER, POSITIONS = 6, 384, 12, 1280, 512
"""`INNER` is five sixths of what the encoder begins with, for a smaller file and less to multiply; the weakest sixth of it goes (see `narrowed`)."""
EPSILON: Final = 1e-12
CASE_WIDTH: Final = 32
ARC, RELATION = 256, 96
DROPOUT: Final = 0.1
WEIGHTS: Final = {"names": 2.0}
"""Trees have five answers a word and names one, so names count double."""
FAR: Final = -1e4
"""The score of a head in another sentence."""


class Layer(nn.Module):
    """One layer of the encoder: attention, then a network for each piece; each is added and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.out, self.attended = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, EPSILON)
        self.up, self.down, self.done = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH), nn.LayerNorm(WIDTH, EPSILON)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Return the next state of each piece; `mask` tells which pieces there are."""
        batch, length, _ = hidden.shape
        query, key, value = (part(hidden).view(batch, length, HEADS, -1).transpose(1, 2) for part in (self.query, self.key, self.value))
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, dropout_p=DROPOUT if self.training else 0.0)
        hidden = self.attended(hidden + self.dropout(self.out(seen.transpose(1, 2).reshape(batch, length, WIDTH))))
        hidden = self.done(hidden + self.dropout(self.down(functional.gelu(self.up(hidden)))))
        return hidden


class Network(nn.Module):
    """Encoder and heads; `pieces` is the size of the vocabulary."""

    def __init__(self, pieces: int, labels: Labels) -> None:
        super().__init__()
        self.pieces, self.positions = nn.Embedding(pieces, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.case_in, self.case_out = nn.Embedding(len(CASES), WIDTH), nn.Embedding(len(CASES), CASE_WIDTH)
        self.normal, self.dropout = nn.LayerNorm(WIDTH, EPSILON), nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        wide = 2 * WIDTH + CASE_WIDTH
        self.names, self.upos = nn.Linear(wide, len(labels.names)), nn.Linear(wide, len(labels.upos))
        self.tags, self.edits = nn.Linear(wide, len(labels.tags)), nn.Linear(wide, len(labels.edits))
        self.source, self.cue, self.content = (nn.Linear(wide, len(PART)) for _ in PARTS)
        self.arc_word, self.arc_head = nn.Linear(wide, ARC), nn.Linear(wide, ARC)
        self.dep_word, self.dep_head = nn.Linear(wide, RELATION), nn.Linear(wide, RELATION)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.dep = nn.Parameter(torch.randn(len(labels.deps), RELATION + 1, RELATION + 1) * 0.05)
        nn.init.zeros_(self.case_in.weight)
        self.pieces.weight.requires_grad = False

    def words(self, batch: Mapping[str, Tensor]) -> Tensor:
        """Return what the encoder knows of each word: its first and its last piece, and its case.

        The batch holds `pieces` [B, T], `mask` [B, T] (which of them there are), and `first`, `last` (indices into the pieces) and `cases` [B, W].
        """
        pieces, cases, first, last, mask = (batch[name] for name in ("pieces", "cases", "first", "last", "mask"))
        at_pieces = torch.zeros_like(pieces).scatter(1, last, cases).scatter(1, first, cases)
        hidden = self.pieces(pieces) + self.positions.weight[: pieces.shape[1]] + self.case_in(at_pieces)
        hidden = self.dropout(self.normal(hidden))
        seen = torch.zeros(mask.shape).masked_fill(~mask, float("-inf"))[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, seen)
        return self.dropout(torch.cat([_at(hidden, first), _at(hidden, last), self.case_out(cases)], -1))

    def attached(self, words: Tensor) -> Tensor:
        """Return the score of each word as head of each [B, word, head]; a root is its own head."""
        word, head = functional.gelu(self.arc_word(words)), functional.gelu(self.arc_head(words))
        return functional.pad(self.dropout(word), (0, 1), value=1.0) @ self.arc @ self.dropout(head).transpose(1, 2)

    def related(self, words: Tensor, heads: Tensor) -> Tensor:
        """Return the score of each relation between each word and its head [B, W, relation]."""
        word = functional.pad(self.dropout(functional.gelu(self.dep_word(words))), (0, 1), value=1.0)
        head = functional.pad(self.dropout(_at(functional.gelu(self.dep_head(words)), heads)), (0, 1), value=1.0)
        return torch.einsum("bwi,rij,bwj->bwr", word, self.dep, head)


def losses(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the loss of each head that the batch has answers for; padding words have none."""
    with torch.autocast("cpu", torch.bfloat16, enabled=torch.backends.mkldnn.is_available()):
        words = network.words(batch)
        scores: dict[str, Tensor] = {name: getattr(network, name)(words) for name in ("names", *PARTS, "upos", "tags", "edits") if name in batch}
        if "heads" in batch:
            apart = batch["sentence"][:, :, None] != batch["sentence"][:, None, :]
            scores["heads"] = network.attached(words).masked_fill(apart, FAR)
            scores["deps"] = network.related(words, batch["heads"].clamp(min=0))
    return {name: WEIGHTS.get(name, 1.0) * _loss(found.float(), batch[name]) for name, found in scores.items()}


def _loss(scores: Tensor, answers: Tensor) -> Tensor:
    """Return the mean loss of the words that have an answer; 0 where none has."""
    total = functional.cross_entropy(scores.transpose(1, 2), answers, ignore_index=IGNORED, reduction="sum")
    return total / (answers != IGNORED).sum().clamp(min=1)


def begin(network: Network, safetensors: Path, kept: list[int]) -> None:
    """Fill the encoder with the weights of all-MiniLM-L6-v2; `kept` are the numbers of the pieces that stay in the vocabulary."""
    given = read(safetensors)
    found = {
        "pieces.weight": given["embeddings.word_embeddings.weight"][kept],
        "positions.weight": given["embeddings.position_embeddings.weight"] + given["embeddings.token_type_embeddings.weight"][0],
    }
    for kind in ("weight", "bias"):
        found[f"normal.{kind}"] = given[f"embeddings.LayerNorm.{kind}"]
        for number, (ours, theirs) in product(range(LAYERS), NAMES.items()):
            found[f"layers.{number}.{ours}.{kind}"] = given[f"encoder.layer.{number}.{theirs}.{kind}"]
    network.load_state_dict(network.state_dict() | narrowed(found))


NAMES: Final = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "attended": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "done": "output.LayerNorm",
}
"""Our names of the parts of a layer, and those in the file."""


def narrowed(given: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the state of a network with at most `INNER` inner numbers a layer: those of the longest weights."""
    found = dict(given)
    for number in range(LAYERS):
        up, down = (f"layers.{number}.{part}" for part in ("up", "down"))
        weight = given[f"{up}.weight"].norm(dim=1) * given[f"{down}.weight"].norm(dim=0)
        kept = weight.topk(min(INNER, len(weight))).indices.sort().values
        found |= {f"{up}.{kind}": given[f"{up}.{kind}"][kept] for kind in ("weight", "bias")}
        found[f"{down}.weight"] = given[f"{down}.weight"][:, kept]
    return found


def read(path: Path) -> dict[str, Tensor]:
    """Return the tensors of a safetensors file in single precision."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    body = memoryview(content)[8 + length :]
    return {
        name: torch.from_numpy(np.frombuffer(body[slice(*about["data_offsets"])], np.float32).reshape(about["shape"]).copy())
        for name, about in header.items()
        if about.get("dtype") == "F32"
    }


def _at(hidden: Tensor, index: Tensor) -> Tensor:
    return hidden.gather(1, index[:, :, None].expand(-1, -1, hidden.shape[2]))
