"""Measure what the network alone knows of claims: the parts it marks are joined by nearness only, without rules, parse or lists."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from tasks import sentences
from tasks.encoder import Encoder
from tasks.reader import Word
from tasks.score.claims import Claim, Told, compare, measures
from tasks.score.rates import Rates
from tasks.score.words import Span
from tasks.train.passages import Passage, divided

SURE: Final = 50
"""Percent from which a word belongs to a part of a claim."""
QUOTES: Final = '"“”'
MEASURES: Final = ("token", "j50", "full")


def claims_of(encoder: Encoder, path: Path, *, speech_only: bool = False) -> dict[str, float]:
    """Return the F1 of content words, of contents, and of contents with their sources, over the claims of a file in the format of the shared scorer.

    With `speech_only`, for corpora that also mark attitudes, what is neither quoted nor reported does not count.
    """
    counts = Counter[str]()
    with path.open(encoding="utf-8") as documents:
        for document in map(json.loads, documents):
            text = document["text"]
            gold = Told(text, [_gold(claim) for claim in document["attributions"]])
            counts += compare(gold, Told(text, list(_found(encoder, text))), speech_only=speech_only).counts
    found = measures(counts)
    return {name: value.f1 for name in MEASURES if isinstance(value := found[name], Rates)}


def _gold(claim: dict[str, Any]) -> Claim:
    source, cue = (Span(*claim[part]) if claim[part] else None for part in ("source", "cue"))
    flags = {flag: bool(claim.get(flag)) for flag in ("nested", "optional")}
    return Claim([Span(*span) for span in claim["content"]], source, cue, claim["kind"], tuple(claim["speakers"]), **flags)


def _found(encoder: Encoder, text: str) -> Iterator[Claim]:
    """Yield a claim for each content of each paragraph, with the nearest source and cue of that paragraph."""
    at = 0
    for paragraph in divided(Passage(text), 1):
        at = text.index(paragraph.text, at)
        spans = list(sentences.split(paragraph.text))
        (parsed,) = encoder.read([[paragraph.text[start:end] for start, end in spans]])
        places = [(at + start + word.start, at + start + word.end, word) for (start, _), words in zip(spans, parsed, strict=True) for word in words]
        sources, cues, contents = (list(_runs(places, part)) for part in ("in_source", "in_cue", "in_content"))
        for content in contents:
            kind = "direct" if text[content.start] in QUOTES else "mixed" if any(quote in text[slice(*content)] for quote in QUOTES) else "indirect"
            yield Claim([content], _nearest(content, sources), _nearest(content, cues), kind)
        at += len(paragraph.text)


def _runs(places: Sequence[tuple[int, int, Word]], part: str) -> Iterator[Span]:
    """Yield the spans of the words next to each other that are surely in a part."""
    run = list[tuple[int, int]]()
    for start, end, word in places:
        if (getattr(word, part) or 0) >= SURE:
            run.append((start, end))
        elif run:
            yield Span(run[0][0], run[-1][1])
            run = []
    if run:
        yield Span(run[0][0], run[-1][1])


def _nearest(content: Span, spans: Sequence[Span]) -> Span | None:
    return min(spans, key=lambda span: max(span.start - content.end, content.start - span.end), default=None)
