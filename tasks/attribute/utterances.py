"""Bring together what the rules find in a document: one utterance for each act of saying, in the order of the text."""

from itertools import pairwise
from typing import Final

from tasks.attribute import direct, phrases
from tasks.attribute.blocks import blocks
from tasks.attribute.cues import QUOTE, Cue, cues
from tasks.attribute.indirect import reported
from tasks.attribute.interviews import interviews
from tasks.attribute.readings import is_credible
from tasks.attribute.snapping import snapped
from tasks.attribute.tree import OUTSIDE, Tree
from tasks.attribute.utterance import Utterance

BRIDGES: Final = frozenset((",", "and", "but", "while", "further", "also", "not", "only", "then", "later"))
"""What stands between two reports of the same speaker."""


def utterances(tree: Tree) -> list[Utterance]:
    """Return the acts of saying in a document, in the order of their content."""
    found = list(cues(tree))
    at: list[Cue | None] = [None] * len(tree)
    for cue in found:
        at[cue.head] = cue
    links = [_cue_of(tree, quote, at) for quote in range(len(tree.quotes))]
    closing = {cue.head for quote, (cue, rule) in enumerate(links) if cue is not None and rule == "after" and _is_whole(tree, quote)}
    indirect = _indirect(tree, [cue for cue in found if cue.head not in closing])
    by_cue = {utterance.cue.head: utterance for utterance in indirect if utterance.cue is not None}
    spoken = _direct(tree, links, by_cue)
    cued = {utterance.cue.head for utterance in [*indirect, *spoken] if utterance.cue is not None}
    led = [utterance for utterance in blocks(tree, at) if utterance.cue is None or utterance.cue.head not in cued]
    result = [*indirect, *spoken, *led, *interviews(tree), *phrases.headlines(tree)]
    result = [utterance for utterance in result if is_credible(tree, utterance)]
    return sorted(result, key=lambda utterance: (utterance.first, -utterance.stop))


def _is_whole(tree: Tree, quote: int) -> bool:
    """Tell whether a quotation begins its sentence, so that no words of the writer belong to what was said."""
    return direct.begins_sentence(tree, tree.quotes[quote].first)


def _indirect(tree: Tree, found: list[Cue]) -> list[Utterance]:
    """Return what is reported in the words of the writer outside quotation marks, by cues and by `according to`."""
    outside = [cue for cue in found if tree.quotation[cue.head] == OUTSIDE and tree.sentence[cue.head] != OUTSIDE]
    result = [snapped(tree, utterance) for cue in outside if (utterance := _by_cue(tree, cue)) is not None and utterance.content]
    verbs = {utterance.first for utterance in result if utterance.rule == "verb"}
    # Said in a statement that ...: one act, not two.
    result = [utterance for utterance in result if utterance.rule != "noun" or utterance.first not in verbs]
    _share(tree, result)
    for token, word in enumerate(tree.words):
        if word in {"according", "per"} and tree.quotation[token] == OUTSIDE and tree.sentence[token] != OUTSIDE:
            utterance = phrases.according(tree, token)
            if utterance is not None:
                result.append(snapped(tree, utterance))
    return result


def _by_cue(tree: Tree, cue: Cue) -> Utterance | None:
    match cue.entry.part_of_speech:
        case "verb":
            return reported(tree, cue)
        case "noun":
            return phrases.noun(tree, cue)
        case _:
            return phrases.hearsay(tree, cue)


def _share(tree: Tree, found: list[Utterance]) -> None:
    """Give a report that goes on from another, `said ..., claiming ...`, the source of that other, whatever the parser hung it on."""
    cued = sorted((one for one in found if one.cue is not None), key=lambda one: one.cue_stretch or (0, 0))
    for before, after in pairwise(cued):
        if before.source is not None and after.cue is not None and _goes_on(tree, before, after):
            after.source = before.source._replace(is_shared=True)


def _goes_on(tree: Tree, before: Utterance, after: Utterance) -> bool:
    """Tell whether only a comma or conjunction stands between what one cue reports and the next cue, which has no subject of its own."""
    if after.cue is None or after.source is None:
        return False
    token = after.cue.stretch.first
    is_bare = after.source.is_shared or (after.cue.head != after.source.head and tree.tokens.upos[token - 1] == "CCONJ")
    return is_bare and before.stop < token and all(tree.words[between] in BRIDGES for between in range(before.stop, token))


def _direct(tree: Tree, links: list[tuple[Cue | None, str]], by_cue: dict[int, Utterance]) -> list[Utterance]:
    """Return the quotations that no indirect report holds, each with its cue or as the continuation of another."""
    held = {quote: utterance for utterance in by_cue.values() for quote in utterance.quotes}
    result = list[Utterance]()
    spoken = dict[int, Utterance]()
    last: Utterance | None = None
    for quote, (first, stop) in enumerate(tree.quotes):
        if first >= stop:
            continue
        cue, rule = links[quote]
        if cue is not None and cue.head in spoken and tree.paragraph[spoken[cue.head].first] == tree.paragraph[first]:
            spoken[cue.head].content.append(tree.quotes[quote])
            spoken[cue.head].quotes.append(quote)
            continue
        if quote in held:
            last = held[quote]
            continue
        if cue is not None and cue.head in by_cue:
            _join(tree, by_cue[cue.head], quote)
            spoken[cue.head] = last = by_cue[cue.head]
            continue
        if cue is not None:
            last = direct.quoted(tree, quote, cue, rule)
            if rule == "before":
                last.content[-1] = direct.with_tail(tree, quote)
            spoken[cue.head] = last
            result.append(last)
        elif last is not None and _continues(tree, last, quote):
            last.content.append(tree.quotes[quote])
            last.quotes.append(quote)
        elif (uncued := _uncued(tree, quote)) is not None:
            last = uncued if uncued.rule == "embedded" else last
            result.append(uncued)
    return result


def _uncued(tree: Tree, quote: int) -> Utterance | None:
    """Return a quotation without a cue, with whoever the sentence or a signature says it is of, if it is somebody’s statement."""
    content = [tree.quotes[quote]]
    if speaker := direct.speaks_in(tree, quote):
        return Utterance("embedded", content, None, None, QUOTE, speaker, [quote])
    if not direct.is_statement(tree, quote):
        return None
    source = direct.signed(tree, quote)
    return Utterance("signed" if source else "floating", content, None, None, QUOTE, source, [quote])


def _cue_of(tree: Tree, quote: int, at: list[Cue | None]) -> tuple[Cue | None, str]:
    first = tree.quotes[quote].first
    before = direct.cue_before(tree, quote, at)
    if before is not None and before.stretch.stop >= first - 1:
        return before, "before"
    after = direct.cue_after(tree, quote, at)
    if after is not None:
        return after, "after"
    return before, "before"


def _join(tree: Tree, utterance: Utterance, quote: int) -> None:
    """Give a quotation to the utterance of its cue."""
    utterance.content = sorted([*utterance.content, tree.quotes[quote]])
    utterance.quotes.append(quote)


def _continues(tree: Tree, last: Utterance, quote: int) -> bool:
    """Tell whether a quotation goes on with what its speaker said before in the paragraph: “A,” he said. “B.”."""
    first, _stop = tree.quotes[quote]
    before = tree.quotes[last.quotes[-1]] if last.quotes else last.content[-1]
    if first - before.stop > direct.FARTHEST * 2 or tree.paragraph[first] != tree.paragraph[before.first]:
        return False
    between = sum(tree.words[token] == "." for token in range(before.stop, first))
    return between <= 1 and direct.begins_sentence(tree, first) and direct.is_statement(tree, quote)
