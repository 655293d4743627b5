"""The trained network as the two int8 ONNX networks that the package runs."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from tasks.encoder import WINDOW
from tasks.train.examples import PART, PARTS
from tasks.train.network import HEADS, WIDTH, Layer, Network

OPSET: Final = 17
BYTE: Final = 127
TELLING: Final = ("upos", "tags", "names", "edits", *PARTS)
"""The heads that are multiplied at once, in this order, and those that attach words."""
ATTACHING: Final = ("arc_word", "arc_head", "dep_word", "dep_head")


class Reading(nn.Module):
    """The encoder and most heads for one sequence: pieces [T] and words [W] in, answers for the words out."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        # Half of the file is the vocabulary: a byte a number, and a scale a piece, costs no accuracy.
        scales = network.pieces.weight.detach().abs().amax(1, keepdim=True) / BYTE
        self.table, self.scales = (network.pieces.weight.detach() / scales).round().to(torch.int8), scales
        self.places = network.positions.weight[: WINDOW + 2].detach()

    def forward(self, pieces: Tensor, piece_cases: Tensor, first: Tensor, last: Tensor, cases: Tensor) -> tuple[Tensor, ...]:  # noqa: PLR0917 - an input each
        """Return scores of names [W, label], upos [W], tags [W], scores of edits, claims [W, part], of heads [W, W], and parts in a relation."""
        network = self.network
        hidden = self.table[pieces].float() * self.scales[pieces] + self.places[: pieces.shape[0]] + network.case_in(piece_cases)
        hidden = network.normal(hidden)
        for layer in network.layers:
            hidden = _layer(layer, hidden)
        words = torch.cat([hidden[first], hidden[last], network.case_out(cases)], -1)
        upos, tags, names, edits, *parts = _at_once(words, *(getattr(network, head) for head in TELLING))
        attached = _at_once(words, *(getattr(network, head) for head in ATTACHING))
        arc_word, arc_head, dep_word, dep_head = (functional.gelu(part) for part in attached)
        arcs = functional.pad(arc_word, (0, 1), value=1.0) @ network.arc @ arc_head.T
        claims = torch.stack([_percent(part) for part in parts], -1)
        return names, upos.argmax(-1), tags.argmax(-1), edits, claims, arcs, dep_word, dep_head


class Relating(nn.Module):
    """The head that names the relation of each word [W] to its head."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        kinds, inner, _ = network.dep.shape
        self.kinds, self.inner = kinds, inner
        self.weight = nn.Parameter(network.dep.detach().permute(1, 0, 2).reshape(inner, kinds * inner).contiguous())

    def forward(self, as_word: Tensor, as_head: Tensor, heads: Tensor) -> Tensor:
        """Return the number of the relation of each word."""
        word = functional.pad(as_word, (0, 1), value=1.0)
        head = functional.pad(as_head[heads], (0, 1), value=1.0)
        return ((word @ self.weight).view(-1, self.kinds, self.inner) * head[:, None, :]).sum(-1).argmax(-1)


def _percent(scores: Tensor) -> Tensor:
    """Return how sure it is, in percent, that a word belongs to a part, whether it begins it or not."""
    return ((1 - scores.softmax(-1)[:, PART.index("O")]) * 100).round().to(torch.int64)


def _layer(layer: Layer, hidden: Tensor) -> Tensor:
    query, key, value = (part.view(-1, HEADS, WIDTH // HEADS).transpose(0, 1) for part in _at_once(hidden, layer.query, layer.key, layer.value))
    seen = ((query @ key.transpose(1, 2) * (WIDTH // HEADS) ** -0.5).softmax(-1) @ value).transpose(0, 1).reshape(-1, WIDTH)
    hidden = layer.attended(hidden + layer.out(seen))
    return layer.done(hidden + layer.down(functional.gelu(layer.up(hidden))))


def _at_once(given: Tensor, *parts: nn.Module) -> tuple[Tensor, ...]:
    """Return what each linear layer makes of the same input; one large multiplication is quicker than several small ones."""
    weights, biases = ([getattr(part, kind) for part in parts] for kind in ("weight", "bias"))
    found = functional.linear(given, torch.cat(weights), torch.cat(biases))
    return tuple(found.split([bias.shape[0] for bias in biases], -1))


def exported(network: Network) -> tuple[bytes, bytes]:
    """Return the two networks, their weights in bytes that also processors without VNNI multiply exactly."""
    network.eval()
    pieces, many = torch.ones(9, dtype=torch.int64), torch.ones(5, dtype=torch.int64)
    reading = _onnx(Reading(network), (pieces, pieces, many, many, many), ("pieces", "piece_cases", "first", "last", "cases"))
    part = torch.ones(5, network.dep.shape[1] - 1)
    relating = _onnx(Relating(network), (part, part, many), ("as_word", "as_head", "heads"))
    return _in_bytes(reading), _in_bytes(relating)


def _onnx(module: nn.Module, given: tuple[Tensor, ...], names: Sequence[str]) -> onnx.ModelProto:
    axes = {name: {0: "pieces" if name.startswith("piece") else "words"} for name in names}
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        path = Path(folder) / "network.onnx"
        torch.onnx.export(module, given, path, input_names=list(names), dynamic_axes=axes, opset_version=OPSET, dynamo=False)
        return onnx.load(path)


def _in_bytes(network: onnx.ModelProto) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bytes.onnx"
        quantize_dynamic(network, path, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        return path.read_bytes()
