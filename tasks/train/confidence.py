"""Fit what a claim's confidence is read from: `python -m tasks.train.confidence DATA`.

DATA is the folder with `press/`. The texts of `press/train.claims.jsonl` go through the stages, what is found is held against the
annotations, and `tasks/tables/confidence.csv` is written anew. Printed are tables of how often claims of each confidence were
right: of train, each article measured with weights fitted without its tenth, and of dev, which is not fitted on.
"""

import argparse
import csv
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa

from tasks.article import Article, articles
from tasks.attribute import kind, spans_of
from tasks.attribute.claims import Claim as Found
from tasks.attribute.claims import claims
from tasks.attribute.confidence import CLAIM, SPEAKER, TABLE, features
from tasks.attribute.tree import Tree, tree
from tasks.parse import SEEDS
from tasks.parse.decode import cleaned
from tasks.pipeline import STAGES
from tasks.score.claims import Claim, Told, compare
from tasks.score.words import Span
from tasks.train import logistic

FOLDS: Final = 10
PENALTY: Final = 6.0
"""Found by likelihood out of fold on press train."""
BINS: Final = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
TOGETHER: Final = 8
"""Texts that go through the stages at a time."""


class Example(NamedTuple):
    """A found claim: the number of its text, its features, and what was wrong with it, empty where nothing was."""

    text: int
    features: list[str]
    wrong: str


def main(arguments: list[str] | None = None) -> None:
    """Fit, write the table and print how well it holds."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    data = options.parse_args(arguments).data / "press"
    train, dev = list(examples(data / "train.claims.jsonl")), list(examples(data / "dev.claims.jsonl"))
    weights = {}
    for model, of in ((CLAIM, claim_examples), (SPEAKER, speaker_examples)):
        (held, right), (seen, true) = of(train), of(dev)
        folds = [one.text % FOLDS for one in held]
        weights[model] = logistic.fit([one.features for one in held], right, PENALTY)
        out = logistic.out_of_fold([one.features for one in held], right, folds, PENALTY)
        print("\n".join(reliability(f"{model}, train", out, right)))
        print("\n".join(reliability(f"{model}, dev", [logistic.believed(weights[model], one.features) for one in seen], true)))
    write(weights)


def examples(path: Path) -> Iterator[Example]:
    """Yield the claims that are found in annotated texts, with what is wrong with each."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for number, (line, article) in enumerate(zip(lines, understood([line["text"] for line in lines]), strict=True)):
        parsed = tree(article)
        found, _ = claims(parsed, article)
        told = [_claim(parsed, article, one) for one in found]
        misses = compare(Told(line["text"], [_gold(one) for one in line["attributions"]]), Told(article.text, told)).misses
        wrong = {id(miss.found): miss.kind for miss in misses if miss.found is not None}
        for one, claim in zip(found, told, strict=True):
            yield Example(number, list(features(parsed, one.utterance, one.voice)), wrong.get(id(claim), ""))


def understood(texts: Sequence[str]) -> Iterator[Article]:
    """Yield texts as the stages before attribution understand them."""
    for first in range(0, len(texts), TOGETHER):
        seeds = [
            {"source_uri": f"{first + number:06}.txt", "content": cleaned(text).encode("utf-8-sig"), "published_at": None}
            for number, text in enumerate(texts[first : first + TOGETHER])
        ]
        batch: dict[str, pa.Table] = {"seeds": pa.Table.from_pylist(seeds, SEEDS)}
        for stage in STAGES[: [stage.name for stage in STAGES].index("attribute")]:
            batch |= stage(batch)
        uris = dict(zip(*(batch["documents"][name].to_pylist() for name in ("document_id", "source_uri")), strict=True))
        yield from sorted(articles(batch), key=lambda article: uris[article.document_id])


def claim_examples(found: Sequence[Example]) -> tuple[list[Example], list[bool]]:
    """Return all claims, and whether each is right in all its parts."""
    return list(found), [not one.wrong for one in found]


def speaker_examples(found: Sequence[Example]) -> tuple[list[Example], list[bool]]:
    """Return the claims whose content and source are right, and whether their speakers are."""
    kept = [one for one in found if one.wrong in {"", "name"}]
    return kept, [not one.wrong for one in kept]


def reliability(title: str, beliefs: Sequence[float], right: Sequence[bool]) -> Iterator[str]:
    """Yield the lines of a table: of the claims believed in between two bounds, how many there are and what share was right."""
    yield f"{title}: mean square of the error {sum((belief - one) ** 2 for belief, one in zip(beliefs, right, strict=True)) / (len(right) or 1):.3f}"
    yield "believed      claims  mean  right"
    for low, high in pairwise(BINS):
        inside = [(belief, one) for belief, one in zip(beliefs, right, strict=True) if low <= belief < high or belief == high == 1]
        if inside:
            mean, share = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            yield f"{low:.1f} to {high:.1f}  {len(inside):8} {mean:6.2f} {share:6.2f}"


def write(weights: dict[str, dict[str, float]]) -> None:
    """Write the table that the package ships."""
    rows = [(model, feature, f"{weight:.3f}") for model, found in weights.items() for feature, weight in sorted(found.items())]
    with TABLE.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(("model", "feature", "weight"))
        table.writerows(rows)


def _claim(parsed: Tree, article: Article, found: Found) -> Claim:
    """Return a found claim as it is scored."""
    parts: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    for part, start, end, _ in spans_of(parsed, found.utterance):
        parts[part].append(Span(start, end))
    source, cue = (Span(parts[name][0].start, parts[name][-1].end) if parts[name] else None for name in ("source", "cue"))
    names = sorted(article.entities[entity].name for entity in found.voice.entities)
    return Claim(parts["content"], source, cue, kind(parsed, found.utterance), names)


def _gold(one: dict[str, Any]) -> Claim:
    """Return an annotated claim; nested ones count, for what is found in them is shown to users like the rest."""
    source = Span(*one["source"]) if one["source"] else None
    return Claim([Span(*part) for part in one["content"]], source, None, one["kind"], one["speakers"], optional=one.get("optional", False))


if __name__ == "__main__":
    main()
