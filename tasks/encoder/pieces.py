"""Divide words into the pieces of the encoder's vocabulary, the longest that fit from the left (WordPiece, lower case, no accents)."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

UNKNOWN: Final = "[UNK]"
FIRST: Final = "[CLS]"
LAST: Final = "[SEP]"
INSIDE: Final = "##"
"""Begins a piece that goes on with a word."""
MOST_PIECES: Final = 16
"""What a word has beyond is cut off: it is no word, and the window is narrow."""
REMEMBERED: Final = 100_000

CASES: Final = ("none", "lower", "capital", "initial", "upper", "mixed", "digits")
"""What the lower-cased pieces do not tell of a word."""

_PART = re.compile(r"[^\W_]+|.", re.DOTALL)


class WordPieces:
    """A vocabulary, and the words already looked up in it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown = self._numbers[UNKNOWN]
        self._longest = max(map(len, vocabulary))
        self._known: dict[str, tuple[int, ...]] = {}
        self.first, self.last = self._numbers[FIRST], self._numbers[LAST]

    def __call__(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the pieces of a word: one at least."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[word] = self._divided(word)
        return found

    def _divided(self, word: str) -> tuple[int, ...]:
        plain = "".join(sign for sign in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(sign) not in {"Mn", "Cc", "Cf"})
        numbers = [number for part in _PART.findall(plain) for number in self._of_part(part)]
        return tuple(numbers[:MOST_PIECES]) or (self._unknown,)

    def _of_part(self, part: str) -> list[int]:
        """Return the pieces of a run of letters and figures, or of one sign."""
        numbers, start, mark = list[int](), 0, ""
        while start < len(part) and len(numbers) < MOST_PIECES:
            for end in range(min(len(part), start + self._longest), start, -1):
                number = self._numbers.get(mark + part[start:end])
                if number is not None:
                    break
            else:
                return [self._unknown]
            numbers.append(number)
            start, mark = end, INSIDE
        return numbers


def case(word: str) -> int:
    """Return the index in `CASES` of how a word is written.

    >>> [CASES[case(word)] for word in ("said", "Ann", "A", "EU", "McCann", "G20", "—")]
    ['lower', 'capital', 'initial', 'upper', 'mixed', 'digits', 'none']
    """
    return CASES.index(_case(word))


def _case(word: str) -> str:
    if any(sign.isdigit() for sign in word):
        return "digits"
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper" if len(word) > 1 else "initial"
    if word.istitle() or (word[:1].isupper() and word[1:].islower()):
        return "capital"
    return "mixed" if any(sign.isupper() for sign in word) else "none"
