"""Noun phrases that name sources, with their edges set right where parsers cut them short or draw them too long."""

from typing import Final

from tasks.attribute.grammar import FINITE, LINKING, NAMING, TIMES
from tasks.attribute.tree import OUTSIDE, Stretch, Tree

LONGEST_NICKNAME: Final = 6
"""Tokens of a name in quotation marks, the marks included."""
CALLING: Final = frozenset(("named", "called", "nicknamed", "identified", "known", "using"))
"""Words between a description and the name that goes with it."""


def phrase(tree: Tree, head: int, cue: int) -> Stretch:
    """Return the noun phrase that a token heads, title and apposition with it, without relative clauses and the cue."""
    first, stop = tree.left[head], tree.right[head] + 1
    if head < cue < stop:
        stop = cue
    elif first <= cue < head:
        first = cue + 1
    for kid in tree.kids[head]:
        if head < kid < stop and _is_aside(tree, kid):
            stop = max(head + 1, tree.left[kid])
        elif kid < head and tree.base[kid] in {"ccomp", "parataxis", "advcl"} and tree.right[kid] < head:
            first = max(first, tree.right[kid] + 1)
    stop = _before_quotation(tree, head, stop)
    first = _whole_name(tree, max(first, _after_clause(tree, first, head)))
    sentence = tree.sentences[tree.sentence[head]] if tree.sentence[head] >= 0 else Stretch(first, stop)
    first, stop = max(first, sentence.first), min(stop, sentence.stop)
    if first < head and tree.tokens.upos[first] == "ADP" and tree.base[first] == "case":
        first += 1
    limit = cue if cue >= stop else sentence.stop
    stop = _without_date(tree, head, _past_call(tree, _past_name(tree, stop, limit), limit))
    return trimmed(tree, _past_day(tree, first, head), stop)


def trimmed(tree: Tree, first: int, stop: int) -> Stretch:
    """Return a stretch without punctuation and bare conjunctions at its edges."""
    while stop - first > 1 and _is_loose(tree, stop):
        stop -= 1
    while stop - first > 1 and (tree.is_punctuation(first) or (tree.tokens.upos[first] == "CCONJ" and tree.words[first] != "both")):
        first += 1
    return Stretch(first, stop)


def _is_loose(tree: Tree, stop: int) -> bool:
    """Tell whether a phrase that ends here ends in a mark, a conjunction or the beginning of a verb: had initially."""
    last, before = stop - 1, stop - 2
    if tree.tokens.upos[last] == "ADV":
        return tree.tokens.upos[before] in {"AUX", "ADV"} or tree.words[before] == ","
    return (tree.is_punctuation(last) or tree.tokens.upos[last] in {"CCONJ", "AUX"}) and tree.words[last] != ")"


def nominal(tree: Tree, first: int, stop: int) -> Stretch | None:
    """Return the words of a name and its titles that end at a token, or None."""
    start = stop
    while start > first and (tree.tokens.tag[start - 1] in NAMING or tree.words[start - 1] in LINKING or _is_of_compound(tree, start - 1)):
        start -= 1
    found = trimmed(tree, start, stop) if start < stop else None
    if found is None or tree.tokens.upos[found.stop - 1] not in {"NOUN", "PROPN", "PRON"} or tree.tokens.upos[found.first] == "ADP":
        return None
    return found


def _is_of_compound(tree: Tree, token: int) -> bool:
    """Tell whether a token is a pronoun, or a participle in a name’s compound: the terror-linked agency."""
    return tree.tokens.tag[token] == "PRP" or (tree.tokens.tag[token] == "VBN" and tree.words[token - 1] == "-")


def _past_name(tree: Tree, stop: int, limit: int) -> int:
    """Return where a phrase ends that parsers cut before the name: study co-author | Carl Lipo of Binghamton University."""
    token, end = stop, stop
    while token < limit and (tree.tokens.tag[token] in NAMING or tree.words[token] in LINKING):
        token += 1
        if tree.tokens.upos[token - 1] in {"PROPN", "NOUN"} or tree.words[token - 1] == ")":
            end = token
    if end == stop or (tree.words[stop] in LINKING and tree.words[stop] != "-"):
        return stop
    return end if any(tree.tokens.upos[position] == "PROPN" for position in range(stop, end)) else stop


def _before_quotation(tree: Tree, head: int, stop: int) -> int:
    """Return where a phrase ends that would run on into what somebody said: Ann Lee | of “forty people at sea”."""
    mark = next((token for token in range(head + 1, stop) if tree.quotation[token] != OUTSIDE), None)
    if mark is None or tree.quotation[head] != OUTSIDE or tree.quotes[tree.quotation[mark]].stop - mark <= LONGEST_NICKNAME:
        return stop
    return mark - (tree.tokens.upos[mark - 1] == "ADP")


def _past_call(tree: Tree, stop: int, limit: int) -> int:
    """Return where a phrase ends that goes on to say what somebody is called: a student | named Reed, a woman | using the pseudonym Ann."""
    if stop >= limit or tree.words[stop] not in CALLING:
        return stop
    names = [token for token in range(stop + 1, min(stop + 4, limit)) if tree.tokens.upos[token] == "PROPN"]
    if not names or any(tree.is_punctuation(token) for token in range(stop, names[0])):
        return stop
    end = names[0]
    while end < limit and tree.tokens.upos[end] == "PROPN":
        end += 1
    return end


def _whole_name(tree: Tree, first: int) -> int:
    """Return where a phrase begins that would begin within a name or with the ending of its owner."""
    start = first
    while start > 0 and (tree.tokens.entity[start].startswith("I-") or tree.tokens.tag[start] == "POS"):
        start -= 1
    return start


def _past_day(tree: Tree, first: int, head: int) -> int:
    """Return where a phrase begins without the day before it: This past Friday, | the princess."""
    comma = next((token for token in range(first, head) if tree.words[token] == ","), first)
    return comma + 1 if comma > first and tree.words[comma - 1] in TIMES else first


def _without_date(tree: Tree, head: int, stop: int) -> int:
    """Return where a phrase ends without the day that stands between it and its verb: the board on Monday | said."""
    while stop - 1 > head and tree.words[stop - 1] in TIMES:
        stop -= 1 + (tree.words[stop - 2] == "on")
    return max(stop, head + 1)


def _after_clause(tree: Tree, first: int, head: int) -> int:
    """Return where a phrase begins that the parser drew over a clause before it: after the last comma that follows a finite verb."""
    verb = next((token for token in range(head - 1, first - 1, -1) if tree.tokens.tag[token] in FINITE), None)
    if verb is None:
        return first
    if tree.tokens.upos[verb] == "AUX":
        return verb + 1  # Another was Ann Lee.
    return next((token + 1 for token in range(verb, head) if tree.words[token] in {",", "”", "—", "–"}), first)


def _is_aside(tree: Tree, kid: int) -> bool:
    """Tell whether a dependent of a noun is a clause or a date rather than part of the name of the source."""
    if tree.base[kid] in {"acl", "advcl", "parataxis", "ccomp"}:
        return tree.tokens.upos[kid] in {"VERB", "AUX"}
    return False
