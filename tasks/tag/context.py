"""Names that no table knows, judged by the words around them in the whole document: who speaks is a person, what is called a village is one."""

from collections import Counter, defaultdict
from typing import Final

from tasks import gazetteer
from tasks.tag.name import Name, Words

CONTEXT_CONFIDENCE: Final = 0.6
DOUBTFUL: Final = frozenset({"GPE", "NORP", "ORG", "LOC"})
PLACED: Final = frozenset({"in", "at", "from", "near", "to", "outside", "across", "around", "throughout", "into", "within", "towards", "toward"})
SAYING: Final = frozenset(
    ["say", "tell", "add", "explain", "write", "claim", "note", "argue", "ask", "reply", "describe", "insist", "think", "believe", "recall"]
)  # fmt: skip
LONGEST_PERSON: Final = 3
SETTLEMENTS: Final = frozenset({"village", "town", "city", "province", "district", "suburb", "municipality", "settlement", "country", "county"})
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})


def judge(words: Words, names: list[Name]) -> list[Name]:
    """Return names, those that no table knows with the label that the words around them speak for in the whole document."""
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in names:
        if _is_doubtful(name):
            votes[_surface(words, name)][_vote(words, name)] += 1
    told = {surface: label for surface, counts in votes.items() if (label := _winner(counts))}
    return [
        name._replace(label=told[_surface(words, name)], method="pattern", confidence=CONTEXT_CONFIDENCE)
        if _is_doubtful(name) and _surface(words, name) in told
        else name
        for name in names
    ]


def _is_doubtful(name: Name) -> bool:
    return name.method == "model" and name.label in DOUBTFUL


def _surface(words: Words, name: Name) -> tuple[str, ...]:
    return tuple(words.texts[name.first : name.last])


def _winner(counts: Counter[str]) -> str | None:
    """Return the label that is spoken for, or None when nothing speaks for another label than the model's."""
    if counts["GPE"] and not counts["PERSON"]:
        return "GPE"
    return "PERSON" if counts["PERSON"] > counts["place"] + counts["GPE"] else None


def _vote(words: Words, name: Name) -> str:
    """Return what the words around a name speak for: a label, some place, or nothing."""
    if _is_settlement(words, name):
        return "GPE"
    if name.first > 0 and words.texts[name.first - 1].lower() in PLACED:
        return "place"
    if name.first > 0 and words.texts[name.first - 1] in gazetteer.titles() and name.last - name.first <= LONGEST_PERSON:
        return "PERSON"
    if name.label == "ORG" and (name.last - name.first != 2 or words.texts[name.last - 1].isupper()):  # noqa: PLR2004 - first name and surname
        return ""
    return "PERSON" if _has_age(words, name) or (name.label != "ORG" and _speaks(words, name)) else ""


def _is_settlement(words: Words, name: Name) -> bool:
    """Tell whether an apposition calls a name a settlement or province: `Quell, a small village`."""
    after = words.texts[name.last : name.last + 5]
    if after[:1] != [","] or not {"a", "an", "the"}.intersection(after[1:2]):
        return False
    noun = next((number for number, word in enumerate(after) if word in SETTLEMENTS), None)
    return noun is not None and after[noun + 1 : noun + 2] not in (["'s"], ["council"]) and all(map(str.islower, after[1:noun]))


def _has_age(words: Words, name: Name) -> bool:
    """Tell whether an age follows: `Anna Quell, 43,`."""
    after = words.texts[name.last : name.last + 3]
    return len(after) == 3 and after[0] == "," and after[1].isdigit() and len(after[1]) == 2 and after[2] in {",", "."}  # noqa: PLR2004


def _speaks(words: Words, name: Name) -> bool:
    tokens = words.tokens
    for index in range(name.first, name.last):
        head = tokens.head[index]
        if not name.first <= head < name.last:
            return tokens.dep[index] in SUBJECTS and tokens.lemma[head] in SAYING
    return False
