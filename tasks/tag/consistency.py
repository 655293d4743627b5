"""What a document says once it means throughout: one label for one surface, and names that the model missed elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from tasks import gazetteer
from tasks.tag.context import PLACED
from tasks.tag.name import Name, Words

CONSISTENT: Final = 0.7
WEIGHT: Final = {"list": 4, "pattern": 2}
"""How many of the model's votes a name found in another way has."""
SPREADING: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP"})
LONGEST: Final = 12

Surface = tuple[str, ...]


def agree(words: Words, names: list[Name]) -> list[Name]:
    """Return names with one label for each surface; a surname after a title or of a full name in the document is a person's."""
    votes: dict[Surface, Counter[str]] = defaultdict(Counter)
    for name in names:
        votes[_surface(words, name)][name.label] += WEIGHT.get(name.method, 1)
    winners = {surface: max(counter, key=lambda label: (counter[label], label)) for surface, counter in votes.items()}
    surnames = _surnames(words, names)
    return [_relabelled(words, name, winners, surnames) for name in names]


def _relabelled(words: Words, name: Name, winners: dict[Surface, str], surnames: set[str]) -> Name:
    surface = _surface(words, name)
    label = winners[surface]
    if len(surface) == 1 and surface[0] in surnames and (_follows_title(words, name) or not _is_itself(words, name)):
        label = "PERSON"
    return name if label == name.label else name._replace(label=label, method="consistency", confidence=CONSISTENT)


def _surface(words: Words, name: Name) -> Surface:
    return tuple(words.texts[name.first : name.last])


def _surnames(words: Words, names: Iterable[Name]) -> set[str]:
    return {surface[0] for name in names if name.label == "PERSON" and len(surface := _surname(_surface(words, name))) == 1}


def _surname(surface: Surface) -> Surface:
    """Return the last word of a full name with what a hyphen ties to it, or nothing for a name of one word."""
    first = len(surface) - 1
    while first > 1 and surface[first - 1] == "-":
        first -= 2
    return surface[first:] if first > 0 else ()


def _is_itself(words: Words, name: Name) -> bool:
    """Tell whether a known name that is also a surname in the document is used as what the tables know: `in Jordan`, `French troops`."""
    if name.method != "list":
        return False
    if name.label == "NORP":
        return name.last < len(words) and words.texts[name.last].islower() and words.tokens.upos[name.last] in {"NOUN", "ADJ"}
    return name.first > 0 and words.texts[name.first - 1].lower() in PLACED


def _follows_title(words: Words, name: Name) -> bool:
    return name.first > 0 and words.texts[name.first - 1].lower() in gazetteer.titles()


def spread(words: Words, names: list[Name]) -> list[Name]:
    """Return names in order with those added that the document names elsewhere and that were missed."""
    taken = {index for name in names for index in range(name.first, name.last)}
    wanted = _wanted(words, names)
    lengths: dict[str, list[int]] = defaultdict(list)
    for surface in sorted(wanted, key=len, reverse=True):
        if len(surface) not in lengths[surface[0]]:
            lengths[surface[0]].append(len(surface))
    added, at = [], 0
    while at < len(words):
        found = None if at in taken else _missed(words, at, wanted, lengths)
        if found and taken.isdisjoint(range(found.first, found.last)):
            added.append(found)
            at = found.last
        else:
            at += 1
    return sorted((*names, *added))


def _missed(words: Words, at: int, wanted: dict[Surface, str], lengths: dict[str, list[int]]) -> Name | None:
    for length in lengths.get(_cased(words, at), ()):
        last = at + length
        if last <= len(words) and (label := wanted.get(tuple(_cased(words, index) for index in range(at, last)))):
            if "-" in {*words.texts[at - 1 : at], *words.texts[last : last + 1]}:
                return None
            is_name = length > 1 or words.in_capitals[at] or words.tokens.upos[at] == "PROPN"
            return Name(at, last, label, "consistency", CONSISTENT) if is_name else None
    return None


def _cased(words: Words, at: int) -> str:
    return words.texts[at].upper() if words.in_capitals[at] else words.texts[at]


def _wanted(words: Words, names: list[Name]) -> dict[Surface, str]:
    """Return the surfaces to look for with their labels: names, the surnames of persons, and both in capitals if there is such a headline."""
    wanted, common = dict[Surface, str](), set(words.texts)
    for name in names:
        surface = _surface(words, name)
        if name.label not in SPREADING or len(surface) > LONGEST or not surface[0][:1].isupper() or len("".join(surface)) < 2:  # noqa: PLR2004
            continue
        wanted.setdefault(surface, name.label)
        surname = _surname(surface) if name.label == "PERSON" else ()
        if len("".join(surname)) > 2 and surname[-1].lower() not in common:  # noqa: PLR2004 - no surname is an initial
            wanted.setdefault(surname, name.label)
    if any(words.in_capitals):
        for surface, label in list(wanted.items()):
            if len("".join(surface)) > 3:  # noqa: PLR2004 - US and us are one in capitals
                wanted.setdefault(tuple(map(str.upper, surface)), label)
    return wanted
