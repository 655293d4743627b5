"""Read a web archive: the pages and documents that a crawler kept."""

import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import BytesIO, StringIO
from typing import Any, Final

from tasks.parse.containers import MOST_BYTES, MOST_MEMBERS
from tasks.parse.document import Member, Refusal
from tasks.parse.fields import line_of
from warehouse.errors import UnreadableSeed

KINDS: Final = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
"""Media types that are kept; pictures, styles and programs are no news."""
RECORDS: Final = frozenset({"response", "resource"})


def read_warc(content: bytes) -> Iterator[Member | Refusal]:
    """Yield the pages of a web archive: container_path is the address that a page came from."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an extra
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - likewise
    except ImportError:
        raise UnreadableSeed("unsupported", "for web archives: pip install 'onrecord[warc]'") from None
    try:
        for number, record in enumerate(_quietly(ArchiveIterator(BytesIO(content)))):
            if number > MOST_MEMBERS * 10:
                raise UnreadableSeed("too_large", f"an archive of more than {MOST_MEMBERS * 10:,} records")
            if kind := _kind(record):
                yield _member(record, kind)
    except (ArchiveLoadFailed, ValueError, OSError, EOFError, IndexError, AttributeError, zlib.error) as error:
        # What the library raises on archives that are cut off or forged.
        raise UnreadableSeed("malformed", f"a broken web archive: {type(error).__name__}") from None


def _quietly(records: Iterator[Any]) -> Iterator[Any]:
    """Yield records without what the library says about broken ones: it would write their bytes to the terminal."""
    while True:
        with redirect_stderr(StringIO()):
            record = next(records, None)
        if record is None:
            return
        yield record


def _kind(record: Any) -> str | None:  # noqa: ANN401 - warcio is untyped
    headers = record.http_headers or record.rec_headers
    is_found = not record.http_headers or record.http_headers.get_statuscode() == "200"
    if record.rec_type not in RECORDS or not is_found:
        return None
    return KINDS.get((headers.get_header("Content-Type") or "").partition(";")[0].strip().lower())


def _member(record: Any, kind: str) -> Member | Refusal:  # noqa: ANN401 - warcio is untyped
    address = line_of(record.rec_headers.get_header("WARC-Target-URI") or "")
    payload = record.content_stream().read(MOST_BYTES + 1)
    if len(payload) > MOST_BYTES:
        return Refusal(address, UnreadableSeed("too_large", f"more than {MOST_BYTES:,} bytes"))
    return Member(address, f"page{kind}", payload)
