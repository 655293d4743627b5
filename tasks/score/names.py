"""Score names and dates in a text, and who is who within it, against gold."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from tasks.score.rates import Rates, averaged, rates
from tasks.score.words import Numbering, Span, Words

LABELS: Final = ("PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT", "MISC", "DATE")
GROUPS: Final[Mapping[str, str]] = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "NORP": "NORP"}
"""The labels of names proper; countries and other places are told apart by few, so they count as one."""


class Mention(NamedTuple):
    """A name or date; `entity` is the same for every mention of one thing, None where that is not said."""

    label: str
    span: Span
    entity: str | None = None


class Named(NamedTuple):
    """A text and the mentions in it."""

    text: str
    mentions: Sequence[Mention]


class Miss(NamedTuple):
    """Something wrong: `kind` is missed, invented or label (the words were found under another one)."""

    kind: str
    gold: Mention | None
    found: Mention | None


class Comparison(NamedTuple):
    """What came of one document: counts that add up over documents, and what was wrong."""

    counts: Counter[str]
    precision: float
    """Sum of the B-cubed precision of the mentions that both sides found and tie to an entity; their number is counts["tied"]."""
    recall: float
    misses: list[Miss]


def compare(gold: Named, found: Named) -> Comparison:
    """Compare what was found in one text with gold; of two mentions of the same words the first stands."""
    left = _by_words(Numbering(gold.text, gold.text), gold.mentions)
    right = _by_words(Numbering(found.text, gold.text), found.mentions)
    both = [(mention, right[words]) for words, mention in left.items() if words in right]
    tied = [(one.entity, other.entity) for one, other in both if one.entity and other.entity]
    counts = Counter(docs=1, tied=len(tied), overlap=_overlapping(left, right))
    for one, other in both:
        counts.update(_agreements(one.label, other.label))
    for side, mentions in (("gold", left), ("predicted", right)):
        counts.update(f"{side}_{measure}" for mention in mentions.values() for measure in _counted_in(mention.label))
    misses = [Miss("missed", mention, None) for words, mention in left.items() if words not in right]
    misses += [Miss("label", one, other) for one, other in both if one.label != other.label]
    misses += [Miss("invented", None, mention) for words, mention in right.items() if words not in left]
    return Comparison(counts, *_b_cubed(tied), misses)


def measures(comparisons: Sequence[Comparison]) -> dict[str, Rates | float | None]:
    """Return the measures over all documents together, by name."""
    counts = Counter[str]()
    for comparison in comparisons:
        counts.update(comparison.counts)
    tied = counts["tied"] or 1
    by_name = {
        name: rates(counts[name], counts[f"predicted_{name}"], counts[f"gold_{name}"]) for name in ("names", "exact", "found", "overlap", *LABELS)
    }
    b3 = averaged(sum(one.precision for one in comparisons) / tied, sum(one.recall for one in comparisons) / tied)
    return {"docs": len(comparisons), "gold": counts["gold_exact"], "predicted": counts["predicted_exact"], **by_name, "b3": b3}


def _by_words(numbering: Numbering, mentions: Sequence[Mention]) -> dict[Words, Mention]:
    found: dict[Words, Mention] = {}
    for mention in mentions:
        if words := numbering.within([mention.span]):
            found.setdefault(words, mention)
    return found


def _counted_in(label: str) -> tuple[str, ...]:
    return (label, "exact", "found", *(("names", "overlap") if label in GROUPS else ()))


def _agreements(gold: str, found: str) -> list[str]:
    """Return the measures that mentions of the same words count for."""
    same = ["exact", gold] if gold == found else []
    return ["found", *same, *(["names"] if gold in GROUPS and GROUPS[gold] == GROUPS.get(found) else [])]


def _overlapping(gold: Mapping[Words, Mention], found: Mapping[Words, Mention]) -> int:
    """Count the gold names that share a word with a found one of their group, each found one used once, the longest overlap first."""
    free = [(words, GROUPS[mention.label]) for words, mention in found.items() if mention.label in GROUPS]
    hits = 0
    for words, mention in gold.items():
        fitting = [other for other in free if other[1] == GROUPS.get(mention.label) and other[0] & words]
        if fitting:
            free.remove(max(fitting, key=lambda other: len(other[0] & words)))
            hits += 1
    return hits


def _b_cubed(tied: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Return the sums of precision and recall over mentions, each given by its gold and its found entity."""
    gold, found, both = Counter(one for one, _ in tied), Counter(other for _, other in tied), Counter(tied)
    return sum(both[pair] / found[pair[1]] for pair in tied), sum(both[pair] / gold[pair[0]] for pair in tied)
