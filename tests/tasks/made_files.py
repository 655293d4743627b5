"""Files of many formats, made from a few lines of text."""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DUBLIN: Final = "http://purl.org/dc/elements/1.1/"
OPEN: Final = "urn:oasis:names:tc:opendocument:xmlns"
ODT: Final = b"application/vnd.oasis.opendocument.text"


def zipped(files: Mapping[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return made.getvalue()


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def docx(body: str, *, title: str = "", author: str = "") -> bytes:
    """Return a .docx whose body is XML; `paragraph` makes the usual one."""
    properties = f'<p xmlns:dc="{DUBLIN}"><dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator></p>'
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode(), "docProps/core.xml": properties.encode()})


def paragraph(*runs: str, style: str = "") -> str:
    return f"<w:p>{style}{''.join(f'<w:r><w:t>{escape(run)}</w:t></w:r>' for run in runs)}</w:p>"


def odt(body: str, *, manifest: str = "<m/>") -> bytes:
    names = " ".join(f'xmlns:{name}="{OPEN}:{name}:1.0"' for name in ("office", "text", "table"))
    document = f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    files = {"mimetype": ODT, "content.xml": document.encode(), "META-INF/manifest.xml": manifest.encode()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]], *, title: str = "") -> bytes:
    """Return a PDF; a page is lines, each as left, foot and size in points, and words in Latin letters."""
    return pdf_of([_content(page) for page in pages], title=title)


def pdf_of(contents: Sequence[bytes], *, title: str = "", extra: Sequence[bytes] = (), resources: bytes = b"") -> bytes:
    """Return a PDF of pages given by what draws them; `extra` objects are numbered from 5."""
    first = 5 + len(extra)
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Title(%s)>>" % title.encode("cp1252"),
        *extra,
    ]
    for number, content in enumerate(contents):
        own = b"/Resources<</Font<</F1 3 0 R>>%s>>" % resources
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R%s>>" % (first + 2 * number + 1, own))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    return _numbered(objects)


def deflated(content: bytes, *, dictionary: bytes = b"") -> bytes:
    """Return a compressed stream object of a PDF."""
    packed = zlib.compress(content, 9)
    return b"<</Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream" % (len(packed), dictionary, packed)


def multipart(kind: str, *parts: tuple[str, str], headers: str = "") -> bytes:
    inside = "".join(f"--=_b\r\n{head}\r\n\r\n{body}\r\n" for head, body in parts)
    return f'{headers}MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary="=_b"\r\n\r\n{inside}--=_b--\r\n'.encode()


def warc(*records: tuple[str, str, bytes]) -> bytes:
    """Return a web archive of pages, each an address, the header of its answer and its bytes."""
    made = []
    for address, answer, payload in records:
        block = answer.encode() + b"\r\n\r\n" + payload
        about = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\n"
        made.append(about.encode() + b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(block), block))
    return b"".join(made)


def _content(lines: Sequence[tuple[float, float, float, str]]) -> bytes:
    drawn = (b"BT /F1 %g Tf %g %g Td (%s) Tj ET" % (size, left, foot, _escaped(words)) for left, foot, size, words in lines)
    return b"\n".join(drawn)


def _escaped(words: str) -> bytes:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")


def _numbered(objects: Sequence[bytes]) -> bytes:
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(made + end % (len(objects) + 1, table, len(objects) + 1, len(made)))
