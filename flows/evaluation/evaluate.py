"""Measure the pipeline on annotated texts: they go through a warehouse that is thrown away, and what it then holds is held against them."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from flows.evaluation.gold import Gold, read_gold, span
from flows.evaluation.predicted import predicted_claims, predicted_mentions, source_uri
from tasks.parse.decode import cleaned
from tasks.score import claims, names
from tasks.score.claims import Claim, Told
from tasks.score.names import Mention, Named
from tasks.score.rates import Rates
from tasks.score.traits import traits
from tasks.score.words import Span
from warehouse.errors import UsageError

SHOWN: Final = 160
"""Characters of a content that a miss shows."""


class TextSeed(NamedTuple):
    """A text as the file it could have been dropped in as."""

    source_uri: str
    content: bytes
    published_at: datetime | None


Run: TypeAlias = Callable[[Iterable[TextSeed], Path], object]
"""Takes seeds in, into the warehouse in a folder."""


class Miss(NamedTuple):
    """Something wrong in a document: its class, gold and what was found as a person reads them, empty where there is none, and what is hard."""

    kind: str
    doc_id: str
    gold: str
    found: str
    traits: Sequence[str] = ()


class Report(NamedTuple):
    """What a measurement gives: the measures by name, and what was wrong."""

    measures: dict[str, Rates | float | None]
    misses: list[Miss]


def evaluate(path: Path, run: Run, *, of_names: bool = False, speech_only: bool = False) -> Report:
    """Measure the claims, or with `of_names` the names and dates, that are found in the texts of a gold file.

    Raises
    ------
    UsageError
        when the gold file is not as it should be, or not annotated for what is measured
    """
    gold = read_gold(path)
    part = "mentions" if of_names else "attributions"
    bare = next((document.doc_id for document in gold if getattr(document, part) is None), None)
    if bare is not None:
        raise UsageError(f"{path}: the document {bare} has no field {part} to measure against")
    found = predicted(gold, run, of_names=of_names)
    return _names_report(gold, found) if of_names else _claims_report(gold, found, speech_only=speech_only)


def write(path: Path, out: Path, run: Run, *, of_names: bool = False) -> int:
    """Write what is found in the texts of a gold file, a line for each in its order, and return the number of lines."""
    lines = predicted(read_gold(path), run, of_names=of_names)
    try:
        out.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}") from None
    return len(lines)


def predicted(gold: Sequence[Gold], run: Run, *, of_names: bool = False) -> list[dict[str, Any]]:
    """Return what the pipeline finds in annotated texts, in the format of the gold file."""
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        run(seeds_of(gold), Path(folder))
        return (predicted_mentions if of_names else predicted_claims)(gold, Path(folder))


def seeds_of(gold: Iterable[Gold]) -> Iterator[TextSeed]:
    """Yield each annotated text as a plain text file, which none of its characters can make look like another kind of file."""
    for number, document in enumerate(gold):
        # The mark says that it is text in UTF-8, so that nothing in it is guessed at; what no reader sees is taken out as parsing would.
        yield TextSeed(source_uri(number), cleaned(document.text).encode("utf-8-sig"), document.published)


def table(report: Report) -> Iterator[str]:
    """Yield the lines of a table of the measures."""
    yield f"{'measure':16} {'P':>6} {'R':>6} {'F1':>6}"
    for name, value in report.measures.items():
        if isinstance(value, Rates):
            yield f"{name:16} {value.precision:6.1f} {value.recall:6.1f} {value.f1:6.1f}"
        else:
            yield f"{name:16} {'-' if value is None else value:>6}"


def misses_by_class(report: Report) -> Iterator[str]:
    """Yield the lines that show what was wrong, a class after the other, the most frequent first."""
    for kind, count in Counter(miss.kind for miss in report.misses).most_common():
        hard = Counter(trait for miss in report.misses if miss.kind == kind for trait in miss.traits)
        yield f"{kind} ({count})" + "".join(f", {trait} {times}" for trait, times in hard.most_common())
        for miss in report.misses:
            if miss.kind == kind:
                yield f"  {miss.doc_id}"
                yield from (f"    {side:5} {words}" for side, words in (("gold", miss.gold), ("found", miss.found)) if words)


def _claims_report(gold: Sequence[Gold], found: Sequence[dict[str, Any]], *, speech_only: bool) -> Report:
    counts, misses = Counter[str](), []
    for document, line in zip(gold, found, strict=True):
        left, right = Told(document.text, _gold_claims(document)), Told(line["text"], [_found_claim(one) for one in line["attributions"]])
        comparison = claims.compare(left, right, speech_only=speech_only)
        counts.update(comparison.counts)
        misses += [_shown(document.doc_id, left.text, right.text, miss) for miss in comparison.misses]
    return Report(claims.measures(counts), misses)


def _shown(doc_id: str, gold_text: str, found_text: str, miss: claims.Miss) -> Miss:
    """Return a miss as a person reads it; what is invented is as hard as what was found."""
    hard = traits(gold_text, miss.gold) if miss.gold else traits(found_text, miss.found) if miss.found else ()
    return Miss(miss.kind, doc_id, _told(gold_text, miss.gold), _told(found_text, miss.found), tuple(hard))


def _names_report(gold: Sequence[Gold], found: Sequence[dict[str, Any]]) -> Report:
    comparisons, misses = [], []
    for document, line in zip(gold, found, strict=True):
        left = Named(document.text, [Mention(one.label, Span(one.start_char, one.end_char), one.entity) for one in document.mentions or ()])
        right = Named(line["text"], [Mention(one["label"], Span(one["start_char"], one["end_char"]), one["entity"]) for one in line["mentions"]])
        comparisons.append(names.compare(left, right))
        misses += [
            Miss(miss.kind, document.doc_id, _labelled(left.text, miss.gold), _labelled(right.text, miss.found)) for miss in comparisons[-1].misses
        ]
    return Report(names.measures(comparisons), misses)


def _gold_claims(document: Gold) -> list[Claim]:
    return [
        Claim([Span(*part) for part in one.content], span(one.source), span(one.cue), one.kind, one.speakers, one.nested, one.optional)
        for one in document.attributions or ()
    ]


def _found_claim(one: dict[str, Any]) -> Claim:
    return Claim([Span(*part) for part in one["content"]], span(one["source"]), span(one["cue"]), one["kind"], one["speakers"], one["nested"])


def _told(text: str, claim: Claim | None) -> str:
    if claim is None:
        return ""
    source, cue = (text[part.start : part.end] if part else "-" for part in (claim.source, claim.cue))
    content = " … ".join(text[start:end] for start, end in claim.content)[:SHOWN]
    return " ".join(f"[{source}] [{cue}] {' | '.join(claim.speakers) or '-'} :: {content}".split())


def _labelled(text: str, mention: Mention | None) -> str:
    return f"{mention.label} {text[mention.span.start : mention.span.end]}" if mention else ""
