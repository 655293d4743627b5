"""Know the formats, and read a file, or a file within a file, with the reader of its own."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from tasks.parse.containers import read_gzip, read_tar, read_zip
from tasks.parse.detect import detected
from tasks.parse.document import Document, Member, Reader, Refusal
from tasks.parse.feed import read_feed
from tasks.parse.mail import read_eml, read_mbox, read_mhtml
from tasks.parse.markdown import read_markdown
from tasks.parse.office import read_docx, read_odt
from tasks.parse.pdf import read_pdf
from tasks.parse.plain import read_plain
from tasks.parse.records import read_json, read_jsonl
from tasks.parse.rtf import read_rtf
from tasks.parse.spreadsheet import read_csv
from tasks.parse.warc import read_warc
from tasks.parse.webpage import read_webpage
from warehouse.errors import UnreadableSeed

DEEPEST: Final = 4
"""Containers within containers: `crawl.tar.gz` with a mailbox in a ZIP archive."""
MOST_BYTES: Final = 200_000_000
"""That all containers of a seed may unpack to together."""
LONGEST: Final = 3_000_000
"""Characters of a document: the longest novels. No article is longer, and the language pipeline would work on it for minutes."""
SEPARATOR: Final = "!"
"""Between the place in a container and the place in a container within."""


class Format(NamedTuple):
    """How files of an extension are read, and the size in bytes above which they are not."""

    reader: Reader
    media_type: str
    largest: int = 50_000_000


READERS: Final[Mapping[str, Format]] = {
    ".txt": Format(read_plain, "text/plain"),
    ".md": Format(read_markdown, "text/markdown"),
    ".html": Format(read_webpage, "text/html", largest=5_000_000),
    ".htm": Format(read_webpage, "text/html", largest=5_000_000),
    ".json": Format(read_json, "application/json"),
    ".jsonl": Format(read_jsonl, "application/json"),
    ".csv": Format(read_csv, "text/csv"),
    ".tsv": Format(read_csv, "text/csv"),
    ".rss": Format(read_feed, "application/rss+xml"),
    ".atom": Format(read_feed, "application/rss+xml"),
    ".xml": Format(read_feed, "application/rss+xml"),
    ".eml": Format(read_eml, "message/rfc822"),
    ".mbox": Format(read_mbox, "application/mbox"),
    ".mhtml": Format(read_mhtml, "multipart/related", largest=20_000_000),
    ".mht": Format(read_mhtml, "multipart/related", largest=20_000_000),
    ".pdf": Format(read_pdf, "application/pdf"),
    ".docx": Format(read_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".odt": Format(read_odt, "application/vnd.oasis.opendocument.text"),
    ".rtf": Format(read_rtf, "application/rtf"),
    ".zip": Format(read_zip, "application/zip"),
    ".gz": Format(read_gzip, "application/gzip"),
    ".tar": Format(read_tar, "application/x-tar"),
    ".warc": Format(read_warc, "application/warc"),
}
"""Extension to format; a new format is a reader, a line here and, where its bytes tell it, one in `detect`."""


@dataclass(slots=True)
class Unpacked:
    """What the containers of one seed have unpacked to so far, and the places that were used."""

    size: int = 0
    places: set[str] = field(default_factory=set)

    def add(self, member: Member) -> None:
        """Count a file; raise UnreadableSeed `too_large` when it is one too many."""
        self.size += len(member.content)
        if self.size > MOST_BYTES:
            raise UnreadableSeed("too_large", f"unpacks to more than {MOST_BYTES:,} bytes")

    def place(self, path: str) -> str:
        """Return the path, with a number when a document or refusal has it already."""
        unique, number = path, 1
        while unique in self.places:
            number += 1
            unique = f"{path}#{number}"
        self.places.add(unique)
        return unique


def read(source_uri: str, content: bytes) -> Iterator[Document | Refusal]:
    """Yield what is in a seed; whatever its bytes, documents or refusals and no exception."""
    unpacked = Unpacked()
    for found in _read(source_uri, content, unpacked, depth=0):
        path = unpacked.place(found.container_path)
        if isinstance(found, Refusal):
            yield Refusal(path, found.error)
        else:
            found.container_path = path
            yield found


def extension(name: str) -> str:
    """Return the extension of a file's name, in lower case with its dot."""
    return PurePosixPath(name).suffix.lower()


def _read(name: str, content: bytes, unpacked: Unpacked, *, depth: int) -> Iterator[Document | Refusal]:
    is_empty = True
    try:
        chosen = _format(name, content)
        for found in chosen.reader(content):
            is_empty = False
            if isinstance(found, Member):
                unpacked.add(found)
                yield from _inside(found, name, unpacked, depth=depth + 1)
            else:
                yield _checked(found, chosen.media_type, content)
        if is_empty:
            yield Refusal("", UnreadableSeed("empty", "a container with no document in it"))
    except UnreadableSeed as error:
        yield Refusal("", error)


def _inside(member: Member, name: str, unpacked: Unpacked, *, depth: int) -> Iterator[Document | Refusal]:
    if depth > DEEPEST:
        yield Refusal(member.container_path, UnreadableSeed("malformed", f"containers nested more than {DEEPEST} deep"))
        return
    for found in _read(member.name or name.removesuffix(".gz"), member.content, unpacked, depth=depth):
        path = SEPARATOR.join(filter(None, (member.container_path, found.container_path)))
        if isinstance(found, Refusal):
            yield Refusal(path, found.error)
        else:
            found.container_path = path
            yield found


def _format(name: str, content: bytes) -> Format:
    chosen = READERS[detected(extension(name), content)]
    if len(content) > chosen.largest:
        raise UnreadableSeed("too_large", f"{len(content):,} bytes, and the most is {chosen.largest:,}")
    return chosen


def _checked(found: Document | Refusal, media_type: str, content: bytes) -> Document | Refusal:
    if isinstance(found, Refusal):
        return found
    if len(found.text) > LONGEST:
        return Refusal(found.container_path, UnreadableSeed("too_large", f"{len(found.text):,} characters, and the most is {LONGEST:,}"))
    found.media_type = media_type
    found.sha256 = found.sha256 or hashlib.sha256(content).hexdigest()
    return found
