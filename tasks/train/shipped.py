"""Take a network up from the file that the package ships: whole numbers become fractions again, and heads that were multiplied at once come apart."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from tasks.encoder import weights
from tasks.encoder.weights import Labels
from tasks.train.export import ATTACHING, TELLING
from tasks.train.network import Network, narrowed

INSIDE = "network."
"""How the names of what the network holds begin in the file."""
TOGETHER = ("query", "key", "value")


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
    numbers = _numbers(graph)
    multiplied = iter([name for name in numbers if name.startswith("onnx::") and name.endswith("weight")])
    added = iter([name for name in numbers if name.startswith("onnx::") and not name.endswith("weight")])
    groups = [[f"layers.{number}.{part}" for part in TOGETHER] for number in range(len(network.layers))]
    for group in (*groups, TELLING, ATTACHING):
        for kind, whole in (("weight", numbers[next(multiplied)]), ("bias", numbers[next(added)])):
            sizes = [network.get_parameter(f"{part}.{kind}").shape[0] for part in group]
            yield from ((f"{part}.{kind}", piece) for part, piece in zip(group, whole.split(sizes), strict=True))
    yield from ((name.removeprefix(INSIDE), numbers[name]) for name in numbers if name.startswith(INSIDE))
    places = next(value for value in _constants(graph) if value.shape[1:] == network.positions.weight.shape[1:] and value.dtype == torch.float32)
    yield "positions.weight", torch.cat([places, network.positions.weight.data[len(places) :]])


def _numbers(graph: onnx.GraphProto) -> dict[str, Tensor]:
    """Return the initial values of a graph as fractions; a matrix in bytes is turned back, as torch has it, and named `NAME.weight` where it has no name."""
    held = {value.name: torch.from_numpy(numpy_helper.to_array(value).copy()) for value in graph.initializer}
    return dict(_fractions(held))


def _fractions(held: Mapping[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    for name, value in held.items():
        whole, mark, _ = name.partition("_quantized")
        if mark:
            turned, was_turned, _ = whole.partition("_Transposed")
            matrix = value.float() * held[f"{whole}_scale"]
            yield (turned, matrix.T) if turned.startswith(INSIDE) and was_turned else (f"{turned}.weight", matrix.T) if was_turned else (whole, matrix)
        elif not name.endswith(("_scale", "_zero_point")):
            yield name, value


def _relations(graph: onnx.GraphProto, kinds: int) -> Tensor:
    """Return the weights of the relations [relation, word, head]."""
    matrix = _numbers(graph)["weight"]
    return matrix.view(len(matrix), kinds, -1).permute(1, 0, 2).contiguous()


def _constants(graph: onnx.GraphProto) -> Iterator[Tensor]:
    for node in graph.node:
        if node.op_type == "Constant":
            yield torch.from_numpy(numpy_helper.to_array(node.attribute[0].t).copy())
