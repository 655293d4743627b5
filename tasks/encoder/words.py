"""Divide text into words as the English Universal Dependencies treebanks do, contractions included.

White space divides first, so each stretch between two spaces is looked at once and remembered.
"""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

LONGEST_WORD: Final = 200
"""What is longer is cut: no word, and the time a pattern takes would grow faster than the text."""
REMEMBERED: Final = 50_000
PREFIXES: Final = (
    "anti|arch|co|counter|cross|e|ex|extra|inter|intra|mid|micro|mini|multi|neo|non|over|post|pre|pro|proto|pseudo|psycho|re|semi|socio|sub|super|trans|"
    "ultra|un|under|vice"
)
"""What the treebanks leave joined to the next word by a hyphen; other hyphens stand alone."""

_ABBREVIATIONS = json.loads((Path(__file__).parents[1] / "tables" / "sentences.json").read_text("utf-8"))


def _any_of(*kinds: str) -> str:
    return "|".join(sorted((re.escape(word) for kind in kinds for word in _ABBREVIATIONS[kind]), key=len, reverse=True))


_LETTER: Final = r"(?:[^\W\d_][\u0300-\u036f\u0610-\u065f\u0900-\u0903\u093a-\u094f]*+)"
_ALNUM: Final = r"(?:[^\W_][\u0300-\u036f\u0610-\u065f\u0900-\u0903\u093a-\u094f]*+)"
_CLITIC: Final = r"['’](?:s|re|ve|ll|d|m)(?!\w)"
_EMOJI: Final = r"[\U0001F000-\U0001FAFF\u2600-\u27BF]"
_WORD: Final = re.compile(
    rf"""
      (?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?'’)\]]      # an address
    | [\w.+-]++@[\w-]+(?:\.[\w-]+)+                             # of mail
    | (?:[^\W\d_]\.){{2,}}(?!\w)                               # U.S.
    | (?<!\w)(?:{_any_of("titles", "endings")})\.(?!\w)    # Mr.
    | (?<!\w)(?-i:[A-Z])\.(?=\S|$)(?![.'"’”)])                 # an initial
    | (?:[a-z0-9][\w-]*\.)+(?:com|org|net|edu|gov|uk|info|co)(?!\w)(?:/[^\s<>"“”]*[^\s<>"“”.,;:!?'’)\]])?
    | can(?=not(?!\w)) | (?<=can)not(?!\w)
    | gon(?=na(?!\w)) | (?<=gon)na(?!\w) | wan(?=na(?!\w)) | (?<=wan)na(?!\w) | got(?=ta(?!\w)) | (?<=got)ta(?!\w)
    | {_LETTER}+?(?=n['’]t(?!\w)) | n['’]t(?!\w)
    | {_CLITIC}
    | \d{{3}}-(?:\d{{3}}-)?\d{{4}}(?!\d)                        # of a telephone
    | \d+(?:[.,:/]\d+)*+(?:s|th|st|nd|rd)(?!\w)                # 1990s, 21st
    | ['’]\d\ds?(?!\w)                                         # '90s
    | \d+(?:[.,:/]\d+)*+(?=(?:am|pm|km|m|bn|k|kg|mph|mm|cm|ft|g|p|million|billion|tn|hrs?|mins?|x)(?!\w))
    | \d+(?:[.,:/]\d+)*+(?!{_LETTER})
    | \.\d+
    | (?:{PREFIXES})-{_LETTER}+
    | {_ALNUM}+(?:['’](?!(?:s|re|ve|ll|d|m)(?!\w)){_LETTER}+|&{_LETTER}+)*+
    | \#\w+ | @\w+
    | [:;]-?[()DP](?!\w)
    | {_EMOJI}(?:[\u200d\ufe0f\U0001F3FB-\U0001F3FF]+{_EMOJI}?)*+
    | \.{{2,}}|-{{2,}}|—+|–+|_+|=+|\*+|!+|\?+|~+|<+|>+|\++
    | .[\u0300-\u036f\u200d\ufe0f]*+
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


# Many abbreviations before a number are words elsewhere: “No. 5”, and “He said no.”
_CHUNK = re.compile(rf"(?P<numbered>(?<!\w)(?:{_any_of('numbered')})\.)(?=\s\d)|\S{{1,{LONGEST_WORD}}}", re.IGNORECASE)


def words(text: str) -> list[tuple[int, int]]:
    """Return the half-open spans of the words of a text, in order; only white space lies outside them.

    >>> text = "They don't know; it's the U.S.-led 3.5% (non-profit) plan No. 5."
    >>> [text[start:end] for start, end in words(text)]
    ['They', 'do', "n't", 'know', ';', 'it', "'s", 'the', 'U.S.', '-', 'led', '3.5', '%', '(', 'non-profit', ')', 'plan', 'No.', '5', '.']
    """
    spans = list[tuple[int, int]]()
    for chunk in _CHUNK.finditer(text):
        first, last = chunk.span()
        if chunk.lastgroup:
            spans.append((first, last))
        else:
            spans.extend((first + start, first + end) for start, end in _of_chunk(chunk.group()))
    return spans


@lru_cache(REMEMBERED)
def _of_chunk(chunk: str) -> tuple[tuple[int, int], ...]:
    return tuple(word.span() for word in _WORD.finditer(chunk))
