import json
import sys
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import docx, gzipped, multipart, odt, paragraph, pdf, pdf_of, tarred, warc, zipped

from tasks.parse import SEEDS, parse, read
from tasks.parse.detect import detected
from tasks.parse.document import Document, Refusal
from tasks.segment import segment
from warehouse.errors import UnreadableSeed

HARBOUR = "Harbour to close"
WORDS = "The harbour of Port Ellery will close in May, its master said on Tuesday."
ARTICLE = f"{HARBOUR}\n\n{WORDS}"
PAGE = f"<!DOCTYPE html><title>{HARBOUR}</title><article><h1>{HARBOUR}</h1><p>{WORDS}</p><p>{WORDS} It will not open again.</p></article>"
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Maravia Herald</title>
<item><title>Harbour &amp; pier to close</title><media:title>A picture</media:title><guid>h-1</guid><dc:creator>Ada Lindqvist</dc:creator>
<pubDate>Tue, 05 Mar 2024 10:00:00 +0100</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>It closes in May.</p><p>Nobody&nbsp;objected.</p>]]></content:encoded></item>
<item><title>Bridge reopens</title><link>https://herald.example/bridge</link>
<description>It reopened&nbsp;on &lt;b&gt;Monday&lt;/b&gt;.</description></item>
<item><guid>empty</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Maravia Herald</title><entry><id>urn:1</id>
<title>Harbour to close</title><author><name>Ada Lindqvist</name></author>
<updated>2024-03-05T10:00:00Z</updated><summary type="html">&lt;p>It closes in May.</summary></entry></feed>"""
HEADERS = "From: Ada Lindqvist <ada@herald.example>\r\nSubject: =?utf-8?q?Harbour_=E2=80=93_closed?=\r\nDate: Tue, 5 Mar 2024 10:00:00 +0100\r\n"
MAIL = f"{HEADERS}\r\n{WORDS}\r\n"
RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\title x}}Harbour to close\par "
    r"\ldblquote No,\rdblquote  said Jos\'e9 \u321?ski.\par{\*\x y}}"
)


def outcomes(name: str, content: bytes) -> list[tuple[str, str]]:
    return [(one.container_path, one.error.reason if isinstance(one, Refusal) else one.text) for one in read(name, content)]


def only(name: str, content: bytes) -> Document:
    (document,) = read(name, content)
    assert isinstance(document, Document), document
    return document


def values(document: Document) -> dict[str, Any]:
    facts = document.facts
    named = {"title": facts.title, "authors": facts.authors, "publisher": facts.publisher}
    return {name: found.value for name, found in named.items() if found} | {"at": facts.published.value.at.isoformat() if facts.published else None}


@pytest.mark.parametrize(
    ("name", "content", "format_"),
    [
        ("a.txt", PAGE.encode(), ".html"),
        ("a.json", b"  <!-- not found --><HTML><p>404", ".html"),
        ("a.html", PAGE.encode("utf-16"), ".html"),
        ("a.txt", RSS.encode(), ".rss"),
        ("feed", ATOM.encode(), ".rss"),
        ("feed", b'<?xml version="1.0"?>\n<!DOCTYPE rss PUBLIC "-//Herald//DTD RSS 0.91//EN" "https://herald.example/rss.dtd">\n<rss>', ".rss"),
        ("a.html", b"%PDF-1.7", ".pdf"),
        ("a.pdf", b"\n\n%PDF-1.7", ".pdf"),
        ("a.txt", b"%PDFs begin with %PDF-, he said.", ".txt"),
        ("message", MAIL.encode(), ".eml"),
        ("a.txt", MAIL.encode(), ".txt"),
        ("box", b"From ada@x Tue Mar  5 10:00:00 2024\n" + MAIL.replace("\r\n", "\n").encode(), ".mbox"),
        ("saved.mht", multipart("related", ("Content-Type: text/html", PAGE), headers="From: <Saved by a browser>\r\n"), ".mhtml"),
        ("a.doc", docx(paragraph(WORDS)), ".docx"),
        ("a.zip", odt(""), ".odt"),
        ("a.zip", zipped({"inner.docx": docx(paragraph(WORDS))}), ".zip"),
        ("a.html", gzipped(b""), ".gz"),
        ("a.bin", tarred({"a.txt": b"words"}), ".tar"),
        ("a", RTF.encode(), ".rtf"),
        ("a", b'{"text": "one"}\n{"text": "two"}', ".jsonl"),
        ("a", b'[{"text": "one"}]', ".json"),
        ("README", WORDS.encode(), ".txt"),
        ("a.md", b"From: here\nDate: today\n\nwords", ".md"),
    ],
)
def test_a_file_is_what_is_in_it_and_its_name_only_breaks_ties(name: str, content: bytes, format_: str) -> None:
    dot = name.rfind(".")
    assert detected(name[dot:] if dot > 0 else "", content) == format_


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("clip.mp4", b"words", "unsupported"),
        ("old.doc", b"\xd0\xcf\x11\xe0 and more", "unsupported"),
        ("locked.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("table.xlsx", zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "unsupported"),
        ("a.pdf", b"words", "malformed"),
        ("a.rtf", b" ", "empty"),
        ("a.xml", b"<note>words</note>", "malformed"),
    ],
)
def test_what_no_reader_fits_is_refused_with_a_reason(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSeed) as caught:
        detected(name[name.rfind(".") :], content)
    assert caught.value.reason == reason


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_row_of_a_table_is_an_article(separator: str) -> None:
    rows = [["title", "text", "date"], [HARBOUR, '"It closes,\nand soon."', "2024-03-05"], ["Bridge", "", ""], [], ["Bridge", "It reopened.", ""]]
    found = list(read("a.csv", "\n".join(separator.join(row) for row in rows).encode()))
    assert outcomes("a.csv", "\n".join(separator.join(row) for row in rows).encode()) == [
        ("row 1", f"{HARBOUR}\n\nIt closes,\nand soon."),
        ("row 2", "empty"),
        ("row 4", "Bridge\n\nIt reopened."),
    ]
    assert isinstance(found[0], Document)
    assert values(found[0])["at"] == "2024-03-05T00:00:00+00:00"


def test_a_table_without_a_column_of_text_is_malformed() -> None:
    assert outcomes("a.csv", b"place,boats\nPort Ellery,3\n") == [("", "malformed")]


def test_each_entry_of_a_feed_is_an_article_named_by_its_own_id() -> None:
    first, second, third = read("a.rss", RSS.encode())
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.container_path, first.text) == ("h-1", "Harbour & pier to close\n\nIt closes in May.\n\nNobody\u00a0objected.")
    assert values(first) == {
        "title": "Harbour & pier to close",
        "authors": ["Ada Lindqvist"],
        "publisher": "Maravia Herald",
        "at": "2024-03-05T09:00:00+00:00",
    }
    assert (second.container_path, second.text) == ("https://herald.example/bridge", "Bridge reopens\n\nIt reopened\u00a0on Monday.")
    assert isinstance(third, Refusal)
    assert (third.container_path, third.error.reason) == ("empty", "empty")


def test_an_atom_feed_is_read_like_rss() -> None:
    document = only("a.xml", ATOM.encode())
    assert (document.container_path, document.text) == ("urn:1", "Harbour to close\n\nIt closes in May.")
    assert values(document)["authors"] == ["Ada Lindqvist"]
    assert document.media_type == "application/rss+xml"


def test_a_message_is_its_subject_and_text() -> None:
    document = only("a.eml", MAIL.encode())
    assert document.text == f"Harbour – closed\n\n{WORDS}\n"
    assert values(document) == {"title": "Harbour – closed", "authors": ["Ada Lindqvist"], "at": "2024-03-05T09:00:00+00:00"}


def test_the_plain_part_of_a_message_is_read_and_its_attached_documents_are_documents() -> None:
    content = multipart(
        "mixed",
        ("Content-Type: text/html", PAGE),
        ("Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable", "The caf=E9 stays open."),
        ("Content-Type: image/png\r\nContent-Disposition: attachment; filename=logo.png", "x"),
        ("Content-Type: text/plain\r\nContent-Disposition: attachment; filename=plan.txt", WORDS),
        headers="Subject: Café\r\nFrom: press@port.example\r\n",
    )
    assert outcomes("a.eml", content) == [("", "Café\n\nThe café stays open."), ("plan.txt", WORDS)]


def test_a_message_with_nothing_but_a_page_is_read_as_one() -> None:
    content = multipart("alternative", ("Content-Type: text/html; charset=utf-8", PAGE), headers="Subject: News\r\nFrom: a@b.example\r\n")
    assert WORDS in only("a.eml", content).text


def test_a_mailbox_is_its_messages_and_a_broken_one_refuses_itself_alone() -> None:
    line, mail = b"From ada@x Tue Mar  5 10:00:00 2024\n", MAIL.replace("\r\n", "\n").encode()
    content = line + mail + b">From the harbour nothing was heard.\n\n" + line + b"Subject: nothing\nFrom: a@b.example\n\n \n\n" + line + mail
    first, second, third = outcomes("a.mbox", content)
    assert (first[0], first[1].rstrip().splitlines()[-1]) == ("message 1", "From the harbour nothing was heard.")
    assert (second, third[0]) == (("message 2", "empty"), "message 3")


def test_a_saved_page_is_read_without_its_pictures() -> None:
    content = multipart("related", ("Content-Type: text/html", PAGE), ("Content-Type: image/png", "x"), headers="From: <Saved by a browser>\r\n")
    document = only("a.mhtml", content)
    assert document.text.startswith(ARTICLE)
    assert document.media_type == "multipart/related"


def test_a_word_document_is_its_paragraphs_lists_and_tables_without_what_was_deleted() -> None:
    item = "<w:pPr><w:numPr/></w:pPr>"
    table = f"<w:tbl><w:tr><w:tc>{paragraph('Port')}</w:tc><w:tc>{paragraph('Boats')}</w:tc></w:tr></w:tbl>"
    gone = "<w:p><w:del><w:r><w:delText>never</w:delText><w:t>never</w:t></w:r></w:del><w:r><w:t>kept</w:t><w:br/><w:t>below</w:t></w:r></w:p>"
    body = paragraph(HARBOUR) + paragraph("The har", "bour closes.") + paragraph("one", style=item) + table + gone
    document = only("a.docx", docx(body, title=HARBOUR, author="Ada Lindqvist"))
    assert document.text == f"{HARBOUR}\n\nThe harbour closes.\n\n- one\n\nPort | Boats\n\nkept\n\nbelow"
    assert values(document) == {"title": HARBOUR, "authors": ["Ada Lindqvist"], "at": None}


def test_an_open_document_is_its_paragraphs_without_remarks() -> None:
    body = (
        f"<text:h>{HARBOUR}</text:h><text:p>It <text:span>closes</text:span><text:s text:c='2'/>in<text:tab/>May<office:annotation>"
        "<text:p>why?</text:p></office:annotation>.</text:p><text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>"
    )
    assert only("a.odt", odt(body)).text == f"{HARBOUR}\n\nIt closes in May.\n\n- one"


def test_rich_text_is_what_is_shown() -> None:
    assert only("a.rtf", RTF.encode()).text == "Harbour to close\n\n“No,” said José Łski."


def test_a_picture_in_rich_text_is_passed_over() -> None:
    content = rb"{\rtf1 before{\pict\bin9 }}}}}}}}}" + b"00ff" * 200_000 + rb"} after\u55357?\u56832?}"
    assert only("a.rtf", content).text == "before after😀"


LINES = [
    (72.0, 700.0, 20.0, HARBOUR),
    (72.0, 660.0, 10.0, "The harbour of Port Ellery, which has been open since the days of the great"),
    (72.0, 648.0, 10.0, "storm, will close in May."),
    (84.0, 636.0, 10.0, "“Nobody objected,” its master said on Tuesday to those who had come to the"),
    (72.0, 624.0, 10.0, "quay. The council will meet"),
]


def test_the_lines_of_a_pdf_are_paragraphs_that_know_their_page() -> None:
    second = [(72.0, 700.0, 10.0, "again in June."), (72.0, 660.0, 10.0, "Boats may stay.")]
    document = only("a.pdf", pdf([LINES, second], title=HARBOUR))
    paragraphs = document.text.split("\n\n")
    assert paragraphs == [
        HARBOUR,
        "The harbour of Port Ellery, which has been open since the days of the great storm, will close in May.",
        "“Nobody objected,” its master said on Tuesday to those who had come to the quay. The council will meet again in June.",
        "Boats may stay.",
    ]
    assert document.text[document.page_starts[1] :] == "Boats may stay."
    assert values(document)["title"] == HARBOUR


def test_the_paragraphs_and_sentences_of_a_pdf_say_which_page_they_are_on() -> None:
    content = pdf([LINES, [(72.0, 700.0, 10.0, "Boats may stay. Nets may not.")]])
    rows = pa.Table.from_pylist([{"source_uri": "a.pdf", "content": content, "published_at": None}], SEEDS)
    tables = parse({"seeds": rows})
    found = segment(tables)["segments"].to_pylist()
    assert [(row["kind"] == "sentence", row["page"]) for row in found][-3:] == [(False, 2), (True, 2), (True, 2)]
    assert {row["page"] for row in found[:-3]} == {1}


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out() -> None:
    pages = [
        [(72.0, 750.0, 8.0, "Maravia Herald"), (72.0, 700.0, 10.0, f"Boat {name} stays."), (300.0, 40.0, 8.0, f"Page {n}")]
        for n, name in enumerate("ABC")
    ]
    assert only("a.pdf", pdf(pages)).text == "Boat A stays.\n\nBoat B stays.\n\nBoat C stays."


PICTURE = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\xff\nendstream"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf_of([b"q 612 0 0 792 0 0 cm /I Do Q"], extra=[PICTURE], resources=b"/XObject<</I 5 0 R>>"), "needs_ocr"),
        (pdf([[]]), "empty"),
        (pdf([LINES])[:300], "malformed"),
        (b"%PDF-1.7\nnothing", "malformed"),
    ],
)
def test_a_pdf_without_text_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    assert outcomes("a.pdf", content) == [("", reason)]


def test_the_files_of_an_archive_are_documents_with_their_place_in_it() -> None:
    inner = zipped({"b/wire.jsonl": json.dumps({"text": WORDS}).encode() + b"\n{"})
    files = {"a.txt": ARTICLE.encode(), "inner.zip": inner, "logo.png": b"\x89PNG", ".hidden": b"x", "__MACOSX/a.txt": b"x", "locked": b""}
    assert outcomes("news.zip", zipped(files)) == [
        ("a.txt", ARTICLE),
        ("inner.zip!b/wire.jsonl!line 1", WORDS),
        ("inner.zip!b/wire.jsonl!line 2", "malformed"),
        ("logo.png", "unsupported"),
        ("locked", "empty"),
    ]


def test_a_compressed_file_is_the_file_itself() -> None:
    assert outcomes("a.txt.gz", gzipped(ARTICLE.encode())) == [("", ARTICLE)]
    assert outcomes("news.tar.gz", gzipped(tarred({"./a.txt": ARTICLE.encode(), "b.html": PAGE.encode()})))[0] == ("a.txt", ARTICLE)


def test_two_documents_of_one_place_are_told_apart() -> None:
    assert [path for path, _ in outcomes("a.tar", tarred({"a.txt": b"one"}).rstrip(b"\0") + tarred({"a.txt": b"two"}))] == ["a.txt"]
    feed = RSS.replace("https://herald.example/bridge", "h-1")
    assert [one.container_path for one in read("a.rss", feed.encode())] == ["h-1", "h-1#2", "empty"]


def test_the_pages_of_a_web_archive_are_documents_named_by_their_addresses() -> None:
    found, html = "HTTP/1.1 200 OK\r\nContent-Type: ", "text/html; charset=utf-8"
    content = warc(
        ("https://herald.example/harbour", found + html, PAGE.encode()),
        ("https://herald.example/logo.png", f"{found}image/png", b"\x89PNG"),
        ("https://herald.example/gone", f"HTTP/1.1 404 Not Found\r\nContent-Type: {html}", b"<p>gone"),
    )
    ((path, text),) = outcomes("crawl.warc", content)
    assert (path, text.startswith(ARTICLE)) == ("https://herald.example/harbour", True)
    assert outcomes("crawl.warc.gz", gzipped(content)) == [(path, text)]


def test_a_broken_web_archive_writes_nothing_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert outcomes(
        "a.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: -5\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx"
    ) == [("", "malformed")]
    assert capfd.readouterr() == ("", "")


def test_without_the_extra_a_web_archive_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    (refusal,) = read("crawl.warc", warc(("https://herald.example/", "HTTP/1.1 200 OK", b"")))
    assert isinstance(refusal, Refusal)
    assert refusal.error.reason == "unsupported"
    assert "onrecord[warc]" in refusal.error.detail


MADE = [
    PAGE.encode(),
    RSS.encode(),
    MAIL.encode(),
    RTF.encode(),
    pdf([LINES]),
    docx(paragraph(WORDS)),
    odt(""),
    zipped({"a.txt": b"x"}),
    tarred({"a": b"x"}),
]


@given(st.sampled_from(MADE), st.integers(0, 2**31), st.binary(min_size=1, max_size=8))
def test_a_file_with_a_few_wrong_bytes_gives_documents_or_refusals(content: bytes, at: int, wrong: bytes) -> None:
    at %= len(content)
    broken = content[:at] + wrong + content[at + len(wrong) :]
    for one in [*read("any", broken), *read("any", content[:at])]:
        assert isinstance(one, Refusal) or one.text.strip()


def test_the_styles_of_an_office_file_tell_what_its_paragraphs_are() -> None:
    def styled(name: str, words: str) -> str:
        return paragraph(words, style=f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>')

    row = "<w:tr><w:tc><w:p><w:r><w:t>Boats</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>91</w:t></w:r></w:p></w:tc></w:tr>"
    body = styled("Heading1", HARBOUR) + paragraph(WORDS) + styled("Heading2", "Next") + styled("Quote", "Nobody asked us.") + f"<w:tbl>{row}</w:tbl>"
    document = only("a.docx", docx(body, title=HARBOUR))
    assert [place.kind for place in document.places] == ["title", None, "heading", "quote", "table"]
    assert [document.text[place.start :].partition("\n")[0] for place in document.places][2:] == ["Next", "Nobody asked us.", "Boats | 91"]
