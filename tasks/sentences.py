"""Find the sentences of a paragraph by its punctuation.

Time is linear in the length of the text: every pattern either matches possessively or looks at a few characters only.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tasks.paragraphs import Span

LONGEST_WORD: Final = 24
"""Characters looked at before a full stop."""
AHEAD: Final = 80
"""Characters looked at after it."""

_WORDS: Final = json.loads((Path(__file__).parent / "tables" / "sentences.json").read_text("utf-8"))
TITLES: Final = frozenset(_WORDS["titles"])
"""Abbreviations with a word of their own behind them: no sentence ends here, whatever follows."""
NUMBERED: Final = frozenset(_WORDS["numbered"])
"""Abbreviations only where a number follows; many are words too."""
ENDINGS: Final = frozenset(_WORDS["endings"])
"""Abbreviations that may end a sentence: it ends where the next word is one that starts sentences."""
STARTERS: Final = frozenset(_WORDS["starters"])
"""Words that, capitalised after an abbreviation, show that a sentence begins."""
SIGNS: Final = "#@$£€¥%&~"
"""What a sentence may begin with besides letters, figures, quotation marks and brackets; a smiley belongs to the one before."""

_STOP = re.compile(r"(?<![.!?…])(?P<marks>[.!?…]++|[。！？؟।])(?P<closers>(?:[\"'”’»)\]}]|\s?\[\d{1,3}\])*+)(?P<gap>\s*+)")
_WORD = re.compile(r"[^\W_](?:[\w&/]|[.'’-](?=\w))*$")
_OPENERS = re.compile(r"[\s\"'“‘«(\[{*•–—-]*")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})")
_QUOTE = re.compile(r"[\"'”’»]")
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w.’'-]*\s|(?:the|a|an|of|and|de|al|bin|van|von)\s){1,6}?"
    r"(?:said|says|asked|asks|wrote|writes|added|adds|told|tells|replied|exclaimed|shouted|cried|wondered|tweeted|demanded|joked|explained|insisted)\b"
)


def split(text: str) -> Iterator[Span]:
    """Yield the sentences of a paragraph, in order, without the white space around them.

    >>> text = "“Why?” she asked. Mr. Ferro of the U.S. firm said nothing."
    >>> [text[start:end] for start, end in split(text)]
    ['“Why?” she asked.', 'Mr. Ferro of the U.S. firm said nothing.']
    """
    start, last = len(text) - len(text.lstrip()), len(text.rstrip())
    for stop in _STOP.finditer(text, start, last):
        end = stop.end("closers")
        if end < last and _ends(text, start, stop):
            yield Span(start, end)
            start = stop.end()
    if start < last:
        yield Span(start, last)


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Tell whether a sentence that began at `start` ends with this punctuation, which something follows."""
    after = text[stop.end() : stop.end() + AHEAD]
    following = after[_OPENERS.match(after).end() :]  # type: ignore[union-attr]  # matches anything, the empty text too
    if stop["marks"] in "。！？؟।":
        return True
    if not following or not (following[0].isalnum() or following[0] in SIGNS):
        return False
    if not stop["gap"]:
        return _is_glued(text, stop, following)
    if stop["marks"] == ".":
        return _ends_with_full_stop(text, start, stop, following)
    if following[0].islower():
        return not stop["closers"] and "." not in stop["marks"] and "…" not in stop["marks"]
    return not (_QUOTE.search(stop["closers"]) and _ATTRIBUTION.match(following))


def _ends_with_full_stop(text: str, start: int, stop: re.Match[str], following: str) -> bool:
    word = _word_before(text, start, stop.start())
    if _NUMBER.fullmatch(text, start, stop.start()):
        return False
    if stop["closers"]:
        return not following[0].islower()
    if word.lower() in TITLES or (word.lower() in NUMBERED and following[0].isdigit()):
        return False
    if word.lower() in ENDINGS or _INITIALS.fullmatch(word):
        return _starts(following)
    return True


def _is_glued(text: str, stop: re.Match[str], following: str) -> bool:
    """Tell whether two sentences lack the space between them: `…the end.The next`, and no address or abbreviation."""
    before = text[max(0, stop.start() - 2) : stop.start()]
    is_word = len(following) > 1 and following[0].isupper() and following[1].islower()
    return is_word and before.isalpha() and before.islower() and (bool(_QUOTE.search(stop["closers"])) or _starts(following))


def _word_before(text: str, start: int, stop: int) -> str:
    found = _WORD.search(text[max(start, stop - LONGEST_WORD) : stop])
    return found.group() if found else ""


def _starts(following: str) -> bool:
    """Tell whether the next word is capitalised and one that starts sentences."""
    word = _FIRST_WORD.match(following)
    return bool(word) and following[0].isupper() and word.group().lower() in STARTERS  # type: ignore[union-attr]
