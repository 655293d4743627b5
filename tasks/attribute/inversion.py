"""Find a source that stands after its verb: “...,” said Ann Lee."""

from typing import Final

from tasks.attribute.grammar import FINITE, LINKING, NAMING, NOMINAL, PAST, TIMES
from tasks.attribute.nounphrases import phrase, trimmed
from tasks.attribute.source import Source
from tasks.attribute.tree import Stretch, Tree

TRANSITIVE: Final = frozenset(("told", "tells", "tell", "informed", "reminded", "assured"))
"""Verbs that whom they are said to follows: no source can stand there."""


def inverted(tree: Tree, verb: int) -> Source | None:
    """Return the noun after a verb that follows a quotation or comma: said Ann Lee; parsers take it for an object."""
    before, sentence = verb - 1, tree.sentences[tree.sentence[verb]]
    if before < 0 or not tree.is_punctuation(before) or tree.tokens.tag[verb] not in PAST | {"VB"} or tree.words[verb] in TRANSITIVE:
        return None
    token = verb + 1
    while token < sentence.stop and (tree.tokens.tag[token] in NAMING or tree.words[token] in LINKING or tree.tokens.tag[token] in {"CD", "PRP"}):
        token += 1
    is_ended = (
        tree.is_mark(before)
        or token >= sentence.stop
        or tree.is_punctuation(token)
        or tree.words[token] in {"who", "in", "on", "during", "after", "and"}
    )
    if (
        all(tree.words[position] in TIMES for position in range(verb + 1, token))
        or not is_ended
        or (tree.words[before] == "," and not _closes(tree, before, token, sentence))
    ):
        return None
    found = trimmed(tree, verb + 1, token)
    first = next((position + 1 for position in range(found.stop - 2, found.first, -1) if tree.tokens.tag[position] == "POS"), found.first)
    head = next((position for position in range(first, found.stop) if not first <= tree.tokens.head[position] < found.stop), first)
    name = next((position for position in range(found.stop - 1, found.first - 1, -1) if tree.tokens.upos[position] in NOMINAL), head)
    whole = phrase(tree, head, verb) if found.first <= head else found
    stop = _with_apposed(tree, max(found.stop, min(whole.stop, sentence.stop)), sentence.stop)
    return Source(Stretch(found.first, stop), head if tree.tokens.upos[head] in NOMINAL else name)


def _with_apposed(tree: Tree, stop: int, end: int) -> int:
    """Return where a phrase ends with the name that follows its comma: the club’s chair, | Ann Lee."""
    token = stop + 1
    while token < end and tree.tokens.upos[token] == "PROPN":
        token += 1
    is_apposed = stop + 1 < token and tree.words[stop] == "," and (token >= end or tree.is_punctuation(token))
    return token if is_apposed and tree.tokens.upos[stop - 1] in {"NOUN", "PROPN"} else stop


def _closes(tree: Tree, comma: int, token: int, sentence: Stretch) -> bool:
    """Tell whether a clause like `, said Ann Lee` follows a whole sentence or a quotation, and nothing but an aside comes after it."""
    if comma and tree.is_mark(comma - 1):
        return True
    has_verb = any(tree.tokens.tag[position] in FINITE for position in range(sentence.first, comma))
    return has_verb and not any(tree.tokens.tag[position] in FINITE for position in range(token, sentence.stop))
