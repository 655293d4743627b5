"""Cues: the words that report speech, from a counted lexicon.

`tasks/tables/cues.csv` has a row for each way a word takes its content (its frame): a quotation, a clause, an infinitive (`to`),
an object, a person who is to act (`person`), an object and what it is called (`as`), a preposition; `addressee` marks verbs whose
object is who is told. `reports` and `others` say how often the rules, with every threshold off, met the word in that frame where
the annotators had a cue and where they had none: PolNeAR train (200 articles) once, press train three times, since only press keeps
to what was said; objects of denying, admitting, praising, condemning and accusing in press alone.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from tasks.attribute.tree import Stretch, Tree

TABLE: Final = Path(__file__).parents[1] / "tables" / "cues.csv"
QUOTE: Final = "quote"
CLAUSE: Final = "clause"
TO: Final = "to"
OBJECT: Final = "object"
GERUND: Final = "gerund"
PERSON: Final = "person"
AS: Final = "as"
ADDRESSEE: Final = "addressee"
PREPOSITIONS: Final = frozenset(("for", "of", "against", "about"))
PRIOR: Final = {QUOTE: (9, 1), CLAUSE: (4, 1), TO: (2, 1), PERSON: (3, 1), AS: (2, 1), OBJECT: (1, 1)}
"""Counts that a frame of the lexicon starts with: reports and others, as of frames seen only a few times in press train."""
JUDGING: Final = frozenset(("deny", "condemn", "praise", "admit", "accuse"))
JUDGEMENT: Final = (8, 1)
"""Who denies, condemns or praises something says so, by the guide that press was annotated by; few cases stand in it."""

_IRREGULAR: Final = {
    "say": "said",
    "tell": "told",
    "write": "wrote written",
    "find": "found",
    "think": "thought",
    "feel": "felt",
    "hold": "held",
    "speak": "spoke spoken",
    "read": "read",
    "show": "showed shown",
    "swear": "swore sworn",
    "forbid": "forbade forbidden",
    "beseech": "besought",
    "sing": "sang sung",
    "go": "went gone",
    "begin": "began begun",
    "understand": "understood",
    "shoot": "shot",
    "hit": "hit",
    "plead": "pleaded pled",
    "forecast": "forecast",
    "broadcast": "broadcast",
    "undertake": "undertook undertaken",
}
_TAGS: Final = {"verb": "V", "noun": "N", "adverb": "R"}


class Frame(NamedTuple):
    """One way a cue takes its content, and how often it then reported speech in the corpora it was counted in, or did not."""

    stance: str
    reports: int
    others: int


class Entry(NamedTuple):
    """A reporting word: its dictionary form, its particle if it has one, its part of speech and its frames."""

    lemma: str
    particle: str
    part_of_speech: str
    frames: dict[str, Frame]

    def rate(self, frame: str) -> float:
        """Return how often the word in this frame reports speech, 0 for a frame it does not have."""
        if frame not in self.frames:
            return 0.0
        stance, reports, others = self.frames[frame]
        prior, against = JUDGEMENT if frame == OBJECT and stance in JUDGING else PRIOR.get(frame, (2, 1))
        return (reports + prior) / (reports + others + prior + against)

    def stance(self, frame: str) -> str:
        """Return the stance of the word in a frame, else in its first one."""
        return self.frames.get(frame, next(iter(self.frames.values()))).stance


class Cue(NamedTuple):
    """A reporting word in a text: its tokens, the head among them, and what the lexicon knows of it."""

    stretch: Stretch
    head: int
    entry: Entry


def cues(tree: Tree) -> Iterator[Cue]:
    """Yield the words of a document that may report speech, in order."""
    known = lexicon()
    for token, word in enumerate(tree.words):
        for entry in known.get(word, ()):
            if _is_used(tree, token, entry) and (stop := _stop(tree, token, entry.particle)):
                yield Cue(Stretch(token, stop), token, entry)
                break


@cache
def lexicon() -> dict[str, tuple[Entry, ...]]:
    """Return the entries of the lexicon by each form of their first word; those with a particle come first."""
    entries: dict[tuple[str, str], dict[str, Frame]] = {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            frame = Frame(row["stance"], int(row["reports"]), int(row["others"]))
            entries.setdefault((row["lemma"], row["part_of_speech"]), {})[row["frame"]] = frame
    forms: dict[str, list[Entry]] = {}
    for (lemma, part_of_speech), frames in entries.items():
        verb, _, particle = lemma.partition(" ")
        entry = Entry(lemma, particle, part_of_speech, frames)
        for form in _forms(verb, part_of_speech):
            forms.setdefault(form, []).append(entry)
    return {form: tuple(sorted(found, key=lambda entry: not entry.particle)) for form, found in forms.items()}


def _forms(lemma: str, part_of_speech: str) -> set[str]:
    """Return the inflected forms of a word.

    >>> sorted(_forms("deny", "verb"))
    ['denied', 'denies', 'deny', 'denying']
    """
    if part_of_speech == "adverb":
        return {lemma}
    plural = re.sub(r"(?<=[^aeiou])y$", "ie", lemma) + "s"
    plural = lemma + "es" if re.search(r"(?:s|sh|ch|x)$", lemma) else plural
    if part_of_speech == "noun":
        return {lemma, plural}
    stem = lemma.removesuffix("e")
    past = set(_IRREGULAR[lemma].split()) if lemma in _IRREGULAR else {re.sub(r"(?<=[^aeiou])y$", "i", stem) + "ed"}
    forms = {lemma, plural, stem + "ing"} | past
    # Whether the last letter doubles depends on the stress, which the spelling does not show; the wrong form is no word.
    return forms | {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"} if re.search(r"[^aeiou][aeiou][gmnprtlb]$", lemma) else forms


def _is_used(tree: Tree, token: int, entry: Entry) -> bool:
    """Tell whether a token has the part of speech of an entry."""
    tag = tree.tokens.tag[token]
    if entry.part_of_speech == "verb" and tree.words[token] in {"said", "told"}:
        return True
    return tag[:1] == _TAGS[entry.part_of_speech] and not (tag[:1] == "N" and tag.startswith("NNP"))


def _stop(tree: Tree, token: int, particle: str) -> int:
    """Return where a cue ends, or 0 where its particle does not follow."""
    if not particle:
        return token + 1
    return token + 2 if tree.words[token + 1 : token + 2] == [particle] else 0
