"""Tell UTF-16 that has lost its byte order mark by the text that it makes."""

import re
from typing import Final

SAMPLE: Final = 1 << 16
LEAST_COMMON: Final = 0.98
LEAST_PLAIN: Final = 0.02

_COMMON = re.compile(
    "[\t\n\r -~\u00a0-\u024f\u0370-\u06ff\u0900-\u0d7f\u0e00-\u0e7f\u2010-\u203a\u20ac\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]"
)
"""Characters that texts are written in; the halves of two characters make others."""
_PLAIN = re.compile("[\t\n\r -~\u3000-\u30ff\uac00-\ud7a3\uff01-\uff60]")
"""Spaces, figures and punctuation, in the scripts without spaces their own: no text does without."""


def utf16(content: bytes) -> str | None:
    """Return which UTF-16 some bytes are, or None when they are none.

    >>> utf16("The harbour is closed.".encode("utf-16-be")), utf16(b"The harbour is closed.")
    ('utf-16-be', None)
    """
    sample = content[:SAMPLE]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > half // 2 and sample[::2].count(0) < half // 20 + 1:
        return "utf-16-le"
    if sample[::2].count(0) > half // 2 and sample[1::2].count(0) < half // 20 + 1:
        return "utf-16-be"
    return None


def utf16_of_any_script(content: bytes) -> str | None:
    """Return which UTF-16 some bytes are whose every other byte is no zero, as in Greek, Russian, Arabic or Chinese.

    >>> utf16_of_any_script("港は閉鎖。".encode("utf-16-le")), utf16_of_any_script("Порт закрыт.".encode("cp1251"))
    ('utf-16-le', None)
    """
    if len(content) % 2 or not content:
        return None
    return next((name for name in ("utf-16-le", "utf-16-be") if _is_text(content[:SAMPLE].decode(name, errors="replace"))), None)


def _is_text(text: str) -> bool:
    return len(_COMMON.findall(text)) >= LEAST_COMMON * len(text) and len(_PLAIN.findall(text)) >= LEAST_PLAIN * len(text)
