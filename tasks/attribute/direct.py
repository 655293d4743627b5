"""Tie quotations to their cues: the cue after, before or inside one; what continues; what nobody says."""

from typing import Final

from tasks.attribute.cues import QUOTE, Cue
from tasks.attribute.source import Source
from tasks.attribute.sources import is_passive, source_of
from tasks.attribute.tree import OUTSIDE, Stretch, Tree
from tasks.attribute.utterance import Utterance

FARTHEST: Final = 30
"""Tokens between a quotation and its cue, with the titles and appositions of the source among them."""
LONG: Final = 10
"""Tokens from which a quotation that begins a sentence needs no comma before its speaker is named."""
SHORTEST: Final = 3
"""Words of a quotation that may stand as a statement without a cue."""
SPOKEN: Final = frozenset(("VBD", "VBZ", "VBG"))
DASHES: Final = frozenset(("—", "–", "-", "―", "--"))
ENDS: Final = frozenset((".", "!", "?", "...", "…", "—", "–"))


def cue_after(tree: Tree, quote: int, cues: list[Cue | None]) -> Cue | None:
    """Return the cue of a clause that follows a quotation: “...,” she said."""
    token = _clause_after(tree, quote, cues)
    if token is None:
        return None
    for position in range(token, min(token + FARTHEST, len(tree))):
        if tree.quotation[position] != OUTSIDE or tree.paragraph[position] != tree.paragraph[token]:
            return None
        cue = cues[position]
        if cue is not None and QUOTE in cue.entry.frames:
            return cue if _begins_clause(tree, cue, token) else None
        if tree.words[position] in {".", ";", ":", "and", "but"} and not _is_inside_source(tree, position, token):
            return None
    return None


def _clause_after(tree: Tree, quote: int, cues: list[Cue | None]) -> int | None:
    """Return where the clause of a speaker could begin after a quotation, or None where the quotation does not lead to one."""
    first, stop = tree.quotes[quote]
    token = stop + (stop < len(tree) and tree.words[stop] in {",", "—", "–", "-"})
    if token >= len(tree) or tree.paragraph[token] != tree.paragraph[stop - 1] or tree.is_punctuation(token):
        return None
    if not _is_pause(tree, stop) and not (begins_sentence(tree, first) and stop - first > LONG):
        return None
    is_next_sentence = _is_over(tree, stop) and tree.surface((token, token + 1))[0].isupper() and cues[token] is None
    return None if is_next_sentence else token


def _is_inside_source(tree: Tree, position: int, token: int) -> bool:
    """Tell whether a conjunction joins words of a title or name, not clauses."""
    after = tree.tokens.upos[position + 1] if position + 1 < len(tree) else ""
    return tree.words[position] == "and" and position > token and after not in {"VERB", "AUX", "PRON", "SCONJ"}


def _is_pause(tree: Tree, stop: int) -> bool:
    """Tell whether a quotation ends as spoken words do before their speaker is named: with a comma or another pause."""
    around = [tree.words[token] for token in range(max(stop - 2, 0), min(stop + 1, len(tree)))]
    return any(word in {",", "?", "!", "—", "–", ".", "...", "…", "]"} or word[-1:] in ".?!" for word in around)


def _is_over(tree: Tree, stop: int) -> bool:
    """Tell whether a quotation ends with a full stop, so that what follows is another sentence."""
    inside = [tree.words[token] for token in range(max(stop - 2, 0), stop)]
    return any(word == "." or (word[-1:] == "." and not word.endswith("..")) for word in inside)


def _begins_clause(tree: Tree, cue: Cue, token: int) -> bool:
    """Tell whether the clause of a cue begins at a token: with its subject, or inverted with the verb itself."""
    if cue.stretch.first == token:
        return True
    source = source_of(tree, cue.head)
    if source is not None and source.stretch.first <= token + 1 and source.stretch.stop <= cue.stretch.first:
        return True
    return not any(tree.tokens.upos[position] in {"VERB", "SCONJ", "CCONJ"} for position in range(token, cue.stretch.first))


def cue_before(tree: Tree, quote: int, cues: list[Cue | None]) -> Cue | None:
    """Return the cue of a clause that leads to a quotation: she said on Monday, “...”."""
    first = tree.quotes[quote].first
    colon = first > 0 and tree.words[first - 1] == ":"
    for position in range(first - 1, max(first - FARTHEST, 0) - 1, -1):
        if tree.quotation[position] != OUTSIDE or tree.words[position] in {".", ";"} or tree.paragraph[position] != tree.paragraph[first]:
            return None
        cue = cues[position]
        if cue is not None and cue.entry.part_of_speech == "verb" and (QUOTE in cue.entry.frames or colon) and not is_passive(tree, cue.head):
            return cue if colon or _leads(tree, cue, first) else None
    return None


def _leads(tree: Tree, cue: Cue, first: int) -> bool:
    """Tell whether nothing but adjuncts and an addressee stands between a cue and a quotation."""
    gap = range(cue.stretch.stop, first)
    if not gap:
        return True
    last = tree.words[first - 1]
    if any(tree.tokens.upos[token] in {"VERB", "AUX"} and tree.tokens.tag[token] != "VBG" for token in gap):
        return False
    return last in {",", ":", "that"} or (len(gap) <= 2 and not any(tree.base[token] == "obj" for token in gap))  # noqa: PLR2004 - told us “...”


def is_statement(tree: Tree, quote: int) -> bool:
    """Tell whether a quotation can stand as a sentence of its own, which scare quotes and quoted titles cannot."""
    first, stop = tree.quotes[quote]
    words = [token for token in range(first, stop) if not tree.is_punctuation(token)]
    if len(words) < SHORTEST or not any(tree.tokens.upos[token] in {"VERB", "AUX"} for token in words):
        return False
    return begins_sentence(tree, first) and ends_sentence(tree, stop)


def speaks_in(tree: Tree, quote: int) -> Source | None:
    """Return who acts in a sentence that goes on into a quotation of several sentences, which nobody writes who only quotes a term."""
    first, stop = tree.quotes[quote]
    inside = [token for token in range(first + SHORTEST, stop - SHORTEST) if tree.words[token] in ENDS]
    if not inside or begins_sentence(tree, first) or tree.tokens.tag[first - 1] not in SPOKEN:
        return None
    return source_of(tree, first - 1)


def begins_sentence(tree: Tree, first: int) -> bool:
    """Tell whether the writer's sentence begins with what begins here."""
    if first == 0 or tree.paragraph[first - 1] != tree.paragraph[first]:
        return True
    return tree.words[first - 1] in ENDS or tree.is_mark(first - 1) or tree.words[first - 1][-1:] in ".?!"


def ends_sentence(tree: Tree, stop: int) -> bool:
    """Tell whether the writer's sentence ends with what ends here."""
    if stop >= len(tree) or tree.paragraph[stop] != tree.paragraph[stop - 1] or tree.words[stop] in ENDS:
        return True
    inside = [tree.words[token] for token in range(max(stop - 2, 0), stop)]
    return any(word in ENDS or word[-1:] in ".?!" for word in inside)


def quoted(tree: Tree, quote: int, cue: Cue, rule: str) -> Utterance:
    """Return a quotation with its cue."""
    return Utterance(rule, [tree.quotes[quote]], cue, cue.stretch, QUOTE, source_of(tree, cue.head), [quote])


def signed(tree: Tree, quote: int) -> Source | None:
    """Return the name that is put under a quotation after a dash, in its paragraph or alone in the next one: “We won.” — Ann Lee."""
    token = tree.quotes[quote].stop
    if token + 1 >= len(tree) or tree.words[token] not in DASHES or tree.tokens.entity[token + 1] != "B-PERSON":
        return None
    stop = token + 2
    while stop < len(tree) and tree.tokens.entity[stop] == "I-PERSON":
        stop += 1
    is_over = stop >= len(tree) or tree.paragraph[stop] != tree.paragraph[token] or tree.words[stop] in {",", "."}
    return Source(Stretch(token + 1, stop), token + 1) if is_over else None


def with_tail(tree: Tree, quote: int) -> Stretch:
    """Return a quotation with the words of the writer that end its sentence: “no locked doors” where they slept."""
    first, stop = tree.quotes[quote]
    if stop >= len(tree) or tree.sentence[stop] != tree.sentence[stop - 1] or tree.tokens.upos[stop] not in {"SCONJ", "ADV"}:
        return Stretch(first, stop)
    end = tree.sentences[tree.sentence[stop]].stop
    tail = next((token for token in range(stop, end) if tree.is_punctuation(token) or tree.tokens.upos[token] == "CCONJ"), end)
    return Stretch(first, tail)
