"""Find what a verb reports in the words of the writer: clauses, infinitives and objects after it, sentences before it."""

from typing import Final

from tasks.attribute.complements import SURE_RATE, complement, has_verb, is_infinitive, unparsed, without_that
from tasks.attribute.cues import AS, CLAUSE, GERUND, OBJECT, PERSON, PREPOSITIONS, TO, Cue
from tasks.attribute.extents import end_of_report
from tasks.attribute.grammar import FINITE, RELATIVE
from tasks.attribute.nounphrases import nominal
from tasks.attribute.sources import Source, can_speak, is_passive, source_of, subject_of
from tasks.attribute.tree import OUTSIDE, Stretch, Tree
from tasks.attribute.utterance import Utterance, clipped, past_dateline

LEAST_RATE: Final = 0.6
"""A cue whose frame reports speech more rarely than this is none; measured on press train."""
INSERTED_RATE: Final = 0.7
"""From here on `, police said` is believed where the parse does not tie it to the sentence before."""
PAUSES: Final = frozenset((",", "—", "–", "-", "”", '"', "’", "?", "!"))
HEARSAY: Final = frozenset(["allege", "report", "say", "believe", "think", "rumor", "rumour", "claim", "estimate", "suspect", "understand"])
"""Verbs that in the passive report what nobody in particular says."""


def reported(tree: Tree, cue: Cue) -> Utterance | None:
    """Return what a verb reports in the words of the writer, or None."""
    if is_passive(tree, cue.head):
        return _passive(tree, cue)
    if _is_purpose(tree, cue.head) or _has_particle(tree, cue):
        return None
    source = source_of(tree, cue.head)
    if source is not None and (around := _around(tree, cue, source)):
        return around
    after = complement(tree, cue)
    if after is None:
        before = _before(tree, cue, source)
        if before is not None:
            return before
        after = unparsed(tree, cue)
    if after is None or cue.entry.rate(after.frame) < LEAST_RATE or (after.frame in {OBJECT, AS} and _is_nominal(tree, cue.head)):
        return None
    if after.frame in {OBJECT, AS, GERUND, *PREPOSITIONS} and source is not None and not can_speak(tree, source):
        return None
    stop = end_of_report(tree, cue, after.first, after.frame)
    if source is not None and after.first < source.stretch.first < stop and cue.head == tree.sentences[tree.sentence[cue.head]].first:
        stop = source.stretch.first
    content = clipped(tree, after.first, stop)
    if content and content.stop - content.first == 1 and (tree.tokens.tag[content.first] in FINITE or tree.tokens.upos[content.first] == "PRON"):
        return None  # The planet they found was cold: what was found stands before.
    return content and Utterance("verb", [content], cue, cue.stretch, after.frame, source, cue.entry.rate(after.frame))


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


def _before(tree: Tree, cue: Cue, source: Source | None) -> Utterance | None:
    """Return the sentence before a clause like `, police said`, and what goes on after it where it was put in between."""
    rate = cue.entry.rate(CLAUSE)
    if source is None or source.is_shared or rate < LEAST_RATE:
        return None
    sentence = tree.sentences[tree.sentence[cue.head]]
    source = _with_joined(tree, source, sentence)
    start = min(source.stretch.first, cue.head)
    comma = _comma_before(tree, start, sentence)
    left = _reported_head(tree, cue.head, start)
    if comma is None or (left is None and rate < INSERTED_RATE) or not _is_last(tree, cue, source, sentence):
        return None
    begin = sentence.first if left is None else min(tree.left[left], start - 1)
    begin = next((token + 1 for token in range(comma - 1, begin, -1) if tree.words[token] == ";" and tree.quotation[token] == OUTSIDE), begin)
    content = _sentence_until(tree, begin, comma)
    if content is None:
        return None
    rest = _rest(tree, cue, source, left)
    return Utterance("inserted", [content, rest] if rest else [content], cue, cue.stretch, CLAUSE, source, rate)


def _around(tree: Tree, cue: Cue, source: Source) -> Utterance | None:
    """Return a sentence that a clause of saying divides before its own subject: If it rains, police said, the road will close."""
    sentence = tree.sentences[tree.sentence[cue.head]]
    start, end = min(source.stretch.first, cue.head), max(cue.stretch.stop, source.stretch.stop)
    if source.is_shared or cue.entry.rate(CLAUSE) < SURE_RATE or tree.words[end : end + 1] != [","] or end + 1 >= sentence.stop:
        return None
    if start - 1 <= sentence.first or tree.words[start - 1] != "," or not has_verb(tree, end + 1, sentence.stop):
        return None
    first = past_dateline(tree, sentence.first)
    parts = [clipped(tree, first, start - 1), clipped(tree, end + 1, sentence.stop)]
    if tree.tokens.upos[first] in {"CCONJ", "PUNCT"} or any(tree.quotation[token] != OUTSIDE for token in range(end, end + 2)):
        return None
    return Utterance("inserted", [part for part in parts if part], cue, cue.stretch, CLAUSE, source, cue.entry.rate(CLAUSE)) if all(parts) else None


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


def _passive(tree: Tree, cue: Cue) -> Utterance | None:
    """Return what a verb in the passive reports: its subject and what is said of it."""
    verb, source = cue.head, source_of(tree, cue.head)
    if source is None and cue.entry.lemma not in HEARSAY:
        return None
    subject = subject_of(tree, verb)
    if subject is None and tree.base[verb] == "acl":
        return None
    before = Stretch(tree.left[subject], tree.right[subject] + 1) if subject is not None and tree.right[subject] < verb else None
    for kid in (kid for kid in tree.kids[verb] if kid > verb):
        frame = _passive_frame(tree, kid)
        if frame and {frame, PERSON, CLAUSE} & set(cue.entry.frames):
            first, stop = without_that(tree, tree.left[kid]), tree.right[kid] + 1
            if source is not None and first < source.stretch.first < stop:
                stop = source.stretch.first - 1
            is_relative = before is not None and tree.words[before.first] in RELATIVE
            content = clipped(tree, first + (is_relative and frame == AS), stop)
            parts = [before] if before and frame != CLAUSE and not is_relative else []
            return content and Utterance("passive", [*parts, content], cue, cue.stretch, frame, source, 0.5)
    if source is not None and before is not None and cue.entry.rate(OBJECT) >= LEAST_RATE:
        return Utterance("passive", [before], cue, cue.stretch, OBJECT, source, cue.entry.rate(OBJECT) * 0.8)
    return None


def _passive_frame(tree: Tree, kid: int) -> str:
    if tree.base[kid] in {"xcomp", "advcl"} and is_infinitive(tree, kid):
        return TO
    if tree.base[kid] == "ccomp":
        return CLAUSE
    return AS if tree.words[tree.left[kid]] == "as" else ""
