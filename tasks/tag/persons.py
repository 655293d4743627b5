"""Persons that a title or a first name tells: `Mayor Quell`, `Anna B. Quell`."""

from collections.abc import Iterator
from typing import Final

from tasks import gazetteer
from tasks.tag.name import Layer, Name, Words

PERSON_CONFIDENCE: Final = 0.8
PARTICLES: Final = frozenset({
    "al", "el", "bin", "ibn", "van", "von", "der", "den", "de", "da", "di", "du", "la", "le", "dos", "das", "ten", "ter", "abu",
    "-", "'",
})  # fmt: skip
LONGEST: Final = 5


def by_title(words: Words, names: list[Name]) -> list[Name]:
    """Return names in order, with the persons added that stand after a title or begin with a first name."""
    layer = Layer(names)
    for person in _persons(words, layer):
        beneath = layer.beneath(person)
        if any(_stands(name, person) for name in beneath):
            continue
        layer.lay(person)
        for before in filter(None, (_before(words, name, person) for name in beneath)):
            layer.lay(before)
    return layer.names()


def _stands(name: Name, person: Name) -> bool:
    """Tell whether a name that is there keeps its words: one of a table or pattern, a longer one, or a person already."""
    is_cut = name.last <= person.last and (person.first <= name.first or name.label != "PERSON")
    return not is_cut or name.method != "model" or (name.label == "PERSON" and (name.first, name.last) == (person.first, person.last))


def _before(words: Words, name: Name, person: Name) -> Name | None:
    """Return the known name that the model joined with a person after it: `Norway` of `Norway Anna Quell`."""
    if name.first >= person.first or not gazetteer.lookup(words.surface(name.first, person.first)):
        return None
    return name._replace(last=person.first)


def _persons(words: Words, layer: Layer) -> Iterator[Name]:
    titles, first_names = gazetteer.titles(), gazetteer.first_names()
    for at in range(len(words) - 1):
        word = words.texts[at]
        if not word[:1].isupper() or words.in_capitals[at] or ((name := layer.at(at)) and name.label == "PERSON" and name.first < at):
            continue
        if word in first_names:
            last = _end(words, at + 1)
            if last > at + 1:
                yield Name(at, last, "PERSON", "pattern", PERSON_CONFIDENCE)
        elif word.lower() in titles:
            last = _end(words, at + 1)
            if last > at + 1:
                yield Name(at + 1, last, "PERSON", "pattern", PERSON_CONFIDENCE)


def _end(words: Words, at: int) -> int:
    """Return where a run of the words of a person's name that begins at a word ends; a run that ends in a common noun is none."""
    last, index, segment_ids = at, at, words.tokens.segment_id
    while index < min(len(words), at + LONGEST) and segment_ids[index] == segment_ids[at - 1]:
        word = words.texts[index]
        if word[:1].isupper() and words.tokens.upos[index] == "PROPN" and word.lower() not in gazetteer.titles():
            last = index + 1
        elif word not in PARTICLES:
            break
        index += 1
    is_other = last > at and (words.texts[last - 1].lower() in gazetteer.nouns("last") or words.texts[at].lower() in gazetteer.nouns("last"))
    return at if is_other else last
