"""Names that a noun at their edge tells: `Quell River` is a place, `Hurricane Quell` an event, `Harbour Board` an organisation."""

from collections.abc import Iterator
from typing import Final

from tasks import gazetteer
from tasks.tag.expressions import MONTHS, WEEKDAYS
from tasks.tag.name import Layer, Name, Words

NOUN_CONFIDENCE: Final = 0.75
NAME_LIKE: Final = frozenset({"PROPN", "ADJ", "NOUN", "X"})
SMALL_PLACES: Final = frozenset({"airport", "valley", "mosque", "river", "peninsula", "desert"})
"""Nouns that end the name of a place in small letters, too: `Quell valley`."""
SITED: Final = frozenset({"GPE", "LOC", "PERSON"})
LONGEST: Final = 6
"""Words before the noun: a longer run of capitals is a headline."""


def by_noun(words: Words, names: list[Name]) -> list[Name]:
    """Return names in order, with those added or relabelled that a noun at their edge tells."""
    layer = Layer(names)
    for told in _told(words, layer):
        beneath = layer.beneath(told)
        whole = _stretched(told, beneath)
        if not any(_stands(words, name, whole) for name in beneath):
            layer.lay(whole._replace(first=min([whole.first, *(name.first for name in beneath)])))
    return layer.names()


def _stretched(told: Name, beneath: list[Name]) -> Name:
    """Return a name stretched over one of its kind that its noun is in: `Royal` + `Academy of Tides`."""
    last = beneath[-1] if beneath else told
    return told._replace(last=last.last) if told.first < last.first and told.last < last.last and last.label == told.label else told


def _stands(words: Words, name: Name, told: Name) -> bool:
    """Tell whether a name that is there keeps its words and label against the noun."""
    if name.last > told.last or (name.first, name.last) == (told.first, told.last):
        return name.last > told.last or name.method == "list" or name.label == told.label or _is_person(words, name)
    return _is_person(words, name) or (name.method == "list" and name.last == told.last)


def _is_person(words: Words, name: Name) -> bool:
    length = name.last - name.first
    return name.label == "PERSON" and (length == 1 or (length == 2 and words.texts[name.first] in gazetteer.first_names()))  # noqa: PLR2004


def _told(words: Words, layer: Layer) -> Iterator[Name]:
    for at in range(len(words)):
        word = words.texts[at]
        if word in SMALL_PLACES and (site := layer.at(at - 1)) and site.label in SITED and site.method != "list":
            yield Name(site.first, at + 1, "LOC", "pattern", NOUN_CONFIDENCE)
        if not word[:1].isupper() or words.in_capitals[at]:
            continue
        if label := gazetteer.nouns("last").get(word.lower()):
            first = _start(words, at, layer)
            if first < at and not _goes_on(words, at + 1):
                yield Name(first, at + 1, label, "pattern", NOUN_CONFIDENCE)
        elif (label := gazetteer.nouns("first").get(word.lower())) and _goes_on(words, at + 1):
            yield Name(at, at + 2, label, "pattern", NOUN_CONFIDENCE)


def _start(words: Words, noun: int, layer: Layer) -> int:
    """Return where the run of capitals before a noun begins."""
    first = noun
    while first > max(0, noun - LONGEST) and _belongs(words, first - 1, first, layer):
        first -= 1
    return first


def _belongs(words: Words, at: int, after: int, layer: Layer) -> bool:
    word, segment_ids = words.texts[at], words.tokens.segment_id
    if not word[:1].isupper() or segment_ids[at] != segment_ids[after] or word[:3].lower() in {*WEEKDAYS, *MONTHS}:
        return False
    name = layer.at(at)
    if word.lower() in gazetteer.titles() or (name and name.label == "PERSON" and name.last <= after):
        return False
    opens = at == 0 or segment_ids[at - 1] != segment_ids[at]
    return words.tokens.upos[at] == "PROPN" or name is not None or (not opens and words.tokens.upos[at] in NAME_LIKE)


def _goes_on(words: Words, at: int) -> bool:
    """Tell whether the run of capitals goes on at a word."""
    if at >= len(words) or words.tokens.segment_id[at] != words.tokens.segment_id[at - 1]:
        return False
    return words.texts[at][:1].isupper() and words.tokens.upos[at] in NAME_LIKE
