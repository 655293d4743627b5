"""Bodies that are named by whose they are: the Saudi government, the Quell campaign, the parliament of Norway. No names, but they speak as such."""

from collections.abc import Iterator
from typing import Final

from tasks import gazetteer
from tasks.tag.name import Name, Words

METHOD: Final = "nominal"
CONFIDENCE: Final = 0.6
OF_STATES: Final = frozenset({
    "government", "military", "army", "navy", "parliament", "embassy", "consulate", "ministry", "legislature", "cabinet", "regime", "senate",
    "presidency", "administration", "judiciary", "junta",
})  # fmt: skip
MISSIONS: Final = frozenset({"embassy", "consulate"})
OF_PEOPLE: Final = frozenset({"campaign", "administration", "government"})
BETWEEN: Final = frozenset({
    "foreign", "interior", "defense", "defence", "finance", "health", "justice", "education", "energy", "transport", "agriculture", "tourism",
    "federal", "central", "national", "regional", "provincial", "transitional", "interim", "provisional", "presidential", "coalition", "state",
})  # fmt: skip
"""Words that may stand before the noun of a body."""
MOST_BETWEEN: Final = 2
POSSESSIVES: Final = frozenset({"'s", "'"})
FIELDS: Final = frozenset({"affairs", "affair", "and", "internal", "trade", "of", "the"}) | BETWEEN
"""Words of a ministry's field: ministry of internal affairs of Belarus."""
MOST_OF_FIELD: Final = 5


def bodies(words: Words, names: list[Name]) -> Iterator[Name]:
    """Yield the bodies that stand around some of the names, in order; each shares its words with the name that tells whose it is."""
    for number, name in enumerate(names):
        before = names[number - 1] if number else None
        if name.label == "GPE" and (led := _led(words, name)) is not None and not (before and before.last > led):
            yield Name(led, name.last, "ORG", METHOD, CONFIDENCE)
        elif (last := _followed(words, name)) is not None and not (number + 1 < len(names) and names[number + 1].first < last):
            yield Name(name.first, _sited(words, last, names, number + 1), "ORG", METHOD, CONFIDENCE)


def _followed(words: Words, name: Name) -> int | None:
    """Return where a body ends that begins with a name: Saudi government, Quell's campaign."""
    wanted = _wanted(words, name)
    at = name.last + (name.last < len(words) and words.texts[name.last] in POSSESSIVES)
    last = at
    while last < min(len(words), at + MOST_BETWEEN) and words.texts[last] in BETWEEN:
        last += 1
    is_body = last < len(words) and words.texts[last] in wanted and _is_head(words, last) and words.texts[name.first - 1 : name.first] != ["-"]
    return last + 1 if is_body else None


def _sited(words: Words, last: int, names: list[Name], number: int) -> int:
    """Return where a body ends, the place of an embassy included: the Norwegian embassy in Quellby."""
    site = names[number] if number < len(names) else None
    is_sited = site is not None and site.first == last + 1 and words.texts[last] == "in" and words.texts[last - 1] in MISSIONS
    return site.last if site is not None and is_sited and site.label == "GPE" else last


def _wanted(words: Words, name: Name) -> frozenset[str]:
    if name.label == "PERSON":
        return OF_PEOPLE
    known = gazetteer.lookup(words.surface(name.first, name.last))
    return OF_STATES if name.label == "GPE" or (known is not None and known.kind == "demonym") else frozenset()


def _led(words: Words, name: Name) -> int | None:
    """Return where a body begins that ends with the name of a place: government of Norway, ministry of internal affairs of Norway."""
    at = name.first - 1 - (words.texts[name.first - 1 : name.first] == ["the"])
    if at < 1 or words.texts[at] != "of":
        return None
    first = at - 1
    while first > max(0, at - 1 - MOST_OF_FIELD) and words.texts[first] in FIELDS:
        first -= 1
    is_plain = first == at - 1
    is_body = words.texts[first] in OF_STATES and (is_plain or words.texts[first + 1] == "of")
    return first if is_body and words.tokens.segment_id[first] == words.tokens.segment_id[name.first] else None


def _is_head(words: Words, at: int) -> bool:
    """Tell whether a noun is no mere modifier, as it is of government officials."""
    return words.tokens.dep[at] != "compound" and words.tokens.upos[at] == "NOUN"
