"""What a document says about the gender of the persons it names: titles, roles, first names, pronouns."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from tasks import gazetteer
from tasks.article import Mention, Tokens

PRONOUNS: Final = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
    "herself": "female",
}
ROLES: Final = {
    "spokesman": "male", "spokeswoman": "female", "chairman": "male", "chairwoman": "female", "businessman": "male", "businesswoman": "female",
    "congressman": "male", "congresswoman": "female", "policeman": "male", "policewoman": "female", "actor": "male", "actress": "female",
    "husband": "male", "wife": "female", "father": "male", "mother": "female", "brother": "male", "sister": "female", "son": "male",
    "daughter": "female", "king": "male", "queen": "female", "prince": "male", "princess": "female", "widow": "female",
}  # fmt: skip
WITHIN: Final = 3
"""Words between a role and the name it stands beside."""


def beside(text: str, tokens: Tokens, first: int, last: int) -> str | None:
    """Return the gender that a title before a name, or a role before or after it, tells."""
    titles = gazetteer.titles()
    for index in range(first - 1, max(-1, first - 1 - WITHIN), -1):
        word = text[tokens.start[index] : tokens.end[index]].lower()
        if found := titles.get(word) or ROLES.get(word):
            return found
        if not word.isalpha() and word not in titles:
            break
    return _apposition(text, tokens, last)


def _apposition(text: str, tokens: Tokens, last: int) -> str | None:
    """Return the gender of a role in an apposition: `, a spokeswoman for`."""
    words = [text[tokens.start[index] : tokens.end[index]].lower() for index in range(last, min(len(tokens), last + 2 + WITHIN))]
    if not words or words[0] != ",":
        return None
    for word in words[1:]:
        if word in ROLES or not (word.isalpha() or word == "-"):
            return ROLES.get(word)
    return None


def first_name(names: Sequence[str]) -> str | None:
    """Return the gender that the first word of a full name tells.

    >>> first_name(["Quell", "Anna Quell"])
    'female'
    """
    known = gazetteer.first_names()
    for name in names:
        words = name.split()
        if len(words) > 1 and words[0] in known:
            return known[words[0]]
    return None


def votes(text: str, tokens: Tokens, persons: Sequence[Mention]) -> dict[str, Counter[str]]:
    """Return for each person how often the next pronoun that follows a name of theirs is of a gender."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    number, current = 0, None
    for start, end in zip(tokens.start, tokens.end, strict=True):
        while number < len(persons) and persons[number].start <= start:
            current = persons[number].entity_id
            number += 1
        if current and end - start <= len("himself") and (gender := PRONOUNS.get(text[start:end].lower())):
            counts[current][gender] += 1
            current = None
    return counts


def decide(sure: str | None, named: str | None, voted: Counter[str]) -> str | None:
    """Return the gender of a person: of a title or role, else of the first name, else of a clear majority of pronouns."""
    if sure or named:
        return sure or named
    (winner, most), total = (voted.most_common(1) or [("", 0)])[0], sum(voted.values())
    return winner if most and 3 * most >= 2 * total else None
