"""Are names better after rules and tables than as the model gives them? `python -m bench.names GOLD.jsonl... [--only LABEL...]`.

Printed is F1 of names and overlap on each file of annotated texts, of the model alone and of what `tag` makes of it; `--only` compares just the
labels that the gold knows.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from flows.evaluation.evaluate import seeds_of
from flows.evaluation.gold import Gold, read_gold
from flows.evaluation.predicted import source_uri
from tasks import parse
from tasks.pipeline import STAGES
from tasks.score import names
from tasks.score.names import Mention, Named
from tasks.score.rates import Rates
from tasks.score.words import Span
from tasks.stage import Batch

ONLY: Final = "--only"

Found = Mapping[str, Sequence[Mention]]
"""The names of each document, by its source_uri."""


def main() -> None:
    """Print a line for each file and each way of finding names."""
    at = sys.argv.index(ONLY) if ONLY in sys.argv else len(sys.argv)
    only = set(sys.argv[at + 1 :])
    for path in sys.argv[1:at]:
        gold = read_gold(Path(path))
        batch = _annotated(gold)
        uris = dict(zip(*(batch["documents"][name].to_pylist() for name in ("document_id", "source_uri")), strict=True))
        texts = dict(zip(*(batch["documents"][name].to_pylist() for name in ("source_uri", "text")), strict=True))
        for way, found in (("model alone", _seen(batch, uris)), ("after rules", _told(batch, uris))):
            rates = _measured(gold, texts, found, only)
            print(f"{way}  names {rates['names'].f1:5.1f}  overlap {rates['overlap'].f1:5.1f}  {path}")


def _annotated(gold: Sequence[Gold]) -> Batch:
    texts = list(seeds_of(gold))
    columns = [[text.source_uri for text in texts], [text.content for text in texts], [text.published_at for text in texts], [None] * len(texts)]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, parse.SEEDS, strict=True)]
    batch: Batch = {"seeds": pa.Table.from_arrays(arrays, schema=parse.SEEDS)}
    for stage in STAGES[:4]:
        batch = {**batch, **stage(batch)}
    return batch


def _seen(batch: Batch, uris: Mapping[str, str]) -> Found:
    """Return the names as the model marked them on its tokens."""
    spans: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for row in batch["tokens"].to_pylist():
        begun, _, label = row["entity"].partition("-")
        of_document = spans[uris[row["document_id"]]]
        if begun == "B":
            of_document.append((label, row["start_char"], row["end_char"]))
        elif begun == "I" and of_document:
            of_document[-1] = (*of_document[-1][:2], row["end_char"])
    return {uri: [Mention(label, Span(start, end), None) for label, start, end in some] for uri, some in spans.items()}


def _told(batch: Batch, uris: Mapping[str, str]) -> Found:
    found: dict[str, list[Mention]] = defaultdict(list)
    for row in batch["mentions"].to_pylist():
        if row["method"] != "nominal":
            found[uris[row["document_id"]]].append(Mention(row["label"], Span(row["start_char"], row["end_char"]), None))
    return found


def _measured(gold: Sequence[Gold], texts: Mapping[str, str], found: Found, only: set[str]) -> dict[str, Any]:
    return {
        name: rate
        for name, rate in names.measures([names.compare(*pair) for pair in _pairs(gold, texts, found, only)]).items()
        if isinstance(rate, Rates)
    }


def _pairs(gold: Sequence[Gold], texts: Mapping[str, str], found: Found, only: set[str]) -> Iterator[tuple[Named, Named]]:
    for number, document in enumerate(gold):
        uri = source_uri(number)
        wanted = [Mention(one.label, Span(one.start_char, one.end_char), one.entity) for one in document.mentions or ()]
        sides = ((document.text, wanted), (texts.get(uri, document.text), found.get(uri, ())))
        left, right = (Named(text, [one for one in some if not only or one.label in only]) for text, some in sides)
        yield left, right


if __name__ == "__main__":
    main()
