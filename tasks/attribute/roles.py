"""The role and affiliation of a person as the document states them beside the name."""

from typing import Final, NamedTuple

from tasks.attribute import nouns
from tasks.attribute.mentions import PERSON, Names
from tasks.attribute.tree import Stretch, Tree

LONGEST: Final = 25
BEFORE: Final = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "POS", "HYPH", "VBN", "AFX"))
FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))


class Role(NamedTuple):
    """An office or occupation, and the organisation or place it belongs to, as stretches of tokens."""

    role: Stretch
    affiliation: Stretch | None


def roles(tree: Tree, names: Names) -> dict[str, Role]:
    """Return for each person, by entity, the first role that the document states."""
    found: dict[str, Role] = {}
    for number, mention in enumerate(names.mentions):
        entity_id = mention.entity_id or ""
        if mention.label == PERSON and entity_id not in found:
            stretch = _apposition(tree, names.stretches[number].stop) or _title(tree, names.stretches[number].first)
            if stretch:
                found[entity_id] = Role(stretch, _affiliation(names, stretch))
    return found


def offices(tree: Tree, names: Names) -> dict[str, set[frozenset[str]]]:
    """Return for each person, by entity, the words of every office that the document states beside a name."""
    found: dict[str, set[frozenset[str]]] = {}
    for number, mention in enumerate(names.mentions):
        if mention.label == PERSON:
            first, stop = names.stretches[number]
            stretches = (_apposition(tree, stop), _title(tree, first), _introduction(tree, first))
            found.setdefault(mention.entity_id or "", set()).update(frozenset(tree.words[one.first : one.stop]) for one in stretches if one)
    return found


def _apposition(tree: Tree, stop: int) -> Stretch | None:
    """Return the noun phrase between commas after a name."""
    if stop + 1 >= len(tree) or tree.words[stop] != "," or tree.sentence[stop + 1] != tree.sentence[stop]:
        return None
    last = min(stop + 1 + LONGEST, tree.sentences[tree.sentence[stop]].stop)
    end = next(
        (token for token in range(stop + 1, last) if tree.words[token] in {",", ".", ";", "“", '"', "—"} or tree.tokens.tag[token] in FINITE), last
    )
    first = stop + 1
    if first < end and tree.words[first] in {"a", "an", "the"}:
        first += 1
    if first >= end or tree.tokens.tag[first] not in BEFORE | {"JJR", "JJS"}:
        return None
    heads = [tree.words[token] for token in range(first, end)]
    return (
        Stretch(first, end)
        if any(nouns.OFFICE in nouns.kinds(word) or nouns.GROUP in nouns.kinds(word) for word in heads) or first > stop + 1
        else None
    )


def _title(tree: Tree, first: int) -> Stretch | None:
    """Return the words of office before a name."""
    start = first
    sentence = tree.sentences[tree.sentence[first]].first if tree.sentence[first] >= 0 else first
    while (
        start > sentence
        and first - start < LONGEST
        and (tree.tokens.tag[start - 1] in BEFORE or (tree.words[start - 1] in {"of", "for"} and start < first))
    ):
        start -= 1
    while start < first and (tree.words[start] in {"of", "for", "’s", "'s"} or tree.tokens.tag[start] == "POS"):
        start += 1
    known = any(nouns.OFFICE in nouns.kinds(tree.words[token]) for token in range(start, first))
    return Stretch(start, first) if known else None


def _introduction(tree: Tree, first: int) -> Stretch | None:
    """Return the noun phrase before a comma before a name: the boy’s father, | Ann Lee."""
    if first < 2 or tree.words[first - 1] != "," or tree.paragraph[first - 1] != tree.paragraph[first]:  # noqa: PLR2004 - a word and a comma
        return None
    head = first - 2
    if not nouns.kinds(tree.words[head]) & {nouns.OFFICE, nouns.KIN}:
        return None
    start = head
    while start > 0 and head - start < LONGEST and tree.tokens.tag[start - 1] in BEFORE:
        start -= 1
    return Stretch(start, head + 1)


def _affiliation(names: Names, role: Stretch) -> Stretch | None:
    for number in names.within(role):
        if names.mentions[number].label in {"ORG", "GPE"}:
            return names.stretches[number]
    return None
