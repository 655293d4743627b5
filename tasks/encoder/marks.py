"""Sentences without a letter or figure, such as a rule of asterisks: there is nothing to read in them, and they may be endless."""

import unicodedata
from collections.abc import Iterable, Sequence

from tasks.reader import Word


def is_marks(surfaces: Iterable[str]) -> bool:
    """Tell whether words are signs only.

    >>> is_marks(["*", "—", "“"]), is_marks(["*", "Ann"])
    (True, False)
    """
    return not any(sign.isalnum() for surface in surfaces for sign in surface)


def read(tokens: Sequence[tuple[int, int, str]]) -> list[Word]:
    """Return signs as words that all hang on the first.

    >>> [(word.upos, word.head, word.dep) for word in read([(0, 1, "*"), (1, 2, "€")])]
    [('PUNCT', 0, 'root'), ('SYM', 0, 'punct')]
    """
    return [Word(start, end, surface, *_kind(surface), 0, "punct" if number else "root", "O") for number, (start, end, surface) in enumerate(tokens)]


def _kind(surface: str) -> tuple[str, str]:
    is_punctuation = all(unicodedata.category(sign).startswith("P") for sign in surface)
    return ("PUNCT", ":") if is_punctuation else ("SYM", "SYM")
