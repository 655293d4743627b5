"""Read PDF: the text of its pages, their lines joined to paragraphs by where they stand."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

from tasks.parse.decode import cleaned
from tasks.parse.document import Document, Facts
from tasks.parse.fields import line_of, read_facts
from tasks.parse.furniture import complete
from warehouse.errors import UnreadableSeed

MOST_PAGES: Final = 5_000
FURTHEST: Final = 1.7
"""Heights of a line between the feet of two lines of one paragraph; single spacing is 1.2."""
INDENT: Final = 0.8
"""Heights of a line by which the first line of a paragraph stands to the right."""
SHORTEST: Final = 0.85
"""Of the widest line's right edge: a line that ends before it, with a full stop, ends its paragraph."""
OTHER_SIZE: Final = 1.15
FEWEST_PAGES: Final = 3
"""In fewer pages, a line that comes again at the same place may be no running head."""

_HYPHEN = re.compile("[\ufffe\x02\u00ad]$")
_FINAL = re.compile(r"[.!?…:][\"'”’)\]]*$")
_NUMBER = re.compile(r"\d+")


class Line(NamedTuple):
    """A line of a page: its words and where it stands, in points from the lower left corner."""

    words: str
    left: float
    right: float
    foot: float
    height: float


def read_pdf(content: bytes) -> Iterator[Document]:
    """Yield the document of a PDF file without its running heads and page numbers; a scan is refused as `needs_ocr`."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - a native library, for those who have PDFs

    try:
        pages, about = _read(content)
    except PdfiumError as error:
        raise UnreadableSeed("malformed", f"PDF that cannot be read: {error}") from None
    paragraphs = _run_on([list(_paragraphs(page)) for page in _without_furniture(pages)])
    text = "\n\n".join(words for page in paragraphs for words in page)
    starts = [0, *accumulate(sum(len(words) + 2 for words in page) for page in paragraphs)][: len(pages)]
    yield Document(text, None, complete(text, _known(about, text)), page_starts=starts)


def _read(content: bytes) -> tuple[list[list[Line]], Mapping[str, str]]:
    document = _opened(content)
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableSeed("too_large", f"{len(document):,} pages, and the most is {MOST_PAGES:,}")
        pages = [_lines(document[number]) for number in range(len(document))]
        if not any(pages):
            raise UnreadableSeed("needs_ocr", "its pages are pictures") if _has_picture(document) else UnreadableSeed("empty", "pages without text")
        return pages, document.get_metadata_dict()
    finally:
        document.close()


def _opened(content: bytes) -> Any:  # noqa: ANN401 - pypdfium2 is untyped
    import pypdfium2  # noqa: PLC0415 - a native library, for those who have PDFs

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise UnreadableSeed("encrypted", "a PDF with a password") from None
        raise


def _has_picture(document: Any) -> bool:  # noqa: ANN401 - pypdfium2 is untyped
    import pypdfium2.raw  # noqa: PLC0415 - a native library, for those who have PDFs

    pages = (document[number] for number in range(min(len(document), FEWEST_PAGES)))
    return any(next(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2), None) for page in pages)


def _lines(page: Any) -> list[Line]:  # noqa: ANN401 - pypdfium2 is untyped
    """Return the lines of a page that have words."""
    texts = page.get_textpage()
    try:
        text = texts.get_text_range()
        is_aligned = len(text) == texts.count_chars()
        found, start = list[Line](), 0
        for number, line in enumerate(text.split("\r\n")):
            if line.strip():
                place = _place(texts, start, line) if is_aligned else (0.0, float(len(line)), -float(number), 1.0)
                found.append(Line(line.strip(), *place))
            start += len(line) + 2
        return found
    finally:
        texts.close()
        page.close()


def _place(texts: Any, start: int, line: str) -> tuple[float, float, float, float]:  # noqa: ANN401 - pypdfium2 is untyped
    first, last = start + len(line) - len(line.lstrip()), start + len(line.rstrip()) - 1
    left, foot, _, top = texts.get_charbox(first, loose=True)
    right = texts.get_charbox(last, loose=True)[2]
    return left, right, foot, max(top - foot, 1.0)


def _without_furniture(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the pages without the first and last lines that come again on most of them but for a number."""
    if len(pages) < FEWEST_PAGES:
        return list(pages)
    edges = Counter(edge for page in pages for edge in {_shape(line) for line in (*page[:1], *page[-1:])})
    running = {shape for shape, count in edges.items() if count * 2 > len(pages)}
    return [[line for number, line in enumerate(page) if 0 < number < len(page) - 1 or _shape(line) not in running] for page in pages]


def _shape(line: Line) -> str:
    return _NUMBER.sub("0", line.words)


def _paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    edge = max((line.right for line in lines), default=0.0)
    words, before = "", None
    for line in lines:
        if before is not None and _is_new(before, line, edge):
            yield _clean(words)
            words = ""
        words, before = _joined(words, line.words), line
    yield from filter(None, [_clean(words)])


def _is_new(before: Line, line: Line, edge: float) -> bool:
    """Tell whether a paragraph begins at a line."""
    height = max(before.height, line.height)
    ends = bool(_FINAL.search(before.words))
    if line.foot > before.foot + height / 2:
        return ends  # The next column or page.
    if before.foot - line.foot > FURTHEST * height or height > OTHER_SIZE * min(before.height, line.height):
        return True
    return line.left > before.left + INDENT * height or (ends and before.right < SHORTEST * edge)


def _joined(words: str, line: str) -> str:
    """Return words with those of the next line; a word that was divided at the end of a line is whole again."""
    if _HYPHEN.search(words):
        return words[:-1] + line
    return f"{words} {line}" if words else line


def _clean(words: str) -> str:
    return line_of(cleaned(words.replace("\ufffe", "")))


def _run_on(pages: list[list[str]]) -> list[list[str]]:
    """Return the pages' paragraphs, one that goes on overleaf whole on the page where it begins."""
    found = list[list[str]]()
    last: list[str] = []
    for page in pages:
        if last and page and not _FINAL.search(last[-1]) and page[0][:1].islower():
            last[-1] = f"{last[-1]} {page[0]}"
            page = page[1:]  # noqa: PLW2901 - what is left of it
        found.append(page)
        last = page or last
    return found


def _known(about: Mapping[str, str], text: str) -> Facts:
    """Return title and author from the properties; a title that the first page does not show was left there by another document."""
    title = line_of(about.get("Title", ""))
    shown = title.casefold() in " ".join(text[:3000].split()).casefold()
    return read_facts({"title": title if shown else None, "author": about.get("Author") if shown else None}, "properties")
