"""Score who said what: how many of the gold claims were found, with their source and speakers.

A found and a gold claim match one to one, best first, by the Jaccard overlap of the words of their content. Gold that is
nested or optional is neither required nor punished, and neither is what matches it by .3.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from tasks.score.rates import Rates, rates, share
from tasks.score.speakers import same_speakers
from tasks.score.speech import is_speech
from tasks.score.words import Numbering, Span, Words

LEAST, HALF, MOST = 0.3, 0.5, 0.8
"""Overlap by which a claim is excused, counts for j50, and counts for j80 and what builds on it."""
KINDS: Final = ("direct", "mixed", "indirect")


class Claim(NamedTuple):
    """An act of saying, by its spans and the names of its speakers."""

    content: Sequence[Span]
    source: Span | None = None
    cue: Span | None = None
    kind: str = "indirect"
    speakers: Sequence[str] = ()
    nested: bool = False
    optional: bool = False


class Told(NamedTuple):
    """A text and the claims in it."""

    text: str
    claims: Sequence[Claim]


class Miss(NamedTuple):
    """Something wrong: `kind` is missed, invented, content, source or name (the first of them that is not right)."""

    kind: str
    gold: Claim | None
    found: Claim | None


class Comparison(NamedTuple):
    """What came of one document: counts that add up over documents, and what was wrong."""

    counts: Counter[str]
    misses: list[Miss]


class _Hit(NamedTuple):
    overlap: float
    gold: int
    found: int


def compare(gold: Told, found: Told, *, speech_only: bool = False) -> Comparison:
    """Compare what was found in one text with gold; with `speech_only`, claims that are neither quoted nor reported do not count."""
    gold_words, words = Numbering(gold.text, gold.text), Numbering(found.text, gold.text)
    left = [gold_words.within(claim.content) for claim in gold.claims]
    right = [words.within(claim.content) for claim in found.claims]
    hits = _matched(left, right)
    required = [at for at, claim in enumerate(gold.claims) if left[at] and _is_required(gold.text, claim, speech_only=speech_only)]
    excused = set(range(len(left))) - set(required)
    kept = _kept(found, right, {hit.found: hit for hit in hits}, excused, speech_only=speech_only)
    counts = Counter(docs=1, gold=len(required), predicted=len(kept)) + _tokens(_union(left, required), _union(left, excused), _union(right, kept))
    misses, hit_by_gold = [], {hit.gold: hit for hit in hits}
    for at in required:
        claim, hit = gold.claims[at], hit_by_gold.get(at)
        counts[f"gold_{claim.kind}"] += 1
        if hit is None or hit.found not in kept:
            misses.append(Miss("missed", claim, None))
            continue
        other = found.claims[hit.found]
        sources = _source_right(_source(gold_words, claim), _source(words, other))
        names = same_speakers(other.speakers, claim.speakers)
        counts.update(_measures(claim, hit.overlap, source_right=sources, names_right=names))
        if kind := _wrong(hit.overlap, source_right=sources, names_right=names):
            misses.append(Miss(kind, claim, other))
    matched = {hit.found for hit in hits}
    misses += [Miss("invented", None, found.claims[at]) for at in kept if at not in matched]
    return Comparison(counts, misses)


def measures(counts: Counter[str]) -> dict[str, Rates | float | None]:
    """Return the measures of the counts of all documents together, by name."""
    return {
        "docs": counts["docs"],
        "gold": counts["gold"],
        "predicted": counts["predicted"],
        "token": rates(counts["token_hit"], counts["token_predicted"], counts["token_gold"]),
        **{name: rates(counts[name], counts["predicted"], counts["gold"]) for name in ("j50", "j80", "full", "said")},
        "source_right": share(counts["source_right"], counts["sourced"]),
        "name": share(counts["name_right"], counts["named"]),
        **{f"recall_{kind}": share(counts[f"hit_{kind}"], counts[f"gold_{kind}"]) for kind in KINDS},
    }


def _matched(left: Sequence[Words], right: Sequence[Words]) -> list[_Hit]:
    """Match claims that share a word one to one, best first, then in the order of the text."""
    pairs = (_Hit(len(a & b) / len(a | b), g, f) for g, a in enumerate(left) for f, b in enumerate(right) if a & b)
    hits, taken_gold, taken_found = [], set[int](), set[int]()
    for hit in sorted(pairs, key=lambda hit: (-hit.overlap, hit.gold, hit.found)):
        if hit.gold not in taken_gold and hit.found not in taken_found:
            hits.append(hit)
            taken_gold.add(hit.gold)
            taken_found.add(hit.found)
    return hits


def _is_required(text: str, claim: Claim, *, speech_only: bool) -> bool:
    return not (claim.nested or claim.optional) and (not speech_only or is_speech(text, claim.kind, claim.cue))


def _kept(found: Told, right: Sequence[Words], hits: dict[int, _Hit], excused: set[int], *, speech_only: bool) -> list[int]:
    """Return the found claims that count."""

    def counts(at: int) -> bool:
        hit = hits.get(at)
        if hit is not None and hit.overlap >= LEAST:
            return hit.gold not in excused
        return not speech_only or is_speech(found.text, found.claims[at].kind, found.claims[at].cue)

    return [at for at, words in enumerate(right) if words and counts(at)]


def _union(words: Sequence[Words], places: Iterable[int]) -> Words:
    return frozenset[int]().union(*(words[at] for at in places))


def _tokens(gold: Words, excused: Words, found: Words) -> Counter[str]:
    predicted = found - (excused - gold)
    return Counter(token_hit=len(gold & predicted), token_gold=len(gold), token_predicted=len(predicted))


def _source(words: Numbering, claim: Claim) -> Words | None:
    return words.within([claim.source]) if claim.source else None


def _source_right(gold: Words | None, found: Words | None) -> bool:
    """Tell whether both have no source, or they share at least half the words of the shorter one."""
    if gold is None:
        return found is None
    common = gold & (found or frozenset())
    return bool(common) and 2 * len(common) >= min(len(gold), len(found or ()))


def _measures(claim: Claim, overlap: float, *, source_right: bool, names_right: bool) -> Iterator[str]:
    """Yield what a matched claim counts for."""
    if overlap >= HALF:
        yield from ("j50", f"hit_{claim.kind}")
        if claim.speakers:
            yield from ("named", "name_right")[: 1 + names_right]
        if claim.source:
            yield from ("sourced", "source_right")[: 1 + source_right]
    if overlap >= MOST:
        yield from ("j80", *(("full", "said")[: 1 + names_right] if source_right else ()))


def _wrong(overlap: float, *, source_right: bool, names_right: bool) -> str:
    if overlap < MOST:
        return "content"
    if not source_right:
        return "source"
    return "" if names_right else "name"
