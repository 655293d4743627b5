"""Logistic regression over named features, with numpy alone: as small as the data that it is fitted on."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

STEPS: Final = 30
LEAST: Final = 4
"""Examples that a feature must hold for to get a weight."""


def fit(examples: Sequence[Sequence[str]], right: Sequence[bool], penalty: float) -> dict[str, float]:
    """Return the weights, by feature, that make what was right likeliest under a penalty on their squares."""
    counts = Counter(feature for example in examples for feature in set(example))
    known = sorted(feature for feature, count in counts.items() if count >= LEAST)
    held, weights = _matrix(examples, known), np.zeros(len(known))
    goal = np.array(right, dtype=np.float64)
    for _ in range(STEPS):
        believed = 1 / (1 + np.exp(-held @ weights))
        slope = held.T @ (believed - goal) + penalty * weights
        curve = (held * (believed * (1 - believed))[:, None]).T @ held + penalty * np.eye(len(known))
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max(initial=0.0) < 1e-6:  # noqa: PLR2004 - no weight moves any more
            break
    return dict(zip(known, map(float, weights), strict=True))


def believed(weights: dict[str, float], example: Sequence[str]) -> float:
    """Return the probability that weights give an example."""
    return float(1 / (1 + np.exp(-sum(weights.get(feature, 0.0) for feature in example))))


def out_of_fold(examples: Sequence[Sequence[str]], right: Sequence[bool], groups: Sequence[int], penalty: float) -> list[float]:
    """Return for each example what weights believe that were fitted without the group it is in."""
    found = [0.0] * len(examples)
    for group in sorted(set(groups)):
        kept = [place for place, other in enumerate(groups) if other != group]
        weights = fit([examples[place] for place in kept], [right[place] for place in kept], penalty)
        for place, other in enumerate(groups):
            if other == group:
                found[place] = believed(weights, examples[place])
    return found


def _matrix(examples: Sequence[Sequence[str]], known: Sequence[str]) -> Floats:
    place = {feature: number for number, feature in enumerate(known)}
    held = np.zeros((len(examples), len(known)))
    for row, example in enumerate(examples):
        held[row, [place[feature] for feature in example if feature in place]] = 1.0
    return held
