"""Read the documents of word processors: .docx and .odt, which are XML in a ZIP archive."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element

from tasks.parse.containers import BROKEN_ZIP, unzipped
from tasks.parse.decode import cleaned, required
from tasks.parse.document import Block, Document, Facts, below, laid_out
from tasks.parse.fields import line_of, read_facts
from tasks.parse.furniture import complete
from tasks.parse.markup import attribute, local, named, tree
from warehouse.errors import UnreadableSeed

UNSEEN: Final = frozenset(
    {"del", "moveFrom", "instrText", "Fallback", "pPr", "rPr", "tblPr", "sectPr"}
    | {"tracked-changes", "annotation", "note", "sequence-decls", "forms"}
)
"""Elements with what is not in the text as read: deleted words, remarks, a second copy of a text box, properties."""
PARAGRAPHS: Final = frozenset({"p", "h"})
ROWS: Final = frozenset({"tr", "table-row"})
CELLS: Final = frozenset({"tc", "table-cell"})
WORD: Final = "wordprocessingml"
"""In the namespace of a .docx, where white space between elements is no text."""
STYLES: Final = {"heading": "heading", "quot": "quote", "intensequote": "quote", "caption": "caption"}
"""How the names of styles begin that tell what a paragraph is."""
SIGNS: Final = {"tab": " ", "s": " ", "br": "\n", "cr": "\n", "line-break": "\n", "noBreakHyphen": "-"}
"""Elements that stand for a character."""


def read_docx(content: bytes) -> Iterator[Document]:
    """Yield the document of a .docx file."""
    yield _document(content, body="word/document.xml", about="docProps/core.xml")


def read_odt(content: bytes) -> Iterator[Document]:
    """Yield the document of an .odt file."""
    yield _document(content, body="content.xml", about="meta.xml")


def _document(content: bytes, *, body: str, about: str) -> Document:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if b"encryption-data" in _file(archive, "META-INF/manifest.xml"):
                raise UnreadableSeed("encrypted", "an office file with a password")
            written, properties = _file(archive, body), _file(archive, about)
    except BROKEN_ZIP as error:
        raise UnreadableSeed("malformed", f"a broken office file: {type(error).__name__}") from None
    known = _known(properties)
    blocks = [block for part in named(tree(written), "body") for block in _blocks(part)]
    text, places = laid_out(below(known.title.value if known.title else None, blocks))
    return Document(required(text), None, complete(text, known), places=places)


def _file(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a file of the archive, nothing where it has none of the name."""
    return unzipped(archive, archive.getinfo(name)) if name in archive.NameToInfo else b""


def _known(properties: bytes) -> Facts:
    if not properties:
        return Facts()
    fields: dict[str, object] = {local(element): element.text or "" for element in tree(properties).iter()}
    return read_facts({"title": fields.get("title"), "author": fields.get("creator")}, "properties")


def _blocks(element: Element) -> Iterator[Block]:
    """Yield the paragraphs below an element, each as a line; a row of a table is one."""
    for child in element:
        name = local(child)
        if name in UNSEEN:
            continue
        if name in PARAGRAPHS:
            yield from _paragraph(child)
        elif name in ROWS:
            cells = (" ".join(block.words for block in _blocks(cell)) for cell in child if local(cell) in CELLS)
            yield from (Block(words, "table") for words in filter(None, [" | ".join(cells).strip(" |")]))
        elif name == "list-item":
            yield from (Block(f"- {block.words}", "list") for block in _blocks(child))
        else:
            yield from _blocks(child)


def _paragraph(element: Element) -> Iterator[Block]:
    kind = _kind(element)
    for line in filter(None, map(line_of, cleaned("".join(_words(element))).split("\n"))):
        yield Block(f"- {line}" if kind == "list" else line, kind)


def _kind(element: Element) -> str | None:
    """Return what a paragraph is by its style, which office programs name in English whatever they show; an .odt has its own element for headings."""
    properties = [found for about in element if local(about) == "pPr" for found in about]
    if any(local(found) == "numPr" for found in properties):
        return "list"
    style = next((attribute(found, "val") for found in properties if local(found) == "pStyle"), attribute(element, "style-name")).lower()
    return "heading" if local(element) == "h" else next((kind for start, kind in STYLES.items() if style.startswith(start)), None)


def _words(element: Element) -> Iterator[str]:
    """Yield the words of a paragraph; in a .docx only those of its `t` elements are any."""
    is_open = local(element) in ({"t"} if WORD in element.tag else {"p", "h", "span", "a"})
    if is_open and element.text:
        yield element.text
    for child in element:
        name = local(child)
        if name in SIGNS:
            yield SIGNS[name] * _count(child)
        elif name in PARAGRAPHS:
            yield "\n"
            yield from _words(child)
            yield "\n"
        elif name not in UNSEEN:
            yield from _words(child)
        if is_open and child.tail:
            yield child.tail


def _count(element: Element) -> int:
    """Return how many spaces an .odt writes as one element."""
    count = attribute(element, "c")
    return min(int(count), 100) if count.isascii() and count.isdigit() else 1
