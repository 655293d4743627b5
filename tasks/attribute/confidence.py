"""How surely a claim is right, as a probability: a logistic model over what is known of it.

`tasks/tables/confidence.csv` has a weight for each feature of each model, fitted by `python -m tasks.train.confidence` on annotated
news. The model `claim` tells how likely content, source and speakers are all right, `speaker` how likely the speakers are where
the rest is.
"""

import csv
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from tasks.attribute.grammar import FINITE
from tasks.attribute.tree import OUTSIDE, Tree
from tasks.attribute.utterance import Utterance
from tasks.attribute.voice import Voice

TABLE: Final = Path(__file__).parents[1] / "tables" / "confidence.csv"
CLAIM: Final = "claim"
SPEAKER: Final = "speaker"
ALWAYS: Final = "always"
"""The feature that holds for every claim."""
FRAMES: Final = frozenset(("quote", "clause", "object", "to", "person", "as", "according"))


class Confidence(NamedTuple):
    """The probability that a claim is right in all its parts, and that its speakers are where its content and source are."""

    claim: float
    speaker: float


def confidence(tree: Tree, utterance: Utterance, voice: Voice) -> Confidence:
    """Return how surely a claim and its speakers are right."""
    found = list(features(tree, utterance, voice))
    return Confidence(probability(CLAIM, found), probability(SPEAKER, found))


def probability(model: str, found: Iterable[str]) -> float:
    """Return the probability that a model gives to features; one half where it has no weights."""
    weights = _weights().get(model, {})
    return 1 / (1 + math.exp(-sum(weights.get(feature, 0.0) for feature in found)))


def features(tree: Tree, utterance: Utterance, voice: Voice) -> Iterator[str]:
    """Yield the names of what holds for a claim, of its act of saying first, then of its content, then of its speakers."""
    yield ALWAYS
    yield from _of_act(tree, utterance)
    yield from _of_content(tree, utterance)
    yield f"type={voice.source_type}"
    yield f"resolved={voice.resolved_by}"
    yield f"resolved={voice.resolved_by},{voice.source_type}"
    yield f"speakers={min(len(voice.entities), 2)}"


def _of_act(tree: Tree, utterance: Utterance) -> Iterator[str]:
    frame = utterance.frame if utterance.frame in FRAMES else "other"
    yield f"rule={utterance.rule}"
    yield f"frame={frame}"
    if utterance.cue is not None:
        rate = utterance.cue.entry.rate(utterance.frame)
        yield f"rate={int(rate * 10)}"
        yield f"tag={tree.tokens.tag[utterance.cue.head]}"
        yield f"base={tree.base[utterance.cue.head]}"
    if utterance.source is not None:
        yield f"source={min((utterance.source.stretch.stop - utterance.source.stretch.first).bit_length(), 4)}"
        yield "shared" if utterance.source.is_shared else "own"
        if utterance.cue is not None:
            yield f"far={min(abs(utterance.source.head - utterance.cue.head).bit_length(), 5)}"


def _of_content(tree: Tree, utterance: Utterance) -> Iterator[str]:
    frame = utterance.frame if utterance.frame in FRAMES else "other"
    first, stop = utterance.first, utterance.stop
    yield f"length={min((stop - first).bit_length(), 6)}"
    yield f"parts={min(len(utterance.content), 3)}"
    yield f"quotations={min(len(utterance.quotes), 2)}"
    is_finite = any(tree.tokens.tag[token] in FINITE for part in utterance.content for token in range(*part))
    yield f"finite={is_finite},{frame}"
    yield f"title={tree.paragraph_kinds[tree.paragraph[first]] == 'title'}"
    is_over = stop >= len(tree) or tree.sentence[stop] != tree.sentence[stop - 1]
    yield f"after={'end' if is_over else tree.tokens.upos[stop]}"
    if tree.quotation[first] == OUTSIDE:
        yield f"commas={min(sum(tree.words[token] == ',' for token in range(first, stop)), 3)}"


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["model"], {})[row["feature"]] = float(row["weight"])
    return found
