"""Find what a clause of saying reports that stands after it or divides it: It rained, police said. If it rains, police said, the road will close."""

from typing import Final

from tasks.attribute.complements import SURE_RATE, has_verb
from tasks.attribute.cues import CLAUSE, Cue
from tasks.attribute.grammar import RELATIVE
from tasks.attribute.nounphrases import nominal
from tasks.attribute.readings import reports
from tasks.attribute.source import Source
from tasks.attribute.tree import OUTSIDE, Stretch, Tree
from tasks.attribute.utterance import Utterance, clipped, past_dateline

LEAST_RATE: Final = 0.6
"""A cue that reports clauses more rarely than this is none; measured on press train."""
TIED_RATE: Final = 0.7
"""From here on `, police said` is believed where the parse does not tie it to the sentence before."""
PAUSES: Final = frozenset((",", "—", "–", "-", "”", '"', "’", "?", "!"))


def before(tree: Tree, cue: Cue, source: Source | None) -> Utterance | None:
    """Return the sentence before a clause like `, police said`, and what goes on after it where it was put in between."""
    if source is None or source.is_shared or not reports(tree, cue, CLAUSE, LEAST_RATE):
        return None
    sentence = tree.sentences[tree.sentence[cue.head]]
    source = _with_joined(tree, source, sentence)
    start = min(source.stretch.first, cue.head)
    comma = _comma_before(tree, start, sentence)
    left = _reported_head(tree, cue.head, start)
    if comma is None or (left is None and not reports(tree, cue, CLAUSE, TIED_RATE)) or not _is_last(tree, cue, source, sentence):
        return None
    begin = sentence.first if left is None else min(tree.left[left], start - 1)
    begin = next((token + 1 for token in range(comma - 1, begin, -1) if tree.words[token] == ";" and tree.quotation[token] == OUTSIDE), begin)
    content = _sentence_until(tree, begin, comma)
    if content is None:
        return None
    rest = _rest(tree, cue, source, left)
    return Utterance("inserted", [content, rest] if rest else [content], cue, cue.stretch, CLAUSE, source)


def around(tree: Tree, cue: Cue, source: Source) -> Utterance | None:
    """Return a sentence that a clause of saying divides before its own subject: If it rains, police said, the road will close."""
    sentence = tree.sentences[tree.sentence[cue.head]]
    start, end = min(source.stretch.first, cue.head), max(cue.stretch.stop, source.stretch.stop)
    if source.is_shared or not reports(tree, cue, CLAUSE, SURE_RATE) or tree.words[end : end + 1] != [","] or end + 1 >= sentence.stop:
        return None
    if start - 1 <= sentence.first or tree.words[start - 1] != "," or not has_verb(tree, end + 1, sentence.stop):
        return None
    first = past_dateline(tree, sentence.first)
    parts = [clipped(tree, first, start - 1), clipped(tree, end + 1, sentence.stop)]
    if tree.tokens.upos[first] in {"CCONJ", "PUNCT"} or any(tree.quotation[token] != OUTSIDE for token in range(end, end + 2)):
        return None
    return Utterance("inserted", [part for part in parts if part], cue, cue.stretch, CLAUSE, source) if all(parts) else None


def _with_joined(tree: Tree, source: Source, sentence: Stretch) -> Source:
    """Return a source with what `and` joins to it since the comma before: , a union and the board said."""
    start = source.stretch.first
    if start - 2 <= sentence.first or tree.words[start - 1] != "and":
        return source
    left = nominal(tree, sentence.first, start - 1)
    if left is None or tree.words[left.first - 1] != ",":
        return source
    return source._replace(stretch=Stretch(left.first, source.stretch.stop))


def _comma_before(tree: Tree, start: int, sentence: Stretch) -> int | None:
    """Return the comma or other pause that a clause beginning at `start` follows."""
    comma = start - 1
    while comma > sentence.first and tree.tokens.tag[comma] == "RB":
        comma -= 1
    is_pause = comma > sentence.first and tree.words[comma] in PAUSES
    return comma if is_pause and tree.words[start] not in RELATIVE else None


def _reported_head(tree: Tree, verb: int, start: int) -> int | None:
    """Return the head of the clause before a verb that the parse ties to it, in either direction."""
    left = next((kid for kid in tree.kids[verb] if kid < start and tree.base[kid] in {"ccomp", "parataxis", "advcl", "xcomp", "obj"}), None)
    above = tree.tokens.head[verb]
    if left is None and tree.base[verb] in {"parataxis", "ccomp", "advcl", "conj", "dep", "acl"} and above < start:
        return above
    return left


def _is_last(tree: Tree, cue: Cue, source: Source, sentence: Stretch) -> bool:
    """Tell whether a clause of saying ends its sentence, or stands between commas."""
    end = max(cue.stretch.stop, source.stretch.stop)
    pause = next((token for token in range(end, sentence.stop) if tree.is_punctuation(token)), sentence.stop)
    return not has_verb(tree, end, pause)


def _sentence_until(tree: Tree, first: int, comma: int) -> Stretch | None:
    """Return what stands from `first` to a comma, without a conjunction at its start, if it is a clause."""
    if first > comma or tree.words[first] == "according":
        return None
    first = past_dateline(tree, first)
    content = clipped(tree, first + (tree.tokens.upos[first] == "CCONJ"), comma + 1)
    return content if content and has_verb(tree, *content) else None


def _rest(tree: Tree, cue: Cue, source: Source, left: int | None) -> Stretch | None:
    """Return what follows a clause that was put in between, `A, police said, B`."""
    sentence = tree.sentences[tree.sentence[cue.head]]
    end = max(cue.stretch.stop, source.stretch.stop)
    if end >= sentence.stop or tree.words[end] != "," or left is None or tree.right[left] <= end or left == cue.head:
        return None
    return clipped(tree, end + 1, sentence.stop)
