"""Find what a verb reports in the words of the writer: clauses, infinitives and objects after it, sentences before it."""

from typing import Final

from tasks.attribute.complements import Complement, complement, is_infinitive, unparsed
from tasks.attribute.cues import AS, GERUND, OBJECT, PREPOSITIONS, Cue
from tasks.attribute.extents import end_of_report
from tasks.attribute.grammar import FINITE
from tasks.attribute.inserted import around, before
from tasks.attribute.passives import passive
from tasks.attribute.readings import reports
from tasks.attribute.source import Source
from tasks.attribute.sources import can_speak, is_passive, source_of
from tasks.attribute.tree import Stretch, Tree
from tasks.attribute.utterance import Utterance, clipped

LEAST_RATE: Final = 0.6
"""A cue whose frame reports speech more rarely than this is none; measured on press train."""
MENTIONED: Final = frozenset((OBJECT, AS, GERUND, *PREPOSITIONS))
"""Frames in which things are the subject as often as speakers: the storm, the report and the mayor described it as ..."""


def reported(tree: Tree, cue: Cue) -> Utterance | None:
    """Return what a verb reports in the words of the writer, or None."""
    if is_passive(tree, cue.head):
        return passive(tree, cue)
    if _is_purpose(tree, cue.head) or _has_particle(tree, cue):
        return None
    source = source_of(tree, cue.head)
    if source is not None and (divided := around(tree, cue, source)):
        return divided
    after = complement(tree, cue)
    return _following(tree, cue, source, after) if after else before(tree, cue, source) or _following(tree, cue, source, unparsed(tree, cue))


def _following(tree: Tree, cue: Cue, source: Source | None, after: Complement | None) -> Utterance | None:
    """Return what follows a verb, if the verb reports such things and its source can speak."""
    if after is None or not reports(tree, cue, after.frame, LEAST_RATE) or (after.frame in {OBJECT, AS} and _is_nominal(tree, cue.head)):
        return None
    if source is not None and after.frame in MENTIONED and not can_speak(tree, source):
        return None
    content = clipped(tree, after.first, _end(tree, cue, source, after))
    if content is None or _is_left_over(tree, content):
        return None
    return Utterance("verb", [content], cue, cue.stretch, after.frame, source)


def _end(tree: Tree, cue: Cue, source: Source | None, after: Complement) -> int:
    """Return where a report ends, before the source at the latest where the sentence begins with the cue: Calling it late, | Lee left."""
    stop = end_of_report(tree, cue, after.first, after.frame)
    is_first = cue.head == tree.sentences[tree.sentence[cue.head]].first
    return source.stretch.first if is_first and source is not None and after.first < source.stretch.first < stop else stop


def _is_left_over(tree: Tree, content: Stretch) -> bool:
    """Tell whether a content is a single verb or pronoun: the planet they found | was cold; what was found stands before."""
    first, stop = content
    return stop - first == 1 and (tree.tokens.tag[first] in FINITE or tree.tokens.upos[first] == "PRON")


def _is_purpose(tree: Tree, verb: int) -> bool:
    """Tell whether a verb is an infinitive, which says what somebody means to do; to go on to say is to say."""
    return is_infinitive(tree, verb) and tree.tokens.lemma[tree.tokens.head[verb]] not in {"go", "continue"}


def _has_particle(tree: Tree, cue: Cue) -> bool:
    """Tell whether a particle makes another verb of a cue: called off, found out."""
    return any(tree.tokens.dep[kid] == "compound:prt" and kid >= cue.stretch.stop for kid in tree.kids[cue.head])


def _is_nominal(tree: Tree, verb: int) -> bool:
    """Tell whether a verb stands for a noun or an adjective: for discovering planets, a state-guaranteed loan, a park called Eden."""
    is_alone = not any(tree.base[kid] in {"aux", "nsubj"} for kid in tree.kids[verb] if kid < verb)
    is_participle = tree.tokens.tag[verb] == "VBN" and (is_alone or tree.words[verb - 1] == ",") and not _has_auxiliary(tree, verb)
    if is_participle or (is_alone and tree.base[verb] == "acl" and tree.tokens.tag[verb] != "VBG"):
        return True
    return tree.base[verb] in {"amod", "compound"} or any(tree.tokens.upos[kid] == "ADP" and kid < verb for kid in tree.kids[verb])


def _has_auxiliary(tree: Tree, verb: int) -> bool:
    """Tell whether a verb, or the one it is joined to, has an auxiliary: have said and called."""
    above = tree.tokens.head[verb] if tree.base[verb] == "conj" else verb
    return any(tree.base[kid] == "aux" for token in (verb, above) for kid in tree.kids[token])
