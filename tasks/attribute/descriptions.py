"""Whom a description without a name means: the minister, the company, the government, both countries."""

from dataclasses import dataclass
from typing import Final

from tasks.attribute import nouns
from tasks.attribute.mentions import PERSON, Names
from tasks.attribute.salience import Salience
from tasks.attribute.source import Source
from tasks.attribute.tree import Tree
from tasks.attribute.voice import UNNAMED, Voice

DEFINITE: Final = frozenset(("the", "this", "that", "both", "his", "her", "their", "its"))
PAIRS: Final = frozenset(("couple", "pair", "duo", "two"))
LONGEST: Final = 4
"""Words of a description; longer ones say who is meant, and nobody named before is."""
TOWNS: Final = frozenset(("city", "town"))
PLACES: Final = frozenset(("government", "country", "nation", "kingdom", "republic")) | TOWNS
"""Nouns that stand for a place where no body of that name was named."""


@dataclass(frozen=True, slots=True)
class Descriptions:
    """Understands descriptions by the names before them."""

    tree: Tree
    names: Names
    salience: Salience

    def voice(self, source: Source) -> Voice:
        """Return whom a definite description means; else somebody without a name."""
        opening = self.tree.words[source.stretch.first]
        if opening not in DEFINITE or source.head - source.stretch.first > LONGEST:
            return UNNAMED
        if self._is_pair(source):
            return self._voice(self.salience.group(source.head))
        if any(self.tree.tokens.tag[token] != "POS" for token in range(source.head + 1, source.stretch.stop)):
            return UNNAMED
        entity = self._one(source)
        return self._voice((entity,) if entity else ())

    def _is_pair(self, source: Source) -> bool:
        words = self.tree.words[source.stretch.first : source.head + 1]
        return bool(PAIRS & set(words)) or words[0] == "both"

    def _one(self, source: Source) -> str | None:
        """Return the one that a description means."""
        kinds, word = nouns.kinds(self.tree.words[source.head]), self.tree.words[source.head]
        is_bare, entity = source.head == source.stretch.first + 1 and self.tree.words[source.stretch.first] in {"the", "this", "that"}, None
        if kinds & {nouns.OFFICE, nouns.KIN}:
            entity = self.salience.holder(source.head, self.tree.words[source.stretch.first + 1 : source.head + 1])
        if entity is None and nouns.ORGANISATION in kinds:
            entity = self.salience.body(source.head, word, is_bare=is_bare)
        if entity is None and word in PLACES and is_bare:
            entity = self.salience.place(source.head, is_country=word not in TOWNS)
        return entity

    def _voice(self, entities: tuple[str, ...]) -> Voice:
        if not entities:
            return UNNAMED
        is_person = self.names.entities[entities[0]].label == PERSON
        return Voice(entities, "person" if is_person else "org", "nominal")
