"""Whose a body is, where its own name would fit any country's: Russia’s Defense Ministry. Other ways of saying so are part of its name."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from tasks.article import Article, Mention
from tasks.resolve import forms
from tasks.resolve.identify import Identity, Owner

POSSESSIVES: Final = frozenset({"'s ", "’s "})


def with_country(article: Article, mentions: Sequence[Mention], owners: Sequence[Owner], identities: Sequence[Identity]) -> list[Identity]:
    """Return entities with bodies named as the document names them in full; one that goes with two countries keeps its own name.

    `mentions` are names in the order of the text, `owners` the entity of each.
    """
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for body, country, name in _joined(article, mentions):
        identity = owners[body].entity
        if identities[identity].label == "ORG" and forms.is_common(forms.words(identities[identity].name)):
            found[identity].setdefault(owners[country].entity, name)
    taken = {identity.name for identity in identities}
    full = {identity: next(iter(names.values())) for identity, names in found.items() if len(names) == 1 and taken.isdisjoint(names.values())}
    return [one._replace(name=full.get(number, one.name)) for number, one in enumerate(identities)]


def _joined(article: Article, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, str]]:
    """Yield the numbers of a body and of the country before it, and the words of both."""
    for number, (country, body) in enumerate(pairwise(mentions)):
        if body.label == "ORG" and country.label == "GPE" and article.text[country.end : body.start] in POSSESSIVES:
            yield number + 1, number, article.text[country.start : body.end]
