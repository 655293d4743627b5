"""Names that the tables know, laid over those that the model saw."""

from collections.abc import Iterator
from typing import Final

from tasks import gazetteer
from tasks.tag.name import Layer, Name, Words

LIST_CONFIDENCE: Final = 0.95
PLACES: Final = frozenset({"GPE", "LOC"})


def overlay(words: Words, names: list[Name]) -> list[Name]:
    """Return names in order with the known ones added; a known name gives way to a longer one around it.

    A form that is also a common word or a person's name counts only where the model saw a name.
    """
    layer = Layer(names)
    for known in _known_names(words):
        if not any(_gives_way(words, known, name) for name in layer.beneath(known)):
            layer.lay(known)
    return layer.names()


def _gives_way(words: Words, known: Name, seen: Name) -> bool:
    """Tell whether a name that the model saw stands against a known name on some of its words."""
    if known.last - known.first < seen.last - seen.first:
        return not _is_split_by(words, known, seen)
    if seen.first < known.first or seen.last > known.last:
        return seen.last - seen.first >= known.last - known.first
    return seen.label == "PERSON" and known.label in PLACES and (seen.first, seen.last) == (known.first, known.last)


def _is_split_by(words: Words, known: Name, seen: Name) -> bool:
    """Tell whether the model joined a people or place with the word after it that is no part of a name: `Syrian army`."""
    rest = words.texts[known.last : seen.last]
    return known.first == seen.first and known.label == "NORP" and all(word.islower() for word in rest)


def _known_names(words: Words) -> Iterator[Name]:
    at, starts, ends = 0, words.tokens.start, words.tokens.end
    while at < len(words):
        may_be = gazetteer.may_begin(words.texts[at], is_shouted=words.in_capitals[at])
        name = _known_at(words, at, starts, ends) if may_be else None
        if name:
            yield name
        at = name.last if name else at + 1


def _known_at(words: Words, at: int, starts: list[int], ends: list[int]) -> Name | None:
    for match in gazetteer.find(words.text, starts[at], is_shouted=words.in_capitals[at]):
        last = at + 1
        while last < len(ends) and ends[last - 1] < match.end:
            last += 1
        if ends[last - 1] == match.end and (match.known.is_sure or words.tokens.entity[at] != "O"):
            return Name(at, last, match.known.label, "list", LIST_CONFIDENCE)
    return None
