"""The names of a document by token: which mention covers a word, and which names a phrase holds in what place."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from tasks.article import Article, Entity, Mention
from tasks.attribute.tree import Stretch, Tree

PERSON: Final = "PERSON"
ACTORS: Final = frozenset(("PERSON", "ORG", "GPE", "NORP", "MISC", "LOC"))
NOBODY: Final = -1


@dataclass(frozen=True, slots=True)
class Names:
    """The mentions of somebody who can speak, in order, their stretches of tokens, and for each token the number of its mention."""

    mentions: list[Mention]
    stretches: list[Stretch]
    at: list[int]
    entities: dict[str, Entity]

    def entity(self, number: int) -> Entity:
        """Return whom a mention names."""
        return self.entities[self.mentions[number].entity_id or ""]

    def within(self, stretch: Stretch) -> list[int]:
        """Return the numbers of the mentions in a stretch of tokens, in order."""
        return sorted({self.at[token] for token in range(*stretch)} - {NOBODY})


def names(tree: Tree, article: Article) -> Names:
    """Return the names of an article as its tree counts tokens."""
    kept = [mention for mention in article.mentions if mention.label in ACTORS and mention.entity_id in article.entities]
    stretches = list[Stretch]()
    at = [NOBODY] * len(tree)
    for number, mention in enumerate(kept):
        first = bisect_left(tree.tokens.end, mention.start + 1)
        stop = max(bisect_left(tree.tokens.start, mention.end), first)
        stretches.append(Stretch(first, stop))
        at[first:stop] = [number] * (stop - first)
    return Names(kept, stretches, at, article.entities)
