"""Let what is reported hold the quotations that it touches whole, and nothing that the writer adds after them."""

from typing import Final

from tasks.attribute.grammar import FINITE
from tasks.attribute.tree import OUTSIDE, Stretch, Tree
from tasks.attribute.utterance import Utterance

ASIDES: Final = frozenset(("who", "whose", "which", "where", "while", "whereas", "although", "though"))
"""How the writer goes on after a quotation."""


def snapped(tree: Tree, utterance: Utterance) -> Utterance:
    """Let the content of an utterance hold the quotations it touches whole, and remember them."""
    parts = list[Stretch]()
    for part in utterance.content:
        touched = sorted({tree.quotation[token] for token in range(*part)} - {OUTSIDE})
        whole = [part, *(tree.quotes[quote] for quote in touched)]
        parts.append(Stretch(min(one.first for one in whole), max(one.stop for one in whole)))
        utterance.quotes += touched
    utterance.content = [_fitted(tree, part) for part in parts] if utterance.rule == "verb" else parts
    last = tree.quotation[utterance.stop - 1]
    utterance.quotes += [last] if last != OUTSIDE and last not in utterance.quotes else []
    return utterance


def _fitted(tree: Tree, part: Stretch) -> Stretch:
    """Return a content with the quotation that follows it at once, and without what the writer adds after its last one."""
    first, stop = part
    if _is_led_to(tree, stop):
        stop = tree.quotes[tree.quotation[stop]].stop
    last = next((token for token in range(stop - 1, first - 1, -1) if tree.quotation[token] != OUTSIDE), None)
    if last is None or last == stop - 1:
        return Stretch(first, stop)
    quote = tree.quotes[tree.quotation[last]]
    return Stretch(first, quote.stop) if quote.stop < stop and _is_added(tree, quote, stop, is_first=quote.first == first) else Stretch(first, stop)


def _is_led_to(tree: Tree, token: int) -> bool:
    """Tell whether a quotation begins at a token that belongs to the words before it: called the plan | “a joke”."""
    if token >= len(tree) or tree.quotation[token] == OUTSIDE or tree.quotes[tree.quotation[token]].first != token:
        return False
    return tree.sentence[token] == tree.sentence[token - 1] and not tree.is_punctuation(token - 1) and tree.words[token - 1][-1] != "."


def _is_added(tree: Tree, quote: Stretch, stop: int, *, is_first: bool) -> bool:
    """Tell whether the writer goes on after a quotation on his own: said “we go”, speaking in Lund; “we go” while others stay."""
    word, after = tree.words[quote.stop], quote.stop + 1
    if word == "," and (is_first or (after < stop and (tree.words[after] in ASIDES or tree.tokens.tag[after] == "VBG"))):
        return True
    if word in ASIDES and word not in {"which", "where"}:
        return True
    is_over = tree.words[quote.stop - 2][-1] in ",.?!"
    return is_first and is_over and not any(tree.tokens.tag[token] in FINITE for token in range(quote.stop, stop))
