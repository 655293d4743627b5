"""Repair text that was UTF-8, was read as Windows-1252 and was written again: `Itâ€™s` for `It’s`."""

import re
from typing import Final

MOST_OTHERS: Final = 0.02
"""Of the characters that are no ASCII, those that are in no damaged one, where all of a text was damaged."""

_BYTES: Final = {
    **{code: code for code in range(0x80, 0xC0)},
    **{ord(bytes([code]).decode("cp1252", "ignore") or "\0"): code for code in range(0x80, 0xA0)},
}
"""The characters that the later bytes of UTF-8 were read as, and the bytes; five mean nothing in Windows-1252 and stayed control characters."""
_LATER: Final = "".join(map(re.escape, map(chr, sorted(_BYTES.keys() - {0}))))
_PUNCTUATION = re.compile(f"â€[{_LATER}]|â‚¬|â„¢")
"""What curly quotation marks, dashes, dots, the euro and the trade mark become, and no language writes."""
_ANY = re.compile(f"[ÂÃ][{_LATER}]|{_PUNCTUATION.pattern}")
_FOREIGN = re.compile("[^\x00-\x7f]")


def repaired(text: str) -> str:
    r"""Return a text with its damaged characters whole again, letters only where the whole text was damaged alike; else as it is.

    >>> repaired("â€œItâ€™s cafÃ©.â€\x9d"), repaired("CAFÉ… Ã©, é")
    ('“It’s café.”', 'CAFÉ… Ã©, é')
    """
    if "â" not in text and "Ã" not in text and "Â" not in text:
        return text
    damaged = sum(map(len, _ANY.findall(text)))
    foreign = len(_FOREIGN.findall(text))
    pattern = _ANY if foreign - damaged <= MOST_OTHERS * foreign else _PUNCTUATION
    return pattern.sub(_whole, text)


def _whole(match: re.Match[str]) -> str:
    damaged = match.group()
    try:
        return bytes([ord(damaged[0]), *(_BYTES[ord(character)] for character in damaged[1:])]).decode()
    except UnicodeDecodeError:
        return match.group()
