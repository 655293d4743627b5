"""Tell which of the names in the phrase of a source is the speaker's, and which only say more of him, her or it."""

from dataclasses import dataclass

from tasks.attribute import nouns
from tasks.attribute.grammar import TIMES
from tasks.attribute.mentions import NOBODY, PERSON, Names
from tasks.attribute.source import Source
from tasks.attribute.tree import Stretch, Tree


@dataclass(frozen=True, slots=True)
class Namings:
    """The names of a document as the phrases of its sources hold them; names are given by their numbers."""

    tree: Tree
    names: Names

    def speakers(self, source: Source) -> list[int]:
        """Return the mentions of a source phrase that speak: its head, what is joined to it, or the name beside a title."""
        inside = self.names.within(source.stretch)
        free = [number for number in inside if not self._is_dependent(number, source.stretch) and self._ends_phrase(number, source.stretch)]
        people = [number for number in free if self.names.mentions[number].label == PERSON]
        if people:
            return sorted([*self._coordinated(people), *self._joined(free, people)])
        covered = self.names.at[source.head]
        if covered != NOBODY:
            return self._covered(covered, free, source)
        if nouns.GROUP in nouns.kinds(self.tree.words[source.head]):
            return []
        return [number for number in free if self.names.mentions[number].label in {"ORG", "MISC", "GPE"}]

    def _covered(self, covered: int, free: list[int], source: Source) -> list[int]:
        """Return the name that a phrase ends with and those joined to it; neither peoples nor people who only describe speak."""
        # Republicans said: some of them. The Lee campaign said: not Lee.
        label = self.names.mentions[covered].label
        if label == "NORP" or (label == PERSON and covered not in free):
            return []
        if self._is_dependent(covered, source.stretch):
            return [number for number in free if self.names.mentions[number].label in {"ORG", "MISC", "GPE"}]
        return [covered, *self._joined(free, [covered])]

    def _joined(self, free: list[int], others: list[int]) -> list[int]:
        """Return the names that are joined by a conjunction to one of the others."""
        known = [number for number in free if number not in others and self.names.mentions[number].label != "NORP"]
        return [number for number in known if any(self._is_joined(number, other) for other in others)]

    def _coordinated(self, people: list[int]) -> list[int]:
        """Return the people of a phrase who speak; of several without a conjunction between them only the first."""
        kept = people[:1]
        for number in people[1:]:
            between = range(self.names.stretches[kept[-1]].stop, self.names.stretches[number].first)
            if any(self.tree.words[token] in {"and", "or", "&"} for token in between):
                kept.append(number)
        return kept

    def _is_joined(self, number: int, other: int) -> bool:
        """Tell whether `and` with at most an article and an adjective stands between two names."""
        first, stop = sorted((self.names.stretches[other], self.names.stretches[number]))
        between = [self.tree.words[token] for token in range(first.stop, stop.first)]
        return "and" in between and len(between) <= 3  # noqa: PLR2004 - and the terror-linked Amaq

    def _ends_phrase(self, number: int, phrase: Stretch) -> bool:
        """Tell whether no noun that could be the real head follows a name in its phrase."""
        stop = self.names.stretches[number].stop
        while stop < phrase.stop and self._is_of_name(number, stop):
            stop += 1  # The Amaq news agency is Amaq.
        if stop >= phrase.stop or self.names.at[stop] != NOBODY or self.tree.words[stop] in TIMES:
            return True
        return self.tree.tokens.upos[stop] not in {"NOUN", "PROPN", "ADJ", "PART"} or (
            stop + 1 >= phrase.stop and self.tree.tokens.tag[stop] == "POS"
        )

    def _is_of_name(self, number: int, token: int) -> bool:
        """Tell whether a word after a name only says what it is: news agency; after a person’s it is a body of its own: the Lee campaign."""
        if self.names.mentions[number].label == PERSON:
            return False
        return self.tree.words[token] == "news" or nouns.kinds(self.tree.words[token]) == {nouns.ORGANISATION}

    def _is_dependent(self, number: int, phrase: Stretch) -> bool:
        """Tell whether a name in a phrase only modifies it: a possessor, or after a preposition."""
        first, stop = self.names.stretches[number]
        if stop + 1 < phrase.stop and (self.tree.words[stop] in {"’s", "'s", "’", "'"} or self.tree.tokens.tag[stop] == "POS"):
            return True
        before = self._title_start(first, phrase.first)
        token = before - 1
        if token >= phrase.first and self.tree.words[token] == "and" and number and self.names.stretches[number - 1].first >= phrase.first:
            return self._is_dependent(number - 1, phrase)
        if token >= phrase.first and self.tree.words[token] in {"including", "like", "such"}:
            return True
        if token < phrase.first or self.tree.tokens.upos[token] != "ADP" or self._is_of_office(token, before, first, phrase):
            return False
        return self.names.mentions[number].label != PERSON or self.tree.words[token] in {"by", "for", "from", "with", "at", "of", "to", "about", "on"}

    def _title_start(self, first: int, limit: int) -> int:
        """Return where the words before a name begin that stand between it and a preposition or the start of the phrase."""
        token = first
        while token > limit and self.tree.tokens.upos[token - 1] in {"DET", "ADJ", "PROPN", "NOUN"} and self.names.at[token - 1] == NOBODY:
            token -= 1
        return token

    def _is_of_office(self, preposition: int, before: int, first: int, phrase: Stretch) -> bool:
        """Tell whether a name follows an office with its `of`: speaker of the parliament Ann Lee, but not spokesman for Mayor Ann Lee."""
        words = self.tree.words
        if any(nouns.OFFICE in nouns.kinds(words[token]) for token in range(before, first)):
            return not any(nouns.OFFICE in nouns.kinds(words[token]) for token in range(phrase.first, preposition))
        return before < first and any(nouns.OFFICE in nouns.kinds(words[token]) for token in range(max(phrase.first, preposition - 2), preposition))
