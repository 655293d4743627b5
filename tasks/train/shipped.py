"""Take a network up from the file that the package ships: whole numbers become fractions again, and heads that were multiplied at once come apart."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from tasks.encoder import weights
from tasks.encoder.weights import Labels
from tasks.train.export import ATTACHING, TELLING
from tasks.train.network import WIDTH, Network, narrowed

INSIDE: Final = "network."
"""How the names of what the network holds begin in the file."""
TURNED: Final = "_Transposed"
TOGETHER: Final = ("query", "key", "value")


class OtherLabelsError(ValueError):
    """The file was made for other labels than the data have."""


def take_up(network: Network, path: Path, labels: Labels) -> None:
    """Fill a network from a shipped file, all but the vocabulary, which is that of the encoder; the parts that are wider in the file are narrowed."""
    given = weights.read(path)
    if given.labels != Labels(*map(list, labels)):
        raise OtherLabelsError(f"{path} was made for other labels than the data have")
    reading, relating = (onnx.load_from_string(content).graph for content in (given.encoder, given.relations))
    found = dict(_found(reading, network)) | {"dep": _relations(relating, len(labels.deps))}
    network.load_state_dict(narrowed(network.state_dict() | found))


def _found(graph: onnx.GraphProto, network: Network) -> Iterator[tuple[str, Tensor]]:
    """Yield the tensors of the network by name; those without a name in the file come layer by layer, then head by head."""
    numbers = _fractions(graph)
    nameless = [value for name, value in numbers.items() if name.startswith("onnx::")]
    groups = [[f"layers.{number}.{part}" for part in TOGETHER] for number in range(len(network.layers))]
    for dimensions, kind in ((2, "weight"), (1, "bias")):
        wholes = [value for value in nameless if value.dim() == dimensions]
        for group, whole in zip((*groups, TELLING, ATTACHING), wholes, strict=True):
            names = [f"{part}.{kind}" for part in group]
            yield from zip(names, whole.split([len(network.get_parameter(name)) for name in names]), strict=True)
    yield from ((name.removeprefix(INSIDE), value) for name, value in numbers.items() if name.startswith(INSIDE))
    (places,) = (value for value in _constants(graph) if value.is_floating_point() and value.shape[1:] == (WIDTH,))
    yield "positions.weight", torch.cat([places, network.positions.weight.data[len(places) :]])


def _fractions(graph: onnx.GraphProto) -> dict[str, Tensor]:
    """Return the initial values of a graph by name; a matrix in bytes becomes fractions, and is turned back to how torch has it."""
    held = {value.name: torch.from_numpy(numpy_helper.to_array(value).copy()) for value in graph.initializer}
    found = {name: value for name, value in held.items() if value.is_floating_point() and not name.endswith("_scale")}
    for name, value in held.items():
        before, mark, _ = name.partition("_quantized")
        if mark:
            matrix = value.float() * held[f"{before}_scale"]
            found[before.removesuffix(TURNED)] = matrix.T if before.endswith(TURNED) else matrix
    return found


def _relations(graph: onnx.GraphProto, kinds: int) -> Tensor:
    """Return the weights of the relations [relation, word, head]."""
    matrix = _fractions(graph)["weight"]
    return matrix.view(len(matrix), kinds, -1).permute(1, 0, 2).contiguous()


def _constants(graph: onnx.GraphProto) -> Iterator[Tensor]:
    for node in graph.node:
        if node.op_type == "Constant":
            yield torch.from_numpy(numpy_helper.to_array(node.attribute[0].t).copy())
