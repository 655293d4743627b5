"""Who is who in one document, on plain values: names in, entities and the owner of each name out."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tasks.resolve import forms
from tasks.resolve.ties import Form, Tie, fullness, ties

MOST_STEPS: Final = 4
"""Forms from an acronym to the fullest name; a bound against circles."""


class Named(NamedTuple):
    """A name in the order of the text; `gender` is what stands beside it (Mr, spokeswoman), `is_gloss` marks `WHO` in `Organization (WHO)`."""

    text: str
    label: str
    gender: str | None = None
    is_gloss: bool = False


class Owner(NamedTuple):
    """The entity that a name belongs to: its number in the list of entities, how that is known, and how surely."""

    entity: int
    method: str
    confidence: float


class Identity(NamedTuple):
    """An entity of one document: its fullest name there and its label."""

    name: str
    label: str


def identify(names: Sequence[Named]) -> tuple[list[Identity], list[Owner]]:
    """Return the entities of a document in the order of their first name, and for each name its owner.

    >>> entities, owners = identify([Named("Anna Quell", "PERSON"), Named("Harbour Board", "ORG"), Named("Quell", "PERSON")])
    >>> [entity.name for entity in entities], [(owner.entity, owner.method) for owner in owners]
    (['Anna Quell', 'Harbour Board'], [(0, 'name'), (1, 'name'), (0, 'surname')])
    """
    own = _forms(names)
    register = Register(ties(dict.fromkeys(own)) | _glosses(names, own))
    owners = [register.owner(form, name.gender) for name, form in zip(names, own, strict=True)]
    members: dict[int, Form] = {}
    for owner, form in zip(owners, own, strict=True):
        members[owner.entity] = max(members.get(owner.entity, form), form, key=fullness)
    return [Identity(members[number].surface, top.label) for top, number in register.numbers.items()], owners


def _forms(names: Iterable[Named]) -> list[Form]:
    """Return the form of each name; forms that differ only in case, accents or dots are one, the fullest of them."""
    read = [Form(name.text, name.label, forms.words(name.text) or (name.text,)) for name in names]
    best: dict[tuple[str, forms.Words], Form] = {}
    for form in dict.fromkeys(read):
        key = (form.label, form.words)
        best[key] = max(best.get(key, form), form, key=fullness)
    return [best[form.label, form.words] for form in read]


def _glosses(names: Sequence[Named], own: Sequence[Form]) -> dict[Form, Tie]:
    """Return the ties of initials in brackets to the name before them."""
    return {
        form: Tie((before,), "acronym", 0.95)
        for name, form, before in zip(names[1:], own[1:], own, strict=False)
        if name.is_gloss and form.label == before.label and len(form.words) < len(before.words)
    }


class Register:
    """The entities named so far, each under its fullest form, while a document is read from the start."""

    def __init__(self, tied: dict[Form, Tie]) -> None:
        self.tied = tied
        self.numbers: dict[Form, int] = {}
        self.genders: dict[Form, str] = {}
        self.precedents: dict[Form, Form] = {}
        """Whom a form of several was last used for: an article that calls one of two Quells by the surname alone goes on so."""

    def owner(self, form: Form, gender: str | None) -> Owner:
        """Return the entity that a form names here, a new one when it is tied to none or to several."""
        top, method, confidence = form, "name", 1.0
        for _ in range(MOST_STEPS):
            tie = self.tied.get(top)
            chosen = self._choose(top, tie, gender) if tie else None
            if not tie or not chosen or chosen is top:
                break
            method = tie.method if method == "name" else method
            confidence = min(confidence, tie.confidence)
            top = chosen
        if gender:
            self.genders.setdefault(top, gender)
        return Owner(self.numbers.setdefault(top, len(self.numbers)), method, confidence)

    def _choose(self, form: Form, tie: Tie, gender: str | None) -> Form | None:
        """Return the fuller form that is meant: the only one, else the only one of that gender that the text has named so far, else as before."""
        fuller = dict.fromkeys(map(self._root, tie.fuller))
        if len(fuller) == 1:
            return next(iter(fuller))
        fitting = [form for form in fuller if form in self.numbers and (not gender or self.genders.get(form, gender) == gender)]
        if len(fitting) == 1:
            return self.precedents.setdefault(form, fitting[0]) if not gender else fitting[0]
        before = self.precedents.get(form)
        return before if before in fitting else None

    def _root(self, form: Form) -> Form:
        """Follow the ties of a form as long as they leave no choice."""
        for _ in range(MOST_STEPS):
            tie = self.tied.get(form)
            if not tie or len(tie.fuller) != 1:
                break
            form = tie.fuller[0]
        return form
