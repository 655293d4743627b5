"""Tell when and where something was said from what was said, where one follows the other: late on Tuesday | nobody was hurt."""

from typing import Final

from tasks.attribute import nouns
from tasks.attribute.tree import Tree

OCCASIONS: Final = frozenset(
    (
        "interview",
        "conference",
        "briefing",
        "speech",
        "address",
        "remarks",
        "hearing",
        "rally",
        "twitter",
        "facebook",
        "instagram",
        "telegram",
        "parliament",
    )
)
SLIGHT: Final = frozenset(("late", "early", "only", "just", "earlier", "later"))
LONGEST: Final = 5
"""Tokens between a preposition and the noun that ends its phrase."""
SUBJECTS: Final = frozenset(("NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"))
"""What a clause begins with."""


def past_circumstances(tree: Tree, first: int) -> int:
    """Return where a clause begins that was found to start at `first`, past the days and occasions before its subject."""
    stop, start = tree.sentences[tree.sentence[first]].stop, first
    while (end := _past_one(tree, start, stop)) > start:
        start = end
    is_clause = start < stop and (tree.tokens.upos[start] in SUBJECTS or tree.is_mark(start))
    return start if is_clause else first


def _past_one(tree: Tree, first: int, stop: int) -> int:
    """Return where a day or an occasion that begins at a token ends, else the token."""
    token = first + (tree.words[first] in SLIGHT)
    noun = token + (token < stop and tree.tokens.upos[token] == "ADP")
    end = noun
    while end < stop and tree.tokens.entity[end].endswith("-DATE"):
        end += 1
    if end > noun or noun == token:
        return end if end > noun else first
    occasion = next((position for position in range(noun, min(noun + LONGEST, stop)) if _is_occasion(tree, position)), None)
    is_plain = occasion is not None and all(tree.tokens.upos[position] in {"DET", "ADJ", "NOUN", "PROPN"} for position in range(noun, occasion))
    return _past_host(tree, occasion + 1, stop) if occasion is not None and is_plain else first


def _past_host(tree: Tree, first: int, stop: int) -> int:
    """Return where the name ends that an occasion goes with: an interview with Harbour Radio."""
    token = first + 1
    while token < stop and tree.tokens.entity[token] != "O":
        token += 1
    return token if tree.words[first : first + 1] in (["with"], ["to"], ["on"]) and token > first + 1 else first


def _is_occasion(tree: Tree, token: int) -> bool:
    word = tree.words[token]
    return word in OCCASIONS or (tree.tokens.upos[token] == "NOUN" and nouns.DOCUMENT in nouns.kinds(word))
