"""Tell what a file is: by what is in it, by its name only where that leaves a choice."""

import re
import zipfile
from io import BytesIO
from typing import Final

from tasks.parse.containers import BROKEN_ZIP, MOST_MEMBERS
from tasks.parse.decode import BOMS
from warehouse.errors import UnreadableSeed

HEAD: Final = 4096
PDF_HEAD: Final = 1024
"""A PDF may begin with this much of something else."""
TEXTS: Final = (".txt", ".md", ".html", ".htm", ".json", ".jsonl", ".csv", ".tsv")
"""Formats that any text may be in; the name decides."""
MAILS: Final = (".eml", ".mhtml", ".mht")

_SIGNATURES: Final = ((b"\x1f\x8b", ".gz"), (b"{\\rtf", ".rtf"), (b"WARC/", ".warc"))
_XML = r"\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!--.{0,1000}?-->\s*){0,3}(?:<\?[^<>]{0,500}\?>\s*){0,3}"
_PAGE = re.compile(_XML + r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(_XML + r"<(?:!doctype\s+)?(?:\w{1,20}:)?(?:rss|feed|rdf)\b", re.IGNORECASE | re.DOTALL)
_FIELD_NAME = r"[!-9;-~]{1,80}:"
_FIELD = rf"(?:{_FIELD_NAME}(?:[ \t][^\n]*)?\n(?:[ \t]+\S[^\n]*\n)*)"
_MAIL = re.compile(rf"(?=(?s:.*?)^(?i:from|date|message-id|mime-version|return-path):){_FIELD}{{2,}}", re.MULTILINE)
_MAILBOX = re.compile(rf"From \S[^\n]*\d\d:\d\d[^\n]*\n{_FIELD}{{2}}")
_ARCHIVED_PAGE = re.compile(r"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_LINE_OF_JSON = re.compile(r"\s*\{[^\n]*\}\s*\n\s*\{")
_TAR = (257, b"ustar")


def detected(extension: str, content: bytes) -> str:
    """Return the extension whose reader fits the bytes; `extension` is that of the file's name, in lower case with its dot.

    Raises
    ------
    UnreadableSeed
        `unsupported` when no reader fits, `malformed` when the name promises what the bytes do not keep

    >>> detected(".txt", b"%PDF-1.7 ..."), detected(".json", b"<!DOCTYPE html><p>Not found"), detected("", b"Harbour to close")
    ('.pdf', '.html', '.txt')
    """
    return _binary(extension, content) or _text(extension, _head(content))


def _binary(extension: str, content: bytes) -> str | None:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(content)
    if b"%PDF-" in content[: PDF_HEAD if extension == ".pdf" else len(b"%PDF-")]:
        return ".pdf"
    if content[_TAR[0] :].startswith(_TAR[1]):
        return ".tar"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(content)
    return next((extension for start, extension in _SIGNATURES if content.startswith(start)), None)


def _zipped(content: bytes) -> str:
    """Return which of the formats that are ZIP files it is; what cannot be opened is left to the reader to refuse."""
    names = _names(content)
    if "word/document.xml" in names:
        return ".docx"
    if content[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text"):
        return ".odt"
    if names & {"mimetype", "[Content_Types].xml"}:
        raise UnreadableSeed("unsupported", "an office file or book that is no text document")
    return ".zip"


def _names(content: bytes) -> set[str]:
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise UnreadableSeed("too_large", f"an archive of more than {MOST_MEMBERS:,} files")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return set(archive.namelist())
    except BROKEN_ZIP:
        return set()


def _compound(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableSeed("encrypted", "an office file with a password")
    raise UnreadableSeed("unsupported", "an office file of before 2007; save it as .docx")


def _head(content: bytes) -> str:
    """Return the beginning of a text; what tells formats apart is ASCII, whatever the encoding."""
    mark = next((mark for mark, _ in BOMS if content.startswith(mark)), b"")
    head = content[len(mark) : len(mark) + HEAD]
    return head.replace(b"\0", b"").decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")


def _text(extension: str, head: str) -> str:
    if _PAGE.match(head):
        return ".html"
    if _FEED.match(head):
        return ".rss"
    if extension in TEXTS:
        return extension
    if _MAILBOX.match(head):
        return ".mbox"
    if _MAIL.match(head) or (extension in MAILS and re.match(_FIELD_NAME, head)):
        return ".mhtml" if _ARCHIVED_PAGE.search(head) else ".eml"
    return _by_name(extension, head)


def _by_name(extension: str, head: str) -> str:
    if extension in {".eml", ".mbox", ".mhtml", ".mht", ".rss", ".atom", ".xml", ".rtf", ".pdf", ".docx", ".odt", ".zip", ".gz", ".tar", ".warc"}:
        raise UnreadableSeed("malformed" if head.strip() else "empty", f"named {extension}, but nothing in it is")
    if extension:
        raise UnreadableSeed("unsupported", f"no reader for {extension}")
    if head.lstrip().startswith(("{", "[")):
        return ".jsonl" if _LINE_OF_JSON.match(head) else ".json"
    return ".txt"
