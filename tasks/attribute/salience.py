"""Who is on the reader's mind at a place in the text, the way pronouns and descriptions are understood."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tasks import gazetteer
from tasks.attribute import nouns
from tasks.attribute.mentions import NOBODY, PERSON, Names
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
    offices: Mapping[str, Collection[frozenset[str]]]

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

    def holder(self, token: int, office: Sequence[str]) -> str | None:
        """Return the last named person whose stated role has the words of an office in it, adjectives of place aside."""
        wanted = frozenset(office)
        for number in self._before(token):
            entity = self.names.entity(number)
            if entity.label == PERSON and any(_holds(held, wanted) for held in self.offices.get(entity.entity_id, ())):
                return entity.entity_id
        return None

    def group(self, token: int) -> tuple[str, ...]:
        """Return those who were last named together, joined by `and`, as the subject of one of the two sentences before."""
        for number in self._before(token):
            first = self.names.stretches[number].first
            if self.tree.sentence[token] - self.tree.sentence[first] > 2:  # noqa: PLR2004 - farther back others were meant
                return ()
            if self._is_subject(number) and (joined := self._joined(number)):
                return joined
        return ()

    def _joined(self, number: int) -> tuple[str, ...]:
        """Return whom a name and those joined to it mean, if they are several."""
        heads = [token for token in range(*self.names.stretches[number]) if self.tree.base[token] == "nsubj"]
        kids = [kid for head in heads for kid in self.tree.kids[head] if self.tree.base[kid] == "conj"]
        numbers = [number, *(self.names.at[kid] for kid in kids if self.names.at[kid] not in {NOBODY, number})]
        entities = tuple(dict.fromkeys(self.names.entity(one).entity_id for one in numbers))
        return entities if len(entities) > 1 else ()

    def place(self, token: int, *, is_country: bool) -> str | None:
        """Return the country, or the city or region, that was named last."""
        entities = (self.names.entity(number) for number in self._before(token))
        known = gazetteer.country_codes()
        return next((entity.entity_id for entity in entities if entity.label == "GPE" and (entity.name in known) == is_country), None)

    def actor(self, token: int) -> str | None:
        """Return the person or organisation that was last the subject of this sentence or the one before."""
        for number in self._before(token):
            first = self.names.stretches[number].first
            if self.tree.sentence[token] - self.tree.sentence[first] > 1:
                return None
            if self.names.entity(number).label in {PERSON, "ORG"} and self._is_subject(number) and self.tree.quotation[first] == OUTSIDE:
                return self.names.entity(number).entity_id
        return None

    def body(self, token: int, noun: str, *, is_bare: bool) -> str | None:
        """Return the last named organisation that a noun like company, ministry or group describes; `is_bare` when no adjective stands before it."""
        fallback: str | None = None
        for number in self._before(token):
            entity = self.names.entity(number)
            words = entity.name.lower().split()
            if entity.label != "ORG" and (entity.label == PERSON or noun not in words):
                continue
            if noun in words:
                return entity.entity_id
            if (
                fallback is None
                and is_bare
                and noun in GENERAL
                and not any(nouns.ORGANISATION in nouns.kinds(word) and word not in GENERAL for word in words)
            ):
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


def _holds(held: frozenset[str], office: frozenset[str]) -> bool:
    """Tell whether an office is now held: president, but no vice president, president-elect or former president."""
    return office <= held and not PAST & (held - office)


PAST: Final = frozenset(("vice", "former", "elect", "deputy", "ex", "late"))
GENERAL: Final = frozenset(
    (
        *("company", "firm", "group", "organization", "organisation", "agency", "club", "airline", "bank", "charity", "startup"),
        *("retailer", "maker", "publisher", "website", "site", "publication", "newspaper", "paper", "outlet", "network", "magazine", "broadcaster"),
    )
)
"""Nouns for organisations whose own names seldom say what they are."""
