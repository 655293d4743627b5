"""Names that go on over of, for, and, at; and the initials in brackets after a name."""

from collections.abc import Iterator
from typing import Final

from tasks import gazetteer
from tasks.tag.expressions import MONTHS, WEEKDAYS
from tasks.tag.name import Layer, Name, Words

JOIN_CONFIDENCE: Final = 0.8
LINKS: Final = frozenset({"of", "for"})
INNER: Final = frozenset({"the", "of", "for", "and", "&", "on", "to", "against"})
LONGEST: Final = 16
"""No official name has more words."""


def join(words: Words, names: list[Name]) -> list[Name]:
    """Return names in order, those of bodies stretched to their official length: `Centre` + `for the Study of Tides`."""
    layer, end = Layer(names), 0
    for head in range(len(words) - 2):
        if head < end or words.texts[head + 1] not in LINKS or not _is_head(words, head):
            continue
        seen, last = layer.at(head), _end(words, head + 2, layer)
        first = seen.first if seen else head
        if last is not None and first >= end and not (seen and seen.last > last):
            layer.lay(Name(first, last, "ORG", "pattern", JOIN_CONFIDENCE))
            end = last
    return layer.names()


def _is_head(words: Words, at: int) -> bool:
    word = words.texts[at]
    return word[:1].isupper() and gazetteer.nouns("last").get(word.lower()) == "ORG" and not words.in_capitals[at]


def _end(words: Words, at: int, layer: Layer) -> int | None:
    """Return where a name that goes on at a word ends, or None when it does not go on."""
    end, limit, segment_ids = None, min(len(words), at + LONGEST), words.tokens.segment_id
    while at < limit and segment_ids[at] == segment_ids[at - 1]:
        word = words.texts[at]
        if word.lower() in gazetteer.titles():
            break
        if word[:1].isupper() and not _starts_another(words, at, layer):
            end = at = at + 1
        elif word in INNER and at + 1 < limit:
            at += 1
        else:
            break
    return end


def _starts_another(words: Words, at: int, layer: Layer) -> bool:
    """Tell whether a person, a day, or after a conjunction any name of its own, begins at a word."""
    name = layer.at(at)
    if name is not None and name.label == "PERSON" and name.first == at and words.texts[at - 1] not in LINKS:
        return True
    if words.texts[at - 1] == "on":
        return words.texts[at][:3].lower() in {*WEEKDAYS, *MONTHS}
    return words.texts[at - 1] in {"and", "&"} and ((name is not None and name.first == at) or words.texts[at].isupper())


def bracketed(words: Words, names: list[Name]) -> list[Name]:
    """Return names in order, the initials in brackets after one having its label."""
    by_last = {name.last: name for name in names}
    kept = {name.first: name for name in names}
    for at in _initials(words):
        named = by_last.get(at - 1)
        if named and named.label != "DATE":
            kept[at] = Name(at, at + 1, named.label, "pattern", JOIN_CONFIDENCE)
    return sorted(kept.values())


def _initials(words: Words) -> Iterator[int]:
    """Yield the words that stand alone in brackets and look like initials."""
    texts = words.texts
    for at in range(1, len(words) - 1):
        if texts[at - 1] == "(" and texts[at + 1] == ")" and sum(map(str.isupper, texts[at])) > 1:
            yield at
