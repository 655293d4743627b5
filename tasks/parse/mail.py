"""Read mail: a message, a mailbox of them, and a web page that a browser saved as one."""

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import Final, TypeAlias

from tasks.parse.decode import decode
from tasks.parse.document import Document, Encoding, Member
from tasks.parse.fields import composed, read_facts
from tasks.parse.furniture import complete
from tasks.parse.webpage import read_webpage
from warehouse.errors import UnreadableSeed

Mail: TypeAlias = "Message[str, str]"

LONGEST_HEADERS: Final = 256_000
LONGEST_CONTENT_HEADER: Final = 8_000
"""The library splits these in time quadratic in their length."""
LONGEST_FIELD: Final = 2_000
MOST_PARTS: Final = 1_000
ATTACHED: Final = frozenset({".pdf", ".docx", ".odt", ".rtf", ".txt", ".md", ".html", ".htm"})
"""Attachments that may hold an article; signatures, logos and calendars do not."""

_CONTENT_HEADER = re.compile(rb"^content-[a-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*", re.IGNORECASE | re.MULTILINE)
_HEADERS = re.compile(rb"(?:\A|\n\r?\n)((?:[!-9;-~]+:[^\n]*(?:\n|\Z)|[ \t]+\S[^\n]*(?:\n|\Z))+)")
_FROM_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From \S[^\n]*\d\d:\d\d[^\n]*\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_EXTENSION = re.compile(r"\.\w{1,5}$")


def read_eml(content: bytes) -> Iterator[Document | Member]:
    """Yield the message, and its attached documents: container_path is then the name of the attachment."""
    parts = _parts(_message(content))
    yield _body(parts)
    for part in parts[1:]:
        name = _header(part.get_filename() or "")
        extension = _EXTENSION.search(name.lower())
        if part.get_content_disposition() == "attachment" and extension and extension[0] in ATTACHED:
            yield Member(name, name, _payload(part))


def read_mbox(content: bytes) -> Iterator[Member]:
    """Yield the messages of a mailbox: container_path is `message N`, from 1."""
    starts = [(match.start(), match.end()) for match in _FROM_LINE.finditer(content)]
    ends = [start for start, _ in starts[1:]] + [len(content)]
    for number, ((_, start), end) in enumerate(zip(starts, ends, strict=True), start=1):
        yield Member(f"message {number}", "message.eml", _QUOTED_FROM.sub(rb"\1", content[start:end]))


def read_mhtml(content: bytes) -> Iterator[Document]:
    """Yield the article of a saved web page; its pictures and styles are passed over."""
    parts = _parts(_message(content))
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        raise UnreadableSeed("empty", "a saved page without its HTML")
    yield from read_webpage(_payload(page))


def _message(content: bytes) -> Mail:
    if any(len(match[1]) > LONGEST_HEADERS for match in _HEADERS.finditer(content)):
        raise UnreadableSeed("malformed", f"headers of more than {LONGEST_HEADERS:,} bytes")
    if any(len(match[0]) > LONGEST_CONTENT_HEADER for match in _CONTENT_HEADER.finditer(content)):
        raise UnreadableSeed("malformed", f"a header of more than {LONGEST_CONTENT_HEADER:,} bytes about the content")
    try:
        # The newer policy parses each address and parameter, and takes minutes over long ones.
        return message_from_bytes(content, policy=policy.compat32)
    except (RecursionError, MessageError, ValueError, LookupError) as error:
        raise UnreadableSeed("malformed", f"no mail: {type(error).__name__}") from None


def _parts(message: Mail) -> list[Mail]:
    """Return the message and all that is in it, in order."""
    waiting, found = [message], list[Mail]()
    while waiting:
        part = waiting.pop()
        found.append(part)
        if len(found) > MOST_PARTS:
            raise UnreadableSeed("malformed", f"a message of more than {MOST_PARTS:,} parts")
        payload = part.get_payload()
        if part.is_multipart() and isinstance(payload, list):
            waiting.extend(inner for inner in reversed(payload) if isinstance(inner, Message))
    return found


def _body(parts: list[Mail]) -> Document:
    sender, subject, date = (_header(_raw(parts[0], name)) for name in ("from", "subject", "date"))
    known = read_facts({"title": subject, "author": parseaddr(sender)[0], "date": date}, "header")
    body, encoding = _words(parts)
    text = composed(known.title.value if known.title else None, body)
    return Document(text, encoding, complete(text, known))


def _words(parts: list[Mail]) -> tuple[str, Encoding | None]:
    """Return the text of the first part that has one, plain ones before pages."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment" and not part.is_multipart():
                payload = _payload(part)
                if payload.strip():
                    return _page(payload, part) if kind == "text/html" else decode(payload, declared=part.get_content_charset())
    raise UnreadableSeed("empty", "a message without a text")


def _page(payload: bytes, part: Mail) -> tuple[str, Encoding | None]:
    text, encoding = decode(payload, declared=part.get_content_charset())
    (document,) = read_webpage(codecs.BOM_UTF8 + text.encode())
    return document.text, encoding


def _payload(part: Mail) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _raw(part: Mail, name: str) -> str:
    """Return a header as it was written; letters that are no ASCII are UTF-8, though mail of old has none."""
    value = next((str(value) for key, value in part.raw_items() if key.lower() == name), "")
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _header(written: str) -> str:
    """Return a header as text, its encoded words decoded."""
    raw = written[:LONGEST_FIELD]
    try:
        return " ".join(str(make_header(decode_header(raw))).split())
    except (MessageError, ValueError, LookupError):
        return " ".join(raw.split())
