"""Train a network step by step, each step on one batch of one source; what was reached is kept every so often and taken up again."""

import random
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from tasks.encoder.pieces import CASES
from tasks.train.examples import IGNORED, Example, batches
from tasks.train.material import SEED
from tasks.train.network import Network, losses

ENCODER_RATE, HEADS_RATE = 2e-4, 1e-3
WARMUP: Final = 0.08
"""The share of the steps in which the rate rises."""
LAST_RATE: Final = 0.15
"""The share of the rate that is left at the end; the mean of what was kept last takes the noise out that it leaves."""
AVERAGED: Final = 5
"""How many of the networks kept last make the one that is shipped: on GUM dev three of them had 0.7 LAS more than one."""
DECAY: Final = 0.01
NORM: Final = 1.0
EVEN_CASE: Final = 0.04
"""The share of batches shown as if all in capitals, or all in small letters, as headlines and posts may be."""
SAID_EVERY: Final = 50

Shares = Callable[[float], dict[str, float]]
"""How much of the steps each source gets, by how much of the training is done."""


class Course(NamedTuple):
    """How many steps to train, in batches of how many pieces, and how often to keep what was reached, in which file."""

    steps: int
    size: int
    every: int
    kept: Path


def fit(network: Network, sources: dict[str, list[Example]], shares: Shares, course: Course) -> None:
    """Train to the end of the course, and leave the mean of what was kept last; goes on from what was kept where there is something."""
    optimizer = torch.optim.AdamW(_groups(network), weight_decay=DECAY)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / course.steps))
    mean = AveragedModel(network)
    state = {"network": network, "optimizer": optimizer, "scheduler": scheduler, "mean": mean}
    done = _resume(course.kept, state)
    said = _Said(course.steps)
    network.train()
    for step, batch in enumerate(islice(_batches(sources, shares, course), done, course.steps), done + 1):
        torch.manual_seed(SEED * course.steps + step)
        found = losses(network, padded(batch, _cases(random.Random(f"{SEED} case {step}"))))
        optimizer.zero_grad()
        torch.stack(list(found.values())).sum().backward()
        nn.utils.clip_grad_norm_(network.parameters(), NORM)
        optimizer.step()
        scheduler.step()
        said.note(step, found, sum(len(example.pieces) for example in batch))
        if (course.steps - step) % course.every == 0:
            if (course.steps - step) // course.every < AVERAGED:
                mean.update_parameters(network)
            _keep(course.kept, state, step)
    network.load_state_dict(mean.module.state_dict())


class _Said:
    """Prints the mean loss of each head every so many steps, and how many pieces were learnt from."""

    def __init__(self, steps: int) -> None:
        self.steps, self.pieces = steps, 0
        self.recent: dict[str, deque[float]] = {}

    def note(self, step: int, found: dict[str, Tensor], pieces: int) -> None:
        self.pieces += pieces
        for name, loss in found.items():
            self.recent.setdefault(name, deque(maxlen=SAID_EVERY)).append(loss.item())
        if step % SAID_EVERY == 0 or step == self.steps:
            means = " ".join(f"{name} {sum(values) / len(values):.3f}" for name, values in self.recent.items())
            print(f"step {step} of {self.steps}, {self.pieces} pieces: {means}", flush=True)


def _batches(sources: dict[str, list[Example]], shares: Shares, course: Course) -> Iterator[list[Example]]:
    """Yield a batch a step, each of one source; the same ones every time."""
    streams = {name: _stream(name, examples, course.size) for name, examples in sources.items()}
    chance = random.Random(SEED)
    for step in range(course.steps):
        chosen = {name: share for name, share in shares(step / course.steps).items() if name in streams}
        yield next(streams[chance.choices(list(chosen), list(chosen.values()))[0]])


def _stream(name: str, examples: list[Example], size: int) -> Iterator[list[Example]]:
    """Yield the batches of a source, over and over, in another order each time."""
    chance = random.Random(f"{SEED} {name}")
    while True:
        yield from batches(examples, size, chance)


def _groups(network: Network) -> list[dict[str, Any]]:
    encoder = [weight for name, weight in network.named_parameters() if name.startswith(("layers", "positions", "normal")) and weight.requires_grad]
    inside = {id(weight) for weight in encoder}
    heads = [weight for weight in network.parameters() if id(weight) not in inside and weight.requires_grad]
    return [{"params": encoder, "lr": ENCODER_RATE}, {"params": heads, "lr": HEADS_RATE}]


def _rate(done: float) -> float:
    return min(done / WARMUP + 1e-3, 1 - done * (1 - LAST_RATE))


def _cases(chance: random.Random) -> int | None:
    """Return the case that all words of the batch shall have, mostly none."""
    return CASES.index(chance.choice(("lower", "upper"))) if chance.random() < EVEN_CASE else None


def padded(batch: list[Example], case: int | None = None) -> dict[str, Tensor]:
    """Return a batch as tensors of equal length; the words that fill up have no answer."""
    long, many = max(len(example.pieces) for example in batch), max(len(example.first) for example in batch)
    found = {
        "pieces": _filled([example.pieces for example in batch], long, 0),
        "mask": _filled([[1] * len(example.pieces) for example in batch], long, 0).bool(),
    }
    for name in ("first", "last", "cases"):
        found[name] = _filled([getattr(example, name) for example in batch], many, 0)
    found["sentence"] = _filled([example.sentence for example in batch], many, -1)
    if case is not None:
        found["cases"] = torch.where((found["cases"] > 0) & (found["cases"] < CASES.index("digits")), case, found["cases"])
    for name in batch[0].answers:
        found[name] = _filled([example.answers[name] for example in batch], many, IGNORED)
    return found


def _filled(rows: list[list[int]], length: int, filler: int) -> Tensor:
    return torch.tensor([row + [filler] * (length - len(row)) for row in rows])


def _keep(path: Path, state: Mapping[str, Any], step: int) -> None:
    fresh = path.with_suffix(".fresh")
    torch.save({"step": step, **{name: part.state_dict() for name, part in state.items()}}, fresh)
    fresh.replace(path)


def _resume(path: Path, state: Mapping[str, Any]) -> int:
    """Take up what was kept, and return the steps already done."""
    if not path.exists():
        return 0
    kept = torch.load(path, weights_only=True)
    for name, part in state.items():
        part.load_state_dict(kept[name])
    return int(kept["step"])
