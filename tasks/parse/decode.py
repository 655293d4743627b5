"""Turn bytes into text: which encoding they are in, and the few characters that no reader sees."""

import codecs
import html
import re
from typing import Final
from unicodedata import normalize

import chardet

from tasks.parse.document import Encoding
from tasks.parse.mojibake import repaired
from tasks.parse.wide import SAMPLE, utf16, utf16_of_any_script
from warehouse.errors import UnreadableSeed

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # Begins with the mark of UTF-16, so it comes before it.
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES: Final = (b"%PDF-", b"PK\x03\x04", b"\x7fELF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"{\\rtf", b"\xd0\xcf\x11\xe0")
"""How files begin that are no text whatever their name says."""
SUREST_GUESS: Final = 0.2
"""Below this confidence the detector guesses; Windows-1252 is then the likelier encoding of a news text in Latin letters."""
MOST_CONTROLS: Final = 0.005

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]|" + _CONTROL.pattern)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_ENTITY = re.compile(
    r"&(?:amp|quot|apos|nbsp|lt|gt|[lr][sd]quo|[nm]dash|hellip|euro|pound|[aeiouy](?:acute|grave|uml|circ)|#\d{2,6}|#x[0-9a-fA-F]{2,5});"
)
_UNCLEAN = re.compile("[\ufb00-\ufb06\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\u2060\ufeff\ud800-\udfff]")


def decode(content: bytes, *, declared: str | None = None) -> tuple[str, Encoding]:
    r"""Return bytes as clean text, and the encoding that was used.

    Raises
    ------
    UnreadableSeed
        `empty` when there is nothing but white space, `binary` when it is no text

    >>> decode(b"Caf\xe9\r\n", declared="latin-1")
    ('Café\n', Encoding(name='iso8859-1', method='declared'))

    """
    if content.startswith(SIGNATURES):
        raise UnreadableSeed("binary", "the first bytes are those of another kind of file")
    text, encoding = _decode(content, declared)
    text = repaired(text)
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > MOST_CONTROLS * len(text):
        raise UnreadableSeed("binary", "it holds control characters, which text does not")
    return required(cleaned(text)), encoding


def cleaned(text: str) -> str:
    r"""Return the text with one kind of line end and without what no reader sees; letters stay as they are.

    >>> cleaned("co\u00adoperate\r\n")
    'cooperate\n'
    """
    if not _UNCLEAN.search(text):
        return text
    text = _LIGATURE.sub(lambda match: normalize("NFKC", match[0]), _LINE_END.sub("\n", text))
    return _SURROGATE.sub("\ufffd", _UNSEEN.sub("", text))


def unescaped(text: str) -> str:
    """Return a text that is no HTML with the characters that some of its writers wrote as HTML does: `&amp;`, `&#8217;`.

    >>> unescaped("Fish &amp; chips, said R&D; it&#8217;s good")
    'Fish & chips, said R&D; it’s good'
    """
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def required(text: str) -> str:
    """Return the text; raise UnreadableSeed `empty` when it is nothing but white space."""
    if not text.strip():
        raise UnreadableSeed("empty", "nothing but white space")
    return text


def _decode(content: bytes, declared: str | None) -> tuple[str, Encoding]:
    for mark, name in BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, errors="replace"), Encoding(name, "bom")
    wide = utf16(content) or (utf16_of_any_script(content) if b"\0" in content[:SAMPLE] else None)
    if wide:
        return content.decode(wide, errors="replace"), Encoding(wide, "detected")
    try:
        return content.decode(), Encoding("utf-8", "utf-8")
    except UnicodeDecodeError:
        return _declared(content, declared) or _detected(content)


def _declared(content: bytes, declared: str | None) -> tuple[str, Encoding] | None:
    try:
        name = codecs.lookup(declared or "").name
        if name.startswith(("utf-16", "utf-32")) and b"\0" not in content:
            return None  # Pages say so that were converted since.
        # Browsers read what calls itself Latin-1 as Windows-1252, and so do those who write it.
        return _text(content, "cp1252" if name == "iso8859-1" and re.search(rb"[\x80-\x9f]", content) else name, "declared")
    except (LookupError, ValueError):
        return None


def _detected(content: bytes) -> tuple[str, Encoding]:
    if name := utf16_of_any_script(content):
        return content.decode(name, errors="replace"), Encoding(name, "detected")
    text = content.decode(errors="replace")
    broken, foreign = text.count("\ufffd"), sum(1 for character in text[:SAMPLE] if character > "\x7f")
    if broken * 5 < foreign:
        return text, Encoding("utf-8", "detected")
    guess = chardet.detect(content[:SAMPLE])
    for name in (guess["encoding"] if guess["confidence"] >= SUREST_GUESS else None, "cp1252"):
        try:
            return _text(content, codecs.lookup(name or "").name, "detected")
        except (LookupError, ValueError):
            continue
    raise UnreadableSeed("binary", "in no encoding that text is written in")


def _text(content: bytes, name: str, method: str) -> tuple[str, Encoding]:
    text = content.decode(name)
    if not isinstance(text, str):
        raise UnicodeError(name)  # Codecs such as rot13 or base64 are no character encodings.
    return text, Encoding(name, method)
