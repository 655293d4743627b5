"""Read a web page: the blocks of its article, each with its place in the page, and what the page says of it."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from tasks.parse import linked_data, webblocks, webchoice, webfacts
from tasks.parse.decode import decode
from tasks.parse.document import Block, Document, Facts, below, laid_out
from tasks.parse.fields import line_of, read_body
from tasks.parse.furniture import complete
from tasks.parse.webblocks import LONGEST_CELL, WebBlock
from warehouse.errors import UnreadableSeed

DEEPEST: Final = 400
MOST_ATTRIBUTES: Final = 2000
"""Pages with more, in one tag, stopped every HTML parser tried for minutes; browsers write at most a few dozen."""

_DECLARED = re.compile(rb"""<(?:meta\b[^<>]{0,200}?charset\s*=\s*["']?|\?xml[^<>]{0,100}?encoding\s*=\s*["'])\s*([\w.:-]{2,40})""", re.IGNORECASE)
_CONTAINER = re.compile(r"<(/?)(?:div|span|table|section|article|blockquote|ul|ol|font|b|i|em|center)\b", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z][^<>]*")
_VALUE = re.compile(r"""\s*=\s*(?:"[^"]*"|'[^']*')""")


def read_webpage(content: bytes) -> Iterator[Document]:
    """Yield the article of a page: title, then paragraphs, a blank line between them."""
    declared = _DECLARED.search(content[:4096])
    page, encoding = decode(content, declared=declared[1].decode("ascii") if declared else None)
    _check(page)
    try:
        blocks, known = _article(webblocks.unmarked(page))
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError, RecursionError, SyntaxError) as error:
        # What lxml and trafilatura raise on broken pages; lxml's parse errors are syntax errors.
        raise UnreadableSeed("malformed", f"HTML that cannot be read: {type(error).__name__}") from error
    text, places = laid_out(blocks)
    if not text.strip():
        raise UnreadableSeed("empty", "no article in the page")
    yield Document(text, encoding, complete(text, known), places=places)


def _check(page: str) -> None:
    depth = 0
    for match in _CONTAINER.finditer(page):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > DEEPEST:
            raise UnreadableSeed("malformed", f"elements nested more than {DEEPEST} deep")
    if any(len(tag) > MOST_ATTRIBUTES and len(_VALUE.sub("", tag).split()) > MOST_ATTRIBUTES for tag in _TAG.findall(page)):
        raise UnreadableSeed("malformed", f"a tag with more than {MOST_ATTRIBUTES} attributes")


def _article(page: str) -> tuple[list[Block], Facts]:
    import trafilatura  # noqa: PLC0415 - 0.7 s, for those who have web pages

    tree = trafilatura.load_html(page)
    if tree is None:
        return [], Facts()
    linked = linked_data.article(tree)
    blocks = webblocks.divided(tree)
    known = webfacts.web_facts(tree, blocks, linked)
    if not (known.title and known.authors and known.published):
        known = webfacts.guessed(trafilatura.load_html(page), known)
    title, told = known.title.value if known.title else "", read_body(linked)
    body = list(_paragraphs(webchoice.chosen(tree, blocks, told=told, title=title)))
    if not body:
        body = [Block(line) for line in map(line_of, told.split("\n")) if line]
    found = below(title, body)
    if found and found[0].kind == "title":
        found[0] = found[0]._replace(path=next((block.path() for block in blocks if block.words == title), None))
    return found, known


def _paragraphs(blocks: Sequence[tuple[WebBlock, str | None]]) -> Iterator[Block]:
    """Yield the paragraphs of an article; a row of a table of data is one, and items of lists have a mark that a reader sees."""
    for row, group in groupby(blocks, key=lambda pair: pair[0].row):
        members = list(group)
        if row is not None and _is_data(members):
            yield Block(" | ".join(block.words for block, _ in members), "table", row.getroottree().getpath(row))
            continue
        for block, kind in members:
            shown = None if kind == "table" else kind
            yield Block(f"- {block.words}" if shown == "list" else block.words, shown, block.path())


def _is_data(members: Sequence[tuple[WebBlock, str | None]]) -> bool:
    """Tell whether a row is one of data, and not of a table that arranges the page."""
    cells = [next(block.element.iterancestors("td", "th"), block.element) for block, _ in members]
    cells = [block.element if block.element.tag in {"td", "th"} else cell for (block, _), cell in zip(members, cells, strict=True)]
    return len(members) > 1 and len(set(cells)) == len(cells) and all(len(block.words) <= LONGEST_CELL for block, _ in members)
