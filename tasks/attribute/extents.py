"""Find where what a verb reports ends: with its clause, or before another act of the same or another speaker."""

from typing import Final

from tasks.attribute.complements import SURE_RATE, has_verb
from tasks.attribute.cues import CLAUSE, OBJECT, PERSON, TO, Cue, lexicon
from tasks.attribute.grammar import FINITE, NOMINAL
from tasks.attribute.sources import subject_of
from tasks.attribute.tree import OUTSIDE, Tree

PARTICIPLES: Final = frozenset(
    (
        *("saying", "claiming", "adding", "citing", "calling", "noting", "stating", "insisting", "arguing", "explaining", "warning", "urging"),
        *("suggesting", "writing", "telling", "accusing", "describing", "recommending", "implying", "pointing", "stressing", "emphasizing"),
    )
)
"""How another report of the same speaker begins after a comma."""
PREDICATES: Final = frozenset(("DET", "ADJ", "NOUN", "VERB", "PROPN"))
CLIMBED: Final = 4
"""Heads to climb from the word after `as` to the one that it leads to."""
LATER: Final = frozenset(["after", "before", "during", "following", "amid", "when", "while", "as", "since", "until", "ahead"])
"""How a circumstance begins that belongs to the act of condemning or announcing, not to what is condemned or announced."""


def end_of_report(tree: Tree, cue: Cue, first: int, frame: str) -> int:
    """Return where what a verb reports ends: with its clause, or before another act of the same or another speaker."""
    verb = cue.head
    stop = max(tree.right[verb] + 1, first + 1)
    if frame == CLAUSE or (frame == OBJECT and _is_cut_short(tree, cue, first, stop)):
        stop = _extended(tree, cue, first, stop)
    for kid in tree.kids[verb]:
        if tree.left[kid] > first and _is_apart(tree, cue, kid, frame):
            stop = min(stop, tree.left[kid])
    for token in range(first + 1, stop):
        if tree.quotation[token] == OUTSIDE and _is_beyond(tree, cue, token, stop=stop, frame=frame):
            return token
    if frame == OBJECT:
        stop = _with_predicate(tree, stop)
    while stop - 1 > first and tree.tokens.upos[stop - 1] == "CCONJ":
        stop -= 1
    return stop


def _with_predicate(tree: Tree, stop: int) -> int:
    """Return where an object ends with what `as` says of it: lists the ship | as lost."""
    if tree.words[stop : stop + 1] != ["as"] or stop + 1 >= len(tree) or tree.tokens.upos[stop + 1] not in PREDICATES:
        return stop
    top = stop + 1
    for _ in range(CLIMBED):
        top = max(top, tree.tokens.head[top])
    return max(stop, tree.right[top] + 1)


def _is_cut_short(tree: Tree, cue: Cue, first: int, stop: int) -> bool:
    """Tell whether what looks like an object is the subject of a clause: the parser hung its verb elsewhere."""
    if cue.entry.rate(CLAUSE) < SURE_RATE or has_verb(tree, first, stop):
        return False
    end = tree.sentences[tree.sentence[cue.head]].stop
    while stop < end and tree.tokens.upos[stop] == "ADV":
        stop += 1
    return stop < end and tree.tokens.tag[stop] in FINITE


def _extended(tree: Tree, cue: Cue, first: int, stop: int) -> int:
    """Return where a clause ends that the parser broke off before its verb, or in the middle of a phrase."""
    end = tree.sentences[tree.sentence[cue.head]].stop
    if stop >= end or tree.quotation[min(stop, len(tree) - 1)] != OUTSIDE:
        return stop
    if not has_verb(tree, first, stop) or tree.base[cue.head] == "root":
        return end
    is_main = tree.base[cue.head] in {"root", "conj", "parataxis"}
    if is_main and not tree.is_punctuation(stop) and tree.tokens.upos[stop] != "CCONJ":
        return next((token for token in range(stop, end) if tree.is_punctuation(token)), end)
    if is_main and tree.words[stop] == "," and tree.tokens.upos[min(stop + 1, end - 1)] != "CCONJ":
        return end
    return stop


def _is_apart(tree: Tree, cue: Cue, kid: int, frame: str) -> bool:
    """Tell whether a dependent of a cue is another act, or a circumstance of this one, and no part of what is reported."""
    if tree.base[kid] == "conj":
        if tree.tokens.upos[kid] not in {"VERB", "AUX"}:
            return False
        has_subject = any(tree.base[grandkid] == "nsubj" for grandkid in tree.kids[kid])
        return not has_subject and _is_of_same_tense(tree, kid, cue.head)
    return frame == OBJECT and tree.words[tree.left[kid]] in LATER and tree.base[kid] in {"obl", "advcl", "nmod"}


def _opens_quotation(tree: Tree, verb: int) -> bool:
    """Tell whether a quotation follows a verb: and wrote “...”."""
    return any(tree.quotation[token] != OUTSIDE for token in range(verb + 1, min(verb + 3, len(tree))))


def _is_of_same_tense(tree: Tree, verb: int, other: int) -> bool:
    """Tell whether a verb could share the subject of another one: said it and left, but not said it and would leave, or said it and is left."""
    if any(tree.tokens.tag[kid] == "MD" or tree.tokens.dep[kid] == "aux:pass" for kid in tree.kids[verb]):
        return False
    return tree.tokens.tag[verb] == tree.tokens.tag[other] or tree.tokens.tag[verb] not in FINITE


def _is_beyond(tree: Tree, cue: Cue, token: int, *, stop: int, frame: str) -> bool:
    """Tell whether another act, an aside of the writer, or what the speaker did besides begins at a token."""
    if _begins_another(tree, token, stop) or _acts_besides(tree, cue, token):
        return True
    if frame == CLAUSE:
        return tree.words[token] in {";", "despite"} or _objects(tree, token, stop)
    if frame == OBJECT and tree.words[token] in {"after", "before"} and tree.base[token] == "mark":
        return True
    return _begins_aside(tree, token, stop)


def _objects(tree: Tree, token: int, stop: int) -> bool:
    """Tell whether the writer objects to what was said, with a subject of his own: ..., | but the post remained vacant."""
    is_joined = tree.words[token] == "but" and tree.words[token - 1] == ","
    return is_joined and token + 1 < stop and tree.tokens.upos[token + 1] in NOMINAL - {"NUM", "SYM", "X"}


def _acts_besides(tree: Tree, cue: Cue, token: int) -> bool:
    """Tell whether the speaker’s next act begins after a comma: said it was late, | and left."""
    after = token + 1
    if tree.words[token - 1] != "," or tree.words[token] not in {"and", "but"} or after >= len(tree):
        return False
    return tree.tokens.tag[after] == "VBD" == tree.tokens.tag[cue.head]


def _begins_another(tree: Tree, token: int, stop: int) -> bool:
    """Tell whether another act of saying begins here: `, claiming`, `and urged`, `, but police said`, `; she added`."""
    word, after = tree.words[token], token + 1
    if (word == "," or word in {"while", "and", "but"}) and _begins_participle(tree, after):
        return True
    if tree.is_mark(token - 1) and tree.words[token - 2] == "," and _begins_participle(tree, token):
        return True
    if (
        tree.tokens.upos[token] == "CCONJ"
        and after < stop
        and tree.tokens.tag[after] == "VBD"
        and (_is_sure(tree, after) or _opens_quotation(tree, after))
    ):
        return True
    if word == ";" or (tree.words[token - 1] == "," and word in {"and", "but", "while", "though", "although"}):
        cue = next((position for position in range(after, min(after + 12, stop)) if _is_sure(tree, position)), None)
        subject = subject_of(tree, cue) if cue is not None else None
        return subject is not None and after <= tree.left[subject] <= after + 1
    return False


def _begins_participle(tree: Tree, token: int) -> bool:
    """Tell whether a participle of saying begins here, after a comma: it reports another thing of the same speaker."""
    while token < len(tree) and tree.words[token] in {"while", "further", "also", "and", "but", "not", "only"}:
        token += 1
    return token < len(tree) and tree.words[token] in PARTICIPLES


def _begins_aside(tree: Tree, token: int, stop: int) -> bool:
    """Tell whether a comma begins a clause that says more of an object than was said."""
    after = token + 1
    return (
        tree.words[token] == ","
        and after < stop
        and (tree.words[after] in {"which", "who", "whose", "where", "while", "as", "such"} or tree.tokens.tag[after] == "VBG")
    )


def _is_sure(tree: Tree, token: int) -> bool:
    """Tell whether a word is a finite verb that mostly reports what somebody said."""
    if tree.tokens.tag[token] not in FINITE:
        return False
    return any(
        entry.part_of_speech == "verb" and max(entry.rate(CLAUSE), entry.rate(PERSON), entry.rate(TO)) >= SURE_RATE
        for entry in lexicon().get(tree.words[token], ())
    )
