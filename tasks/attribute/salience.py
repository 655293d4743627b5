"""Who is on the reader's mind at a place in the text, the way pronouns and descriptions are understood."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from tasks.attribute import nouns
from tasks.attribute.mentions import PERSON, Names
from tasks.attribute.roles import Role
from tasks.attribute.tree import OUTSIDE, Tree

REACH: Final = 60
"""Mentions that are looked back upon."""
SUBJECT: Final = 2.0
SPEAKER: Final = 1.0
DECAY: Final = 0.7
QUOTED: Final = 3.0
DEPENDENT: Final = 1.0


@dataclass(frozen=True, slots=True)
class Salience:
    """The names of a document by place, weighed by grammatical role and distance in sentences."""

    tree: Tree
    names: Names

    def person(self, token: int, gender: str, speaker: str | None) -> str | None:
        """Return the person that he or she means at a token: a recent subject, the last speaker, nobody of another gender."""
        best: tuple[float, str] | None = None
        for number in self._before(token):
            mention = self.names.mentions[number]
            entity = self.names.entity(number)
            if mention.label != PERSON or entity.label != PERSON or entity.gender not in {None, gender}:
                continue
            score = self._weight(number, token) + (SPEAKER if entity.entity_id == speaker else 0) + (0.5 if entity.gender else 0)
            if best is None or score > best[0]:
                best = (score, entity.entity_id)
        return best[1] if best else None

    def organisation(self, token: int) -> str | None:
        """Return the organisation or place that it means at a token: the nearest that was a subject, within two sentences."""
        for number in self._before(token):
            first = self.names.stretches[number].first
            if self.tree.sentence[token] - self.tree.sentence[first] > 2:  # noqa: PLR2004 - farther back something else was meant
                return None
            if self.names.entity(number).label in {"ORG", "GPE"} and self._is_subject(number) and self.tree.quotation[first] == OUTSIDE:
                return self.names.entity(number).entity_id
        return None

    def holder(self, token: int, office: list[str], roles: dict[str, Role]) -> str | None:
        """Return the last named person whose stated role has the words of an office in it."""
        for number in self._before(token):
            entity = self.names.entity(number)
            role = roles.get(entity.entity_id)
            if entity.label == PERSON and role and self._holds(role, office):
                return entity.entity_id
        return None

    def _holds(self, role: Role, office: list[str]) -> bool:
        """Tell whether a role is an office now held: president, but no vice president, president-elect or former president."""
        words = self.tree.words[role.role.first : role.role.stop]
        return set(office) <= set(words) and not {"vice", "former", "elect", "deputy"} & (set(words) - set(office))

    def body(self, token: int, noun: str) -> str | None:
        """Return the last named organisation that a noun like company, ministry or group describes."""
        fallback: str | None = None
        for number in self._before(token):
            entity = self.names.entity(number)
            if entity.label != "ORG":
                continue
            words = entity.name.lower().split()
            if noun in words:
                return entity.entity_id
            if fallback is None and noun in GENERAL and not any(nouns.ORGANISATION in nouns.kinds(word) and word not in GENERAL for word in words):
                fallback = entity.entity_id
        return fallback

    def _before(self, token: int) -> range:
        stop = bisect_left(self.names.stretches, (token, token))
        return range(stop - 1, max(stop - REACH, 0) - 1, -1)

    def _weight(self, number: int, token: int) -> float:
        first, stop = self.names.stretches[number]
        distance = self.tree.sentence[token] - self.tree.sentence[first]
        score = -DECAY * distance + (SUBJECT if self._is_subject(number) else 0)
        if self.tree.quotation[first] != OUTSIDE:
            score -= QUOTED
        if stop < len(self.tree) and self.tree.tokens.tag[stop] == "POS":
            score -= DEPENDENT
        return score

    def _is_subject(self, number: int) -> bool:
        return any(self.tree.base[token] == "nsubj" for token in range(*self.names.stretches[number]))


GENERAL: Final = frozenset(["company", "firm", "group", "organization", "organisation", "agency"])
"""Nouns for organisations whose own names seldom say what they are."""
