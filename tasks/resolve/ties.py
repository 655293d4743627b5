"""Which forms of names in one document name the same: each rule ties a shorter form to the fuller one it stands for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from tasks import gazetteer
from tasks.resolve import forms

LONGEST: Final = 8
"""No rule looks at more words of a name: it bounds the work on a name of a thousand words."""
MOST_CANDIDATES: Final = 16
"""A form that more names could complete is left alone: nobody could tell, and looking at all of them each time is quadratic."""
SHORTEST_ACRONYM: Final = 2
LONGEST_ACRONYM: Final = 8
SHORTEST_MISSPELT: Final = 5
LONGEST_MISSPELT: Final = 20


class Form(NamedTuple):
    """A surface form with one label; `words` is the shape in which it is compared."""

    surface: str
    label: str
    words: forms.Words


class Tie(NamedTuple):
    """The fuller forms that a form may stand for: one, or several when the document does not tell."""

    fuller: tuple[Form, ...]
    method: str
    confidence: float


Rule = Callable[[list[Form]], Iterator[tuple[Form, Tie]]]


def ties(found: Iterable[Form]) -> dict[Form, Tie]:
    """Return for each form that stands for a fuller one what it is tied to; the first rule that knows a form decides."""
    tied: dict[Form, Tie] = {}
    shelves: dict[str, list[Form]] = defaultdict(list)
    for form in found:
        shelves[form.label].append(form)
    for label, shelf in shelves.items():
        for rule in RULES.get(label, (known_alias, acronym, part)):
            for form, tie in rule(shelf):
                tied.setdefault(form, tie)
    return tied


def surname(shelf: list[Form]) -> Iterator[tuple[Form, Tie]]:
    """The last words of a fuller name: `Quell` for `Anna Quell`."""
    fuller = _shelved(shelf, lambda words: [words[start:] for start in range(1, len(words))])
    yield from _tied(shelf, fuller, "surname", 0.9)


def misspelt(shelf: list[Form]) -> Iterator[tuple[Form, Tie]]:
    """A surname with one letter wrong, left out or too many, where only one fuller name is so like it: `Quelle` for `Anna Quell`."""
    fuller: dict[str, list[Form]] = defaultdict(list)
    for form in shelf:
        if len(form.words) > 1:
            for shape in _shapes(form.words[-1]):
                fuller[shape].append(form)
    for form in shelf:
        alike = dict.fromkeys(other for shape in _shapes(form.words[0]) for other in fuller.get(shape, ())[: MOST_CANDIDATES + 1])
        if len(form.words) == 1 and len(alike) == 1 and (other := next(iter(alike))).words[-1][0] == form.words[0][0]:
            yield form, Tie((other,), "surname", 0.5)


def _shapes(word: str) -> list[str]:
    """Return a word and what is left of it without one of its letters; nothing for one so short that others are like it by chance."""
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))] if SHORTEST_MISSPELT <= len(word) <= LONGEST_MISSPELT else []


def first_name(shelf: list[Form]) -> Iterator[tuple[Form, Tie]]:
    """The first words of a fuller name: `Anna` for `Anna Quell`."""
    fuller = _shelved(shelf, lambda words: [words[:end] for end in range(1, len(words))])
    yield from _tied(shelf, fuller, "first_name", 0.8)


def middle_name(shelf: list[Form]) -> Iterator[tuple[Form, Tie]]:
    """The first and last word with fewer between: `Anna Quell` for `Anna B. Quell`."""
    fuller = _shelved(shelf, lambda words: [(words[0], words[-1])] if len(words) > 2 else [])  # noqa: PLR2004 - there is a middle
    yield from _tied([form for form in shelf if len(form.words) == 2], fuller, "name", 0.9)  # noqa: PLR2004


def known_alias(shelf: list[Form]) -> Iterator[tuple[Form, Tie]]:
    """Two forms that the tables know as one: `Daesh` for `Islamic State`."""
    by_name: dict[str, list[Form]] = defaultdict(list)
    for form in shelf:
        if meaning := gazetteer.lookup(form.surface):
            by_name[meaning.name].append(form)
    for known in by_name.values():
        best = max(known, key=fullness)
        for form in known:
            if form is not best:
                yield form, Tie((best,), "demonym" if form.label == "NORP" else "alias", 0.95)


def acronym(shelf: list[Form]) -> Iterator[tuple[Form, Tie]]:
    """The initials of a longer name: `CTR` for `Centre for Tidal Research`."""
    fuller: dict[str, list[Form]] = defaultdict(list)
    for form in shelf:
        if 1 < len(form.words) <= LONGEST_ACRONYM:
            for letters in sorted(forms.initials(form.words)):
                fuller[letters].append(form)
    for form in shelf:
        letters = "".join(form.words)
        if SHORTEST_ACRONYM <= len(letters) <= LONGEST_ACRONYM and sum(map(str.isupper, form.surface)) > 1:
            longer = [one for one in fuller.get(letters, ())[: MOST_CANDIDATES + 2] if one is not form]
            if 0 < len(longer) <= MOST_CANDIDATES:
                yield form, Tie(tuple(longer), "acronym", 0.9)


def plural(shelf: list[Form]) -> Iterator[tuple[Form, Tie]]:
    """A people in the plural: `Harbourites` for `Harbourite`."""
    singular = {form.words: form for form in shelf}
    for form in shelf:
        if form.words and (other := singular.get((*form.words[:-1], form.words[-1].removesuffix("s")))) and other is not form:
            yield form, Tie((other,), "name", 0.9)


def company(shelf: list[Form]) -> Iterator[tuple[Form, Tie]]:
    """A company without its legal form: `Harbour Mills` for `Harbour Mills Ltd`."""
    fuller: dict[forms.Words, list[Form]] = defaultdict(list)
    for form in shelf:
        fuller[forms.without_legal_form(form.words)].append(form)
    for same in fuller.values():
        best = max(same, key=fullness)
        for form in same:
            if form is not best:
                yield form, Tie((best,), "name", 0.9)


def part(shelf: list[Form]) -> Iterator[tuple[Form, Tie]]:
    """The first or last words of a longer name that are no known name themselves: `Coastguard` for `Northern Coastguard`."""

    def parts(words: forms.Words) -> list[forms.Words]:
        return [*(words[start:] for start in range(1, len(words))), *(words[:end] for end in range(1, len(words)))]

    unknown = [form for form in shelf if not ((known := gazetteer.lookup(form.surface)) and known.is_sure)]
    yield from _tied(unknown, _shelved(shelf, parts), "alias", 0.6)


def fullness(form: Form) -> tuple[bool, int, int, str]:
    """Rank a form by how full a name it is: capitals last, then words, then letters (the fewest for a people, which is no plural then)."""
    letters = len(form.surface)
    is_shouted = len(form.words) > 1 and form.surface.isupper()
    return not is_shouted, len(form.words), -letters if form.label == "NORP" else letters, form.surface


def _shelved(shelf: list[Form], parts: Callable[[forms.Words], list[forms.Words]]) -> dict[forms.Words, list[Form]]:
    """Return the forms under each of the shorter names that they may go by."""
    fuller: dict[forms.Words, list[Form]] = defaultdict(list)
    for form in shelf:
        words = forms.without_generation(form.words) if form.label == "PERSON" else form.words
        for key in dict.fromkeys((*(parts(words[:LONGEST])), *([words] if words != form.words else []))):
            fuller[key].append(form)
    return fuller


def _tied(shelf: list[Form], fuller: dict[forms.Words, list[Form]], method: str, confidence: float) -> Iterator[tuple[Form, Tie]]:
    for form in shelf:
        longer = [other for other in fuller.get(form.words, ())[: MOST_CANDIDATES + 2] if other is not form]
        if 0 < len(longer) <= MOST_CANDIDATES:
            yield form, Tie(tuple(longer), method, confidence)


RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "PERSON": (middle_name, surname, first_name, misspelt, acronym),
    "ORG": (known_alias, company, acronym, middle_name, part),
    "LOC": (known_alias, acronym, middle_name, part),
    "GPE": (known_alias, acronym),
    "NORP": (known_alias, plural),
}
