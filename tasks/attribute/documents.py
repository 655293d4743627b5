"""Whose a document is that is quoted: a report by somebody, somebody’s statement, the ruling that was told of before."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from tasks.attribute import nouns
from tasks.attribute.mentions import NOBODY, PERSON, Names
from tasks.attribute.nounphrases import phrase
from tasks.attribute.source import Source
from tasks.attribute.sources import subject_of
from tasks.attribute.tree import Stretch, Tree

AUTHORS: Final = frozenset((PERSON, "ORG", "GPE"))
BY: Final = frozenset(("by", "from"))
EARLIER: Final = 4
"""Earlier places where the same noun stands that are looked at."""
ISSUED: Final = frozenset(
    (
        *("statement", "release", "tweet", "letter", "post", "message", "complaint", "lawsuit", "petition", "motion", "ruling", "decision"),
        *("judgment", "judgement", "opinion", "order", "verdict", "decree", "warning", "advisory", "announcement", "email", "notice", "memo"),
    )
)
"""What is quoted right after it was said whose it is."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents that an article quotes, with the places of the nouns that stand for them."""

    tree: Tree
    names: Names
    places: dict[str, list[int]]

    def authors(self, source: Source) -> list[int]:
        """Return the names, by number, that the phrase of a document gives for whoever issued it: owner, author after by, or first part."""
        inside = [number for number in self.names.within(source.stretch) if self.names.mentions[number].label in AUTHORS | {"MISC"}]
        by = [number for number in inside if self._is_author(number, source)]
        people = [number for number in by if self.names.mentions[number].label == PERSON]
        before = [number for number in inside if self._is_before(number, source.head)]
        return (people or by)[:1] or before[-1:] or self._joined(source, inside)

    def _is_author(self, number: int, source: Source) -> bool:
        """Tell whether a name after a document is its author’s: signed by Lee, of the Court."""
        first = self.names.stretches[number].first
        if first <= source.head:
            return False
        token = first - 1
        while token > source.head and self.tree.tokens.upos[token] in {"DET", "NUM", "ADJ", "NOUN", "PROPN"} and self.names.at[token] == NOBODY:
            token -= 1
        if self.tree.words[token] in BY:
            return True
        return self.tree.words[token] == "of" and token == source.head + 1 and self.names.mentions[number].label == "ORG"

    def _is_before(self, number: int, head: int) -> bool:
        """Tell whether a name is the owner or the first part of a document’s: Lee’s memo, Harbour Board figures."""
        stop = self.names.stretches[number].stop
        between = range(stop, head)
        return stop <= head and all(self.tree.tokens.upos[token] in {"NOUN", "ADJ", "PART", "PROPN", "NUM"} for token in between)

    def _joined(self, source: Source, inside: list[int]) -> list[int]:
        """Return a name that `and` joins to a document: the report and Harbour Board said."""
        firsts = {number: self.names.stretches[number].first for number in inside if self.names.mentions[number].label in AUTHORS}
        return [number for number, first in firsts.items() if first > source.head and self.tree.words[first - 1] == "and"][:1]

    def issuer(self, source: Source) -> int | None:
        """Return the token of whoever issues a document here: the subject of the verb that the document is the object of."""
        if self.tree.base[source.head] != "obj":
            return None
        subject = subject_of(self.tree, self.tree.tokens.head[source.head])
        return subject if subject is not None and subject < source.head else None

    def earlier(self, head: int) -> list[Source]:
        """Return earlier phrases with the same noun, the nearest first."""
        before = [token for token in self.places.get(self.tree.words[head], ()) if token < head]
        return [Source(phrase(self.tree, token, head), token) for token in reversed(before[-EARLIER:])]


def documents(tree: Tree, names: Names) -> Documents:
    """Return the documents of an article."""
    places = defaultdict[str, list[int]](list)
    for token, word in enumerate(tree.words):
        if tree.tokens.upos[token] == "NOUN" and nouns.DOCUMENT in nouns.kinds(word):
            places[word].append(token)
    return Documents(tree, names, places)


def is_document(tree: Tree, names: Names, source: Source) -> bool:
    """Tell whether a source is a document and nobody."""
    kinds = nouns.kinds(tree.words[source.head])
    return nouns.DOCUMENT in kinds and not kinds & {nouns.OFFICE, nouns.ORGANISATION} and names.at[source.head] == NOBODY


def owner(tree: Tree, source: Source) -> Source | None:
    """Return the phrase of an owner without a name: the judge’s statement."""
    for kid in tree.kids[source.head]:
        is_owner = kid < source.head and tree.tokens.dep[kid] == "nmod:poss" and tree.tokens.upos[kid] == "NOUN"
        if is_owner and tree.left[kid] >= source.stretch.first:
            return Source(Stretch(tree.left[kid], kid + 1), kid)
    return None
