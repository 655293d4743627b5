"""The names that the model saw, with clean edges: no article, no title, no possessive, no punctuation."""

from collections.abc import Iterator
from typing import Final

from tasks import gazetteer
from tasks.tag.name import Name, Words

MODEL_CONFIDENCE: Final = 0.8
ARTICLES: Final = frozenset({"the", "a", "an", "this", "that", "its", "his", "her", "their", "our", "my", "your"})
PRONOUNS: Final = frozenset({
    "i", "he", "she", "it", "we", "they", "you", "him", "her", "them", "us", "me", "his", "hers", "its", "our", "their", "your",
    "my", "who", "whom", "whose", "this", "that", "these", "those",
})  # fmt: skip
CLITICS: Final = frozenset({"'s", "'", "s'"})
CAPITALISED: Final = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC"})
"""Labels whose names hold no possessive and end in no small word."""
LINKS: Final = frozenset({"of", "and", "for", "in", "the", "at", "to", "&"})
OPENING: Final = frozenset("([{“\"'‘-–—,.:;*")
CLOSING: Final = frozenset(")]}”\"'’-–—,:;*?!/")
PREFIXES: Final = frozenset({"deputy", "former", "vice", "ex", "late", "acting", "then", "chief", "lord", "foreign", "prime", "crown"})
"""Words that stand before a title and belong to it."""


def model_names(words: Words) -> Iterator[Name]:
    """Yield the names in the tokens' entity column, their edges clean, dates and those that cannot be names left out."""
    first, tags, small = 0, words.tokens.entity, set(words.texts)
    while first < len(tags):
        tag, last = tags[first], first + 1
        if tag == "O":
            first = last
            continue
        while last < len(tags) and tags[last] == "I-" + tag[2:]:
            last += 1
        name = None if tag == "B-DATE" else trim(words, Name(first, last, tag[2:], "model", MODEL_CONFIDENCE))
        if name and _may_name(words, name, small):
            yield name
        first = last


def trim(words: Words, name: Name) -> Name | None:
    """Return a name without what does not belong to it at its edges, or None when nothing is left."""
    first, last, texts = name.first, name.last, words.texts
    while first < last and (texts[first].lower() in ARTICLES or texts[first] in OPENING):
        first += 1
    if name.label == "PERSON":
        last = next((index for index in range(first + 1, last) if texts[index] in LINKS), last)
    if name.label in CAPITALISED:
        last = next((index for index in range(first + 1, last) if _ends_at(texts, index, last)), last)
    while first < last and (texts[last - 1] in CLITICS or texts[last - 1] in CLOSING or (name.label in CAPITALISED and texts[last - 1] in LINKS)):
        last -= 1
    first = _after_title(words, first, last) if name.label == "PERSON" else first
    return name._replace(first=first, last=last) if first < last else None


def _ends_at(texts: list[str], at: int, last: int) -> bool:
    """Tell whether a possessive ends a name: in `Quell's boat`, not in `Millers' Hall`."""
    return texts[at] in CLITICS and (at + 1 == last or texts[at + 1].islower())


def _after_title(words: Words, first: int, last: int) -> int:
    """Return where a person's name begins after its titles; a title alone stays."""
    titles, at = gazetteer.titles(), first
    while at < last - 1:
        word = words.texts[at].lower()
        if word in titles or (word in PREFIXES and words.texts[at + 1].lower() in titles):
            at += 1
        else:
            break
    return at


def _may_name(words: Words, name: Name, document: set[str]) -> bool:
    """Tell whether a stretch can be a name: no pronoun, no title, no common word that only opens a sentence."""
    surface = words.surface(name.first, name.last)
    if surface.lower() in PRONOUNS and surface not in gazetteer.known():
        return False
    if surface.lower() in gazetteer.titles():
        return False
    if name.last - name.first == 1 and surface.lower() in document and words.tokens.upos[name.first] != "PROPN":
        return False
    return any(map(str.isupper, surface)) or (name.label in {"MISC", "EVENT"} and any(map(str.isalpha, surface)))
