"""Find reports that no verb carries: according to a source, adverbs like allegedly, nouns like the claim that, headlines with a colon."""

from collections.abc import Iterator
from typing import Final

from tasks.attribute.cues import CLAUSE, TO, Cue
from tasks.attribute.grammar import FINITE
from tasks.attribute.nounphrases import phrase, trimmed
from tasks.attribute.readings import reports
from tasks.attribute.source import Source
from tasks.attribute.sources import subject_of
from tasks.attribute.tree import OUTSIDE, Stretch, Tree
from tasks.attribute.utterance import Utterance, clipped, past_dateline

AFTERTHOUGHTS: Final = (["which"], ["who"], ["where"], ["while"], ["and"], ["but"], ["as"], ["with"])
"""How a clause begins that follows `according to` and is the writer's own."""
LINKING: Final = frozenset(("of", "for"))
"""How a noun of saying brings what it reports: her claims of fraud, their demands for a vote."""
LEAST_NOUN_RATE: Final = 0.3


def according(tree: Tree, token: int) -> Utterance | None:
    """Return what is said according to a source, where `according to` or `per` begins at a token."""
    sentence = tree.sentences[tree.sentence[token]]
    if tree.words[token] == "according" and tree.words[token + 1 : token + 2] == ["to"]:
        cue = Stretch(token, token + 2)
    elif _is_per(tree, token, sentence):
        cue = Stretch(token, token + 1)
    else:
        return None
    stop = _named_until(tree, cue, sentence)
    if stop == cue.stop:
        return None
    source = Source(trimmed(tree, cue.stop, stop), _head(tree, cue.stop, stop))
    content = _around(tree, cue.first, stop, sentence)
    return Utterance("according", content, None, cue, "according", source) if content else None


def _is_per(tree: Tree, token: int, sentence: Stretch) -> bool:
    """Tell whether `per` names a source here, not a rate: at the start of a sentence, or before a name or an article."""
    after = token + 1
    if tree.words[token] != "per" or after >= sentence.stop:
        return False
    return token == sentence.first or (tree.tokens.upos[after] in {"PROPN", "DET"} and tree.tokens.upos[token - 1] != "NUM")


def _named_until(tree: Tree, cue: Stretch, sentence: Stretch) -> int:
    """Return where the phrase after a preposition ends: at a comma, an apposition passed over, or before a verb."""
    for token in range(cue.stop, sentence.stop):
        if tree.words[token] == "," and not _is_in_date(tree, token):
            return _past_apposition(tree, token, sentence) if cue.first == sentence.first else token
        if tree.words[token] in {";", ":", "—", "–", ".", "?", "!"} or tree.tokens.tag[token] in FINITE:
            return token if tree.is_punctuation(token) else _before_subject(tree, token, cue.stop)
    return sentence.stop


def _is_in_date(tree: Tree, comma: int) -> bool:
    """Tell whether a comma stands in a date: March 14, 2031."""
    return tree.tokens.entity[comma] == "I-DATE" and tree.words[comma + 1 : comma + 2] != [] and tree.words[comma + 1].isdigit()


def _before_subject(tree: Tree, verb: int, first: int) -> int:
    """Return where the subject of a verb begins, or the verb itself when it has none after `first`."""
    subject = subject_of(tree, verb)
    if subject is None and tree.base[verb] == "aux":
        subject = subject_of(tree, tree.tokens.head[verb])
    return tree.left[subject] if subject is not None and first < tree.left[subject] < verb else verb


def _past_apposition(tree: Tree, comma: int, sentence: Stretch) -> int:
    """Return the comma that ends an apposition begun at a comma, or the comma itself where a clause follows it."""
    stop = next((token for token in range(comma + 1, sentence.stop) if tree.words[token] == ","), comma)
    inside = range(comma + 1, stop)
    if not inside or tree.words[stop + 1 : stop + 2] in (["such"], ["including"], ["who"], ["which"]):
        return comma
    if tree.words[comma + 1] in {"who", "which"} or all(tree.tokens.upos[token] == "PROPN" for token in inside):
        return stop
    if any(tree.tokens.tag[token] in FINITE for token in inside):
        return comma
    return stop if any(tree.base[token] == "appos" and tree.tokens.head[token] < comma for token in inside) else comma


def _head(tree: Tree, first: int, stop: int) -> int:
    """Return the token of a stretch that the others hang on."""
    return next((token for token in range(first, stop) if not first <= tree.tokens.head[token] < stop or tree.tokens.head[token] == token), first)


def _around(tree: Tree, first: int, stop: int, sentence: Stretch) -> list[Stretch]:
    """Return the clause that a phrase from `first` to `stop` goes with: before it, after it, or both."""
    begin = next((token + 1 for token in range(first - 1, sentence.first - 1, -1) if tree.words[token] == ";"), sentence.first)
    begin = past_dateline(tree, begin)
    end = next((token for token in range(stop, sentence.stop) if tree.words[token] == ";"), sentence.stop)
    joint = first - 1 - (tree.words[first - 1] == ",")
    is_joined = first > begin and tree.tokens.upos[joint] in {"CCONJ", "SCONJ"}
    before = None if is_joined else clipped(tree, begin + (tree.tokens.upos[begin] == "CCONJ"), first)
    if before and (tree.words[stop : stop + 1] != [","] or tree.words[stop + 1 : stop + 2] in AFTERTHOUGHTS):
        return [before]
    after = clipped(tree, stop, end)
    has_verb = after is not None and any(tree.tokens.upos[token] in {"VERB", "AUX"} for token in range(*after))
    return [part for part in (before, after if has_verb else None) if part]


def hearsay(tree: Tree, cue: Cue) -> Utterance:
    """Return the clause that an adverb like allegedly reports of nobody in particular."""
    sentence = tree.sentences[tree.sentence[cue.head]]
    parts = [clipped(tree, sentence.first, cue.stretch.first), clipped(tree, cue.stretch.stop, sentence.stop)]
    return Utterance("hearsay", [part for part in parts if part], cue, cue.stretch, "adverb")


def noun(tree: Tree, cue: Cue) -> Utterance | None:
    """Return the clause or infinitive that a noun of saying reports: Russia’s claim that ..., calls to ..."""
    head = cue.head
    holder = _holder(tree, head)
    for kid in tree.kids[head]:
        linking = tree.words[tree.left[kid]]
        is_linked = linking in LINKING and linking in cue.entry.frames and tree.base[kid] == "nmod"
        if kid > head and holder and holder.head < head and is_linked:
            content = clipped(tree, tree.left[kid] + 1, tree.right[kid] + 1)
            return content and Utterance("noun", [content], cue, cue.stretch, linking, holder)
        if kid <= head or tree.base[kid] not in {"acl", "ccomp", "advcl", "xcomp"} or tree.tokens.dep[kid] == "acl:relcl":
            continue
        opening = tree.words[tree.left[kid]]
        frame = CLAUSE if opening == "that" else TO if opening == "to" else ""
        if not frame or not reports(tree, cue, frame, LEAST_NOUN_RATE):
            continue
        content = clipped(tree, tree.left[kid] + (frame == CLAUSE), tree.right[kid] + 1)
        if content:
            return Utterance("noun", [content], cue, cue.stretch, frame, holder)
    return None


def _holder(tree: Tree, noun: int) -> Source | None:
    """Return whose statement a noun is: the possessor, the author after by, or the subject of the verb it is the object of."""
    for kid in tree.kids[noun]:
        if tree.tokens.dep[kid] == "nmod:poss" or (tree.base[kid] in {"nmod", "obl"} and tree.words[tree.left[kid]] in {"by", "from"}):
            found = phrase(tree, kid, tree.left[kid] if tree.words[tree.left[kid]] in {"by", "from"} else noun)
            return Source(found, kid)
    verb = tree.tokens.head[noun]
    if tree.base[noun] == "obj":
        for kid in tree.kids[verb]:
            if tree.tokens.dep[kid] == "nsubj" and kid < verb:
                return Source(phrase(tree, kid, verb), kid)
    return None


def headlines(tree: Tree) -> Iterator[Utterance]:
    """Yield what headlines report with a colon: Minister: no new taxes."""
    for paragraph, kind in zip(tree.paragraphs, tree.paragraph_kinds, strict=True):
        if kind != "title":
            continue
        for token in range(paragraph.first + 1, min(paragraph.first + 6, paragraph.stop - 2)):
            if tree.words[token] == ":" and tree.quotation[token] == OUTSIDE and tree.tokens.upos[token - 1] in {"PROPN", "NOUN"}:
                content = clipped(tree, token + 1, paragraph.stop)
                has_verb = content and any(tree.tokens.upos[position] in {"VERB", "AUX"} for position in range(*content))
                if content and has_verb:
                    source = Source(trimmed(tree, paragraph.first, token), token - 1)
                    yield Utterance("headline", [content], None, None, "headline", source)
                break
