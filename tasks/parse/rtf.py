"""Read Rich Text Format: what its control words leave to read."""

import codecs
import re
from collections.abc import Iterator
from typing import Final

from tasks.parse.decode import cleaned, required
from tasks.parse.document import Document, Encoding, Facts
from tasks.parse.furniture import complete
from warehouse.errors import UnreadableSeed

DEEPEST: Final = 1_000
UNSEEN: Final = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr"}
    | {"footerf", "footnote", "annotation", "listtable", "listoverridetable", "fldinst", "themedata", "datastore", "rsidtbl", "generator"}
    | {"xmlnstbl", "filetbl", "revtbl", "latentstyles", "bkmkstart", "bkmkend", "nonshppict", "objdata", "background", "*"}
)
"""Groups with what is not in the text as read; `*` begins those that a reader may not know."""
SIGNS: Final = (
    {"par": "\n", "sect": "\n", "page": "\n", "row": "\n", "line": "\n", "tab": " ", "cell": " | ", "~": "\u00a0", "_": "-"}
    | {"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•"}
    | {"\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
)
"""Control words that stand for characters."""

_TOKEN = re.compile(
    r"\\bin(?P<size>\d{1,9}) ?|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)|\\u(?P<code>-?\d{1,6}) ?|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\(?P<sign>[\s\S])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
_CODE_PAGE = re.compile(r"\\ansicpg(\d{1,5})")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def read_rtf(content: bytes) -> Iterator[Document]:
    """Yield the document of a Rich Text file."""
    source = content.decode("latin-1")
    encoding = _encoding(source)
    words = _PAIR.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), "".join(_Reading(encoding.name).words(source)))
    lines = (" ".join(line.split()).strip(" |") for line in cleaned(words).split("\n"))
    text = required("\n\n".join(filter(None, lines)))
    yield Document(text, encoding, complete(text, Facts()))


class _Reading:
    """Where a reading is: the groups around it, and what stands in for a character that old programs do not know."""

    def __init__(self, encoding: str) -> None:
        self.encoding, self.groups = encoding, list[tuple[bool, int]]()
        self.is_unseen, self.fallback, self.skipped = False, 1, 0

    def words(self, source: str) -> Iterator[str]:
        """Yield the text between the control words, and the characters that some of them stand for."""
        position = 0
        while match := _TOKEN.match(source, position):
            position = match.end() + int(match["size"] or 0)
            if match["brace"]:
                self._group(match["brace"])
            else:
                self._control(match["word"] or match["sign"] or "", match["number"])
                yield "" if self.is_unseen else self._shown(match)

    def _group(self, brace: str) -> None:
        self.skipped = 0
        if brace == "{":
            self.groups.append((self.is_unseen, self.fallback))
        elif self.groups:
            self.is_unseen, self.fallback = self.groups.pop()
        if len(self.groups) > DEEPEST:
            raise UnreadableSeed("malformed", f"groups nested more than {DEEPEST:,} deep")

    def _control(self, word: str, number: str | None) -> None:
        self.is_unseen = self.is_unseen or word in UNSEEN
        if word == "uc":
            self.fallback = min(abs(int(number or 1)), 8)

    def _shown(self, match: re.Match[str]) -> str:
        if code := match["code"]:
            self.skipped = self.fallback
            return chr(int(code) % 0x10000)
        if match["bytes"]:
            return self._after(bytes.fromhex(match["bytes"].replace("\\'", ""))).decode(self.encoding, errors="replace")
        if match["text"]:
            return self._after(match["text"].encode("latin-1")).decode(self.encoding, errors="replace")
        return SIGNS.get(match["word"] or match["sign"] or "", "")

    def _after(self, shown: bytes) -> bytes:
        """Return bytes without those that stand in for the character before them."""
        skipped, self.skipped = self.skipped, max(0, self.skipped - len(shown))
        return shown[skipped:]


def _encoding(source: str) -> Encoding:
    declared = _CODE_PAGE.search(source[:4096])
    try:
        name = codecs.lookup(f"cp{declared[1]}").name if declared else ""
        "".encode(name)
    except LookupError:
        name = ""
    return Encoding(name, "declared") if name else Encoding("cp1252", "detected")
