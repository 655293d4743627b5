"""Find what follows a reporting verb and is reported by it: a clause, an infinitive, an object, what a preposition brings."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from tasks.attribute.circumstances import past_circumstances
from tasks.attribute.cues import ADDRESSEE, AS, CLAUSE, GERUND, OBJECT, PERSON, PREPOSITIONS, TO, Cue, Frame
from tasks.attribute.grammar import FINITE, TIMES
from tasks.attribute.readings import reports
from tasks.attribute.sources import subject_of
from tasks.attribute.tree import Tree

SURE_RATE: Final = 0.85
"""From here on a cue is believed where the parse shows no clause that it reports; measured on press train."""
REACH: Final = 12
"""Tokens after a verb among which its preposition is looked for."""
ASKING: Final = frozenset(("if", "whether", "how", "why"))
"""How a question begins that is not put in direct speech."""
AGAINST: Final = "against"
"""The preposition that belongs to what is reported: she spoke | against the plan."""
CLAUSAL: Final = frozenset(("ccomp", "parataxis", "csubj"))


class Complement(NamedTuple):
    """What a verb reports: where it starts, and the frame it stands in."""

    first: int
    frame: str


def complement(tree: Tree, cue: Cue) -> Complement | None:
    """Return what a verb reports after it, by the word `that`, by the parse, or None."""
    found = _stated(tree, cue) or _parsed(tree, cue) or _prepositional(tree, cue)
    if found is None:
        return None
    first = max(found.first, cue.stretch.stop)
    return Complement(past_circumstances(tree, first) if found.frame == CLAUSE else first, found.frame)


def unparsed(tree: Tree, cue: Cue) -> Complement | None:
    """Return what follows a verb of saying and its adjuncts where the parser saw no clause, if there is a finite verb in it."""
    if not reports(tree, cue, CLAUSE, SURE_RATE):
        return None
    stop = tree.sentences[tree.sentence[cue.head]].stop
    first = _past_adjuncts(tree, cue, stop)
    if first < stop and tree.words[first] in ASKING and has_verb(tree, first, stop):
        return Complement(first, CLAUSE)
    if first >= stop or tree.tokens.upos[first] in {"PUNCT", "CCONJ", "ADP", "VERB", "SCONJ"} or not has_verb(tree, first, stop):
        return None
    return Complement(without_that(tree, first), CLAUSE)


def _past_adjuncts(tree: Tree, cue: Cue, stop: int) -> int:
    """Return where adverbs, an addressee and a place or time after a verb end: said later at the court, | ..."""
    first = cue.stretch.stop
    while first < stop and tree.tokens.upos[first] == "ADV" and tree.base[first] == "advmod":
        first += 1
    is_preposition = first < stop and tree.tokens.upos[first] == "ADP"
    if first >= stop or not (is_preposition or ADDRESSEE in cue.entry.frames):
        return first
    mark = next((token for token in range(first, min(first + 10, stop)) if tree.words[token] in {"that", ","}), None)
    if mark is not None:
        return mark + 1
    return max(first, tree.right[tree.tokens.head[first]]) + 1 if is_preposition else first + 1


def is_infinitive(tree: Tree, token: int) -> bool:
    """Tell whether a verb is an infinitive with `to`."""
    return any(tree.words[kid] == "to" and tree.base[kid] == "mark" for kid in tree.kids[token] if kid < token)


def without_that(tree: Tree, first: int) -> int:
    """Return where a clause begins without the word `that` that joins it to its verb."""
    is_joining = tree.words[first] == "that" and tree.tokens.tag[first] in {"IN", "DT", "WDT"} and tree.base[first] in {"mark", "det", "nsubj"}
    return first + 1 if is_joining else first


def has_verb(tree: Tree, first: int, stop: int) -> bool:
    """Tell whether there is a finite verb in a stretch of tokens."""
    return any(tree.tokens.tag[token] in FINITE for token in range(first, stop))


def _stated(tree: Tree, cue: Cue) -> Complement | None:
    """Return the clause that the word `that` begins after a verb of saying and perhaps a date, whatever the parser made of it."""
    first, stop = cue.stretch.stop, tree.sentences[tree.sentence[cue.head]].stop
    while first < stop and (_is_time(tree, first) or tree.words[first] == "on" or tree.tokens.upos[first] == "ADV"):
        first += 1
    if tree.words[first : first + 1] == ["in"] and tree.words[first + 3 : first + 4] == ["that"]:
        first += 3  # In a statement that ...
    if not reports(tree, cue, CLAUSE, SURE_RATE) or first + 1 >= stop or tree.words[first] != "that":
        return None
    first += 1 + (tree.words[first + 1] == ",")
    return Complement(first, CLAUSE) if has_verb(tree, first, stop) else None


def _is_time(tree: Tree, token: int) -> bool:
    return tree.words[token] in TIMES or tree.tokens.entity[token].endswith("-DATE")


def _parsed(tree: Tree, cue: Cue) -> Complement | None:
    """Return what the parse hangs on a verb after it: the first dependent that fits one of its frames."""
    taken: int | None = None
    for kid in tree.kids[cue.head]:
        base = tree.base[kid]
        is_time = tree.words[kid] in TIMES and base in {"iobj", "obj", "obl", "nmod"}
        if kid < cue.stretch.stop or is_time or base in {"punct", "nsubj", "aux", "compound"}:
            continue
        found = _fitting(tree, cue, kid, taken)
        if found is not None:
            return found
        if taken is None and base in {"obj", "iobj", "ccomp"}:
            taken = kid
    return _object(tree, cue, taken)


def _prepositional(tree: Tree, cue: Cue) -> Complement | None:
    """Return the object and what a preposition says of it where the parse shows neither: described | the raid as a crime."""
    first, stop = cue.stretch.stop, min(cue.stretch.stop + REACH, tree.sentences[tree.sentence[cue.head]].stop)
    if first >= stop or tree.tokens.upos[first] not in {"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"}:
        return None
    for token in range(first, stop):
        if tree.is_punctuation(token) or tree.tokens.tag[token] in FINITE:
            return None
        if tree.words[token] in cue.entry.frames and tree.words[token] in {AS, *PREPOSITIONS} and token > first:
            return Complement(first, tree.words[token])
    return None


def _fitting(tree: Tree, cue: Cue, kid: int, taken: int | None) -> Complement | None:
    """Return what a dependent of a verb begins, if the verb has a frame for it; `taken` is the object before it."""
    base, frames = tree.base[kid], cue.entry.frames
    if base in CLAUSAL | {"advcl"} and tree.tokens.tag[kid] == "VBG" and GERUND in frames and tree.left[kid] == cue.stretch.stop:
        return Complement(tree.left[kid] + (tree.words[tree.left[kid]] == "to"), GERUND)
    if base in CLAUSAL and CLAUSE in frames:
        return None if taken is not None and _is_beyond(tree, cue, kid, taken) else _clause(tree, cue, kid, taken)
    if (base == "xcomp" or (base in {"advcl", "acl"} and is_infinitive(tree, kid))) and (found := _infinitive(tree, kid, taken, frames)):
        return found
    return _attached(tree, cue, kid, taken)


def _attached(tree: Tree, cue: Cue, kid: int, taken: int | None) -> Complement | None:
    """Return what a preposition or `as` brings, with the object before it."""
    base, frames = tree.base[kid], cue.entry.frames
    start = tree.left[kid] if taken is None else tree.left[taken]
    if base in {"obl", "nmod", "advcl"}:
        case = tree.words[tree.left[kid]]
        if case in PREPOSITIONS and case in frames:
            return Complement(start + (taken is None and case != AGAINST), case)
        return Complement(start, AS) if case == "as" and AS in frames and taken is not None else None
    if base in {"obj", "iobj", "ccomp"} and taken is None:
        # Parsers hang `of fraud` in `accused him of fraud` on the person.
        inner = next((tree.words[tree.left[grandkid]] for grandkid in tree.kids[kid] if grandkid > kid), "")
        return Complement(tree.left[kid], inner) if inner in frames and (inner in PREPOSITIONS or inner == AS) else None
    return None


def _is_beyond(tree: Tree, cue: Cue, kid: int, taken: int) -> bool:
    """Tell whether a clause stands away from the object that is reported: deplored the delay after the pumps had failed."""
    if OBJECT not in cue.entry.frames or ADDRESSEE in cue.entry.frames:
        return False
    first = tree.left[kid]
    return first > tree.right[taken] + 1 and tree.words[first] not in {"that", "whether", "if", "how", "why", "“", '"'}


def _clause(tree: Tree, cue: Cue, kid: int, taken: int | None) -> Complement:
    """Return the clause that a dependent heads, with a first word that the parser took for an object of the verb."""
    first = tree.left[kid]
    if taken is not None and ADDRESSEE not in cue.entry.frames and all(map(tree.is_punctuation, range(tree.right[taken] + 1, first))):
        first = tree.left[taken]
    return Complement(without_that(tree, _filled(tree, cue, taken, max(first, cue.stretch.stop))), CLAUSE)


def _filled(tree: Tree, cue: Cue, taken: int | None, first: int) -> int:
    """Return where a clause really begins whose first words the parser hung elsewhere."""
    start = tree.right[taken] + 1 if taken is not None and ADDRESSEE in cue.entry.frames else cue.stretch.stop
    if start >= first or (taken is None and ADDRESSEE in cue.entry.frames) or subject_of(tree, cue.head) in range(start, first):
        return first
    gap = range(start, first)
    is_adjunct = any(tree.words[token] in TIMES or tree.is_mark(token) or tree.words[token] in {"that", ":"} for token in gap)
    return first if is_adjunct or tree.tokens.upos[start] in {"ADP", "ADV", "PART", "SCONJ", "PUNCT"} else start


def _infinitive(tree: Tree, kid: int, taken: int | None, frames: Mapping[str, Frame]) -> Complement | None:
    """Return the infinitive a verb reports, with the person who is to act where the verb takes one; or a predicate after call."""
    start = tree.left[kid] if taken is None else tree.left[taken]
    if tree.tokens.tag[kid] == "VBG" and GERUND in frames and taken is None:
        return Complement(tree.left[kid], GERUND)
    if is_infinitive(tree, kid):
        frame = PERSON if PERSON in frames and taken is not None else TO
        if frame not in frames:
            return None
        return Complement(tree.left[kid] if ADDRESSEE in frames else start, frame)
    if AS in frames and (taken is not None or tree.kids[kid]):
        return Complement(start, AS)
    return Complement(tree.left[kid], OBJECT) if tree.tokens.tag[kid] == "VBG" and OBJECT in frames else None


def _object(tree: Tree, cue: Cue, taken: int | None) -> Complement | None:
    """Return the object a verb reports; that of a verb of saying is the beginning of a clause the parser lost."""
    if taken is None or tree.tokens.upos[taken] == "PRON":
        return None
    frames = cue.entry.frames
    if AS in frames and cue.entry.lemma == "call":
        return Complement(tree.left[taken], AS)
    if OBJECT in frames and ADDRESSEE not in frames:
        return Complement(tree.left[taken], OBJECT)
    return None
