"""Files that hung, filled or killed parsers, and others made to try it."""

import io
import json
import random
import struct
import tarfile
import zipfile
from collections.abc import Iterator

from made_files import WORD, deflated, docx, gzipped, multipart, odt, paragraph, pdf, pdf_of, tarred, warc, zipped

MEGABYTE = 1_000_000
SENTENCE = "The harbour will close in May, its master said. "
PAGE = f"<html><body><article><h1>Harbour to close</h1><p>{SENTENCE * 5}</p>%s</article></body></html>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def files() -> Iterator[tuple[str, bytes]]:
    """Yield each file's name and content; none of them takes a worker process with it, as `killers` do."""
    for made in (texts(), pages(), records(), feeds(), mail(), archives(), office(), pdfs(), others()):
        yield from made


def whole() -> list[tuple[str, bytes]]:
    """Return a sound file of each format, to be broken by others."""
    words = SENTENCE * 4
    rss = f"<rss><channel><title>Herald</title><item><guid>1</guid><title>Harbour</title><description>{words}</description></item></channel></rss>"
    answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html"
    mail_ = multipart("alternative", ("Content-Type: text/plain", words), ("Content-Type: text/html", PAGE % ""), headers="From: a\r\nSubject: b\r\n")
    return [
        ("a.csv", f"title,text\nHarbour,{words}\n".encode()),
        ("a.rss", rss.encode()),
        ("a.eml", mail_),
        ("a.mbox", b"From a Tue Mar  5 10:00:00 2024\n" + mail_),
        ("a.mhtml", multipart("related", ("Content-Type: text/html", PAGE % ""), headers="From: x\r\n")),
        ("a.docx", docx(paragraph(words), title="Harbour")),
        ("b.docx", zipped({"[Content_Types].xml": b"", "word/document.xml": b"<d><body><p><t>a</t></p></body></d>"}, packing=zipfile.ZIP_STORED)),
        ("a.odt", odt(f"<text:p>{words}</text:p>")),
        ("a.pdf", pdf([[(72.0, 700.0, 12.0, SENTENCE)]] * 3)),
        ("a.rtf", f"{{\\rtf1\\ansi {words}\\par \\u8220?x\\'93}}".encode()),
        ("a.zip", zipped({"a.txt": words.encode(), "b.html": (PAGE % "").encode()}, packing=zipfile.ZIP_STORED)),
        ("a.tar", tarred({"a.txt": words.encode()})),
        ("a.txt.gz", gzipped(words.encode())),
        ("a.warc", warc(("http://a.example/", answer, (PAGE % "").encode()))),
    ]


def killers() -> Iterator[tuple[str, bytes]]:
    """Yield files over which a library asks for memory without end."""
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R/Y 5 0 R>>>>/Length 12>>stream\n/X Do /Y Do \nendstream"
    yield "loop.pdf", pdf_of([b"/X Do"], extra=[form], resources=b"/XObject<</X 5 0 R>>")
    chain = [_form(n) for n in range(5, 30)]
    yield "doubling.pdf", pdf_of([b"/X Do"], extra=chain, resources=b"/XObject<</X 5 0 R>>")


def texts() -> Iterator[tuple[str, bytes]]:
    yield "empty.txt", b""
    yield "blank.txt", b" \r\n\t" * 10_000
    yield "zeros.txt", b"\0" * MEGABYTE
    yield "zero-in-text.txt", b"The harbour\0 will close."
    yield "random.txt", random.Random(7).randbytes(300_000)
    yield "mark-only.txt", b"\xff\xfe\0\0"
    yield "half-utf-16.txt", b"\xff\xfe" + "Harbour".encode("utf-16-le")[:-1]
    yield "surrogates.txt", b"The harbour " + b"\xed\xa0\x80\xed\xb0\x80" * 500 + b" closes."
    yield "right-to-left.txt", ("\u202e" + SENTENCE + "\u202d\u2066\u2069").encode() * 300
    yield "combining.txt", ("e" + "\u0301" * 100_000 + " closes.").encode()
    yield "escapes.txt", ("\x1b[31m" * 5_000 + SENTENCE).encode()
    yield "one-word.txt", b"a" * MEGABYTE
    yield "one-line.txt", (SENTENCE * 300).replace(". ", ", ").encode()
    yield "quotation-marks.txt", b'"' * 200_000
    yield "opening-marks.txt", "“".encode() * 200_000
    yield "brackets.txt", b"(" * 200_000
    yield "lines.txt", b"a\n" * 2_000
    yield "full-stops.txt", b". " * 3_000
    yield "too-long.txt", SENTENCE.encode() * 80_000
    yield "is-a-program.txt", b"\x7fELF" + b"\1\2" * 500
    yield "marks.md", b"*_`[" * 100_000
    yield "quotes.md", b"> " * 100_000 + b"a"


def pages() -> Iterator[tuple[str, bytes]]:
    yield "nested.html", (PAGE % ("<div>" * 100_000)).encode()
    yield "attributes.html", (PAGE % f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>x").encode()
    yield "bare-attributes.html", (PAGE % f"<p {' '.join(f'a{n}' for n in range(100_000))}>x").encode()
    yield "bold.html", (PAGE % ("<b>" * 100_000)).encode()
    yield "custom-nested.html", (PAGE % ("<x-y>" * 20_000)).encode()
    yield "paragraphs.html", (PAGE % ("<p>a" * 800)).encode()
    yield "table.html", (PAGE % f"<table>{'<tr><td>a<td>b' * 800}").encode()
    yield "linked-data.html", (PAGE % f'<script type="application/ld+json">{"[" * 100_000}</script>').encode()
    yield "script.html", (PAGE % f"<script>{'if (a < b) ' * 20_000}").encode()
    yield "comment.html", (PAGE % f"<!--{'-' * MEGABYTE}").encode()
    yield "value.html", (PAGE % f'<p title="{"x" * 3 * MEGABYTE}">x').encode()
    yield "entities.html", (PAGE % ("&amp;&#0;&#x110000;&nosuch;" * 20_000)).encode()
    yield "lying.html", b'<meta charset="utf-16">' + (PAGE % "caf\u00e9").encode("latin-1")
    yield "no-charset.html", b'<meta charset="base64">' + (PAGE % "").encode()
    yield "huge.html", (PAGE % ("<p>a</p>" * MEGABYTE)).encode()
    yield "cut-off.html", (PAGE % "").encode()[:-60]


def records() -> Iterator[tuple[str, bytes]]:
    yield "nested.json", b"[" * 200_000
    yield "nested-objects.json", b'{"a":' * 100_000
    yield "digits.json", b'{"text": ' + b"9" * 200_000 + b"}"
    yield "keys.json", json.dumps({f"k{n}": n for n in range(100_000)}).encode()
    yield "half-pair.json", b'{"title": "\\ud800", "text": "The harbour \\udfff closes."}'
    yield "wrong-types.json", b'[{"text": {"text": []}}, {"title": 5, "text": "a"}, null, NaN, {"text": "a", "date": 1e400, "author": [[["x"]]]}]'
    yield "bad-lines.jsonl", b"{\n" * 2_000
    yield "long-line.jsonl", json.dumps({"text": SENTENCE * 300}).encode()
    yield "open-quote.csv", b'title,text\nHarbour,"' + b"a," * 30_000
    yield "columns.csv", b"text," * 100_000 + b"\n" + b"a," * 200_000
    yield "zeros.csv", b"text\n\0\n"


def feeds() -> Iterator[tuple[str, bytes]]:
    yield "laughs.rss", f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss><item><title>&l9;</title></item></rss>'.encode()
    yield "quadratic.rss", f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]><rss><item><title>{"&a;" * 50_000}</title></item></rss>'.encode()
    yield "elsewhere.rss", b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title></item></rss>'
    yield "outside.rss", b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss><item><title>Harbour closes</title></item></rss>'
    yield "nested.rss", b"<rss>" + b"<a>" * 200_000
    yield "attributes.rss", b"<rss " + b" ".join(b"a%d='1'" % n for n in range(100_000)) + b"><item><title>x</title></item></rss>"
    yield "elements.rss", b"<rss>" + b"<a/>" * 1_100_000 + b"</rss>"
    yield "cut-off.rss", b"<rss><channel><item><title>Harbour"


def mail() -> Iterator[tuple[str, bytes]]:
    head = "From: a@b.example\r\nSubject: Harbour\r\n"
    yield "header.eml", f"{head}X-Long: {'a b ' * 2 * MEGABYTE}\r\n\r\n{SENTENCE}".encode()
    yield "header-lines.eml", (head + "Received: x\r\n" * 100_000 + "\r\n" + SENTENCE).encode()
    yield "parameters.eml", f"{head}Content-Type: text/plain{';a=' + chr(34) * 2000}{chr(34) + ';' * 100_000}\r\n\r\n{SENTENCE}".encode()
    yield "addresses.eml", f"From: {'<(' * 50_000}\r\nSubject: {'=?utf-8?q?a?= ' * 10_000}\r\nDate: {'1 ' * 9_000}\r\n\r\n{SENTENCE}".encode()
    boundaries = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(3_000))
    yield "nested-parts.eml", f"{head}{boundaries}\r\n{SENTENCE}".encode()
    yield "nested-messages.eml", (head + "Content-Type: message/rfc822\r\n\r\n" * 3_000 + SENTENCE).encode()
    yield "parts.eml", multipart("mixed", *[("Content-Type: text/plain", "")] * 5_000, headers=head)
    yield "no-boundary.eml", f"{head}Content-Type: multipart/mixed\r\n\r\n{SENTENCE}".encode()
    yield "base64.eml", f"{head}Content-Transfer-Encoding: base64\r\n\r\n{'=A?' * 100_000}".encode()
    yield "charset.eml", f"{head}Content-Type: text/plain; charset=nonsense\r\n\r\n".encode() + b"caf\xe9 " * 100
    yield "messages.mbox", b"From a Tue Mar  5 10:00:00 2024\nFrom: a\nSubject: b\n\n\n" * 2_000
    yield "no-page.mhtml", multipart("related", ("Content-Type: image/png", "x"), headers="From: x\r\n")


def archives() -> Iterator[tuple[str, bytes]]:
    bomb = b"a" * 60 * MEGABYTE
    yield "bomb.zip", zipped({"a.txt": bomb})
    yield "bomb.txt.gz", gzipped(bomb)
    yield "nested-bomb.gz", gzipped(gzipped(bomb))
    yield "nested.zip", _nested(12)
    yield "shells.gz", _shells(20)
    yield "members.zip", zipped({f"{n}.txt": b"" for n in range(10_500)}, packing=zipfile.ZIP_STORED)
    yield "outside.zip", zipped({"../../etc/passwd": b"x", "/abs.txt": SENTENCE.encode(), "a\nb\0.txt": SENTENCE.encode(), "C:\\x.txt": b"x"})
    locked = zipped({"a.txt": SENTENCE.encode()})
    yield "locked.zip", locked.replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0")
    yield "cut-off.zip", zipped({"a.txt": random.Random(7).randbytes(5_000)})[:-40]
    yield "forged.zip", locked.replace(struct.pack("<L", len(SENTENCE)), struct.pack("<L", 2**31))
    yield "overlapping.zip", _overlapping(3_000)
    yield "cut-off.txt.gz", gzipped(SENTENCE.encode() * 500)[:-20]
    yield "links.tar", _links()
    yield "long-names.tar", tarred({"a.txt": b""})[:156].ljust(156, b"\0") + b"L" + tarred({"a.txt": b""})[157:512]
    yield "name-chain.tar", b"".join(_tar_header(b"L", b"00000000000") for _ in range(20_000))
    yield "negative.tar", _tar_header(b"0", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff") + b"x" * 512
    yield "empty.zip", zipped({})


def office() -> Iterator[tuple[str, bytes]]:
    yield "bomb.docx", docx(paragraph("a" * 60 * MEGABYTE))
    yield "nested.docx", docx("<w:x>" * 100_000)
    yield "nested-tables.docx", docx("<w:tbl><w:tr><w:tc>" * 60 + paragraph("deep") + "</w:tc></w:tr></w:tbl>" * 60)
    laughs = (
        f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>'
    )
    yield "laughs.docx", zipped({"[Content_Types].xml": b"", "word/document.xml": laughs.encode()})
    yield "without-words.docx", docx("")
    yield "no-xml.docx", zipped({"word/document.xml": b"\xff\xfe\xff"})
    yield "elements.docx", docx("<w:p/>" * 1_100_000)
    yield "spaces.odt", odt("<text:p>The" + '<text:s text:c="999999999"/>' * 1_000 + "end</text:p>")
    yield "locked.odt", odt("<text:p>x</text:p>", manifest="<encryption-data/>")
    yield "old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 5_000


def pdfs() -> Iterator[tuple[str, bytes]]:
    text = b"BT /F1 12 Tf 72 700 Td (The harbour will close in May.) Tj ET"
    content = b"BT /F1 1 Tf (a) Tj ET " * MEGABYTE
    yield "bomb.pdf", pdf_of([text]).replace(b"<</Length %d>>stream\n%s\nendstream" % (len(text), text), deflated(content))
    yield "page-loop.pdf", pdf_of([text]).replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]")
    yield "count.pdf", pdf_of([text]).replace(b"/Count 1", b"/Count 99999999")
    yield "xref-loop.pdf", pdf_of([text]).replace(b"/Info 4 0 R", b"/Prev 9  ")
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    yield "locked.pdf", pdf_of([text]).replace(b"/Info 4 0 R", locked)
    yield "cut-off.pdf", pdf_of([text])[:-200]
    yield "pages.pdf", pdf_of([b""] * 5_100)
    yield "is-text.pdf", b"The harbour will close."


def others() -> Iterator[tuple[str, bytes]]:
    yield "groups.rtf", b"{\\rtf1 " + b"{" * 200_000
    yield "picture.rtf", b"{\\rtf1 words {\\pict " + b"00ff" * 2 * MEGABYTE + b"}}"
    yield "binary.rtf", b"{\\rtf1 words \\bin999999999 x}"
    yield "characters.rtf", b"{\\rtf1 " + b"\\u-9999999?\\u55357 ?\\'zz" * 20_000 + b"}"
    yield "lengths.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: -5\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx"
    answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked"
    yield "packed.warc", warc(("http://a.example/", answer, b"FFFFFFFF\r\n" + gzipped(b"a" * 60 * MEGABYTE)))
    yield "headers.warc", b"WARC/1.0\r\n" + b"A: b\r\n" * 200_000
    yield "clip.mp4", b"\0\0\0\x18ftypmp42" + b"\1" * 2_000
    yield "no-extension", b"\x89PNG\r\n\x1a\n" + b"\0" * 500


def _nested(depth: int) -> bytes:
    made = SENTENCE.encode()
    for number in range(depth):
        made = zipped({f"{number}.zip" if number else "a.txt": made})
    return made


def _shells(depth: int) -> bytes:
    made = SENTENCE.encode()
    for _ in range(depth):
        made = gzipped(made)
    return made


def _overlapping(count: int) -> bytes:
    """Return an archive whose directory names one packed megabyte many times."""
    one = zipped({"a.txt": b"a" * MEGABYTE})
    start = one.rindex(b"PK\x01\x02")
    end = one.rindex(b"PK\x05\x06")
    entries = one[start:end] * count
    return one[:start] + entries + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)


def _links() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for number, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE)):
            info = tarfile.TarInfo(f"../{number}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    return made.getvalue()


def _tar_header(kind: bytes, size: bytes) -> bytes:
    header = bytearray(tarfile.TarInfo("a.txt").tobuf(tarfile.GNU_FORMAT)[:512])
    header[124:136] = size.ljust(12, b"\0")
    header[156:157] = kind
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def _form(number: int) -> bytes:
    """Return a form that draws the next one twice."""
    return b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length 12>>stream\n/X Do /X Do \nendstream" % (number + 1)
