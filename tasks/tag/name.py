"""A name or date while it is being found, and the words it is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tasks.article import Article, Tokens
from tasks.gazetteer import STRAIGHT


class Name(NamedTuple):
    """A stretch of words `[first, last)` that names something."""

    first: int
    last: int
    label: str
    method: str
    confidence: float


class Layer:
    """The names of a document while others are laid over them; no two share a word."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._kept = dict.fromkeys(names)
        self._owner = {index: name for name in self._kept for index in range(name.first, name.last)}

    def at(self, index: int) -> Name | None:
        """Return the name that a word is in."""
        return self._owner.get(index)

    def beneath(self, name: Name) -> list[Name]:
        """Return the names that share a word with another, in order."""
        return list(dict.fromkeys(self._owner[index] for index in range(name.first, name.last) if index in self._owner))

    def lay(self, name: Name) -> None:
        """Add a name; those beneath it go."""
        for other in self.beneath(name):
            self.drop(other)
        self._kept[name] = None
        self._owner |= dict.fromkeys(range(name.first, name.last), name)

    def drop(self, name: Name) -> None:
        """Take a name away."""
        self._kept.pop(name, None)
        for index in range(name.first, name.last):
            self._owner.pop(index, None)

    def names(self) -> list[Name]:
        """Return the names in order."""
        return sorted(self._kept)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a document in columns, `texts` with straight apostrophes; `in_capitals` tells the words of a headline in capitals."""

    text: str
    texts: list[str]
    in_capitals: list[bool]
    tokens: Tokens

    def __len__(self) -> int:
        """Count the words."""
        return len(self.texts)

    def surface(self, first: int, last: int) -> str:
        """Return the text of a stretch of words."""
        return self.text[self.tokens.start[first] : self.tokens.end[last - 1]]


def words(article: Article) -> Words:
    """Return the words of a document."""
    text, tokens = article.text.translate(STRAIGHT), article.tokens
    texts = [text[start:end] for start, end in zip(tokens.start, tokens.end, strict=True)]
    shouted = _shouted(texts, tokens.segment_id)
    return Words(text, texts, [segment_id in shouted for segment_id in tokens.segment_id], tokens)


def _shouted(texts: list[str], segment_ids: list[str]) -> set[str]:
    """Return the sentences of two letter words or more that have no small letter."""
    small = {segment_id for word, segment_id in zip(texts, segment_ids, strict=True) if word != word.upper()}
    counts: dict[str, int] = {}
    for word, segment_id in zip(texts, segment_ids, strict=True):
        if word.isalpha() and segment_id not in small:
            counts[segment_id] = counts.get(segment_id, 0) + 1
    return {segment_id for segment_id, count in counts.items() if count > 1}
