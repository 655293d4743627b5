"""Divide a web page into blocks: stretches of text that a reader sees apart, each with what it is and where it stands."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Final, TypeAlias

from tasks.parse.decode import cleaned

Node: TypeAlias = Any
"""An element of lxml, which is untyped."""

FIRST_MARK: Final = 0xF0000
MOST_BLOCKS: Final = 0xFFFD
"""Marks are the characters of plane 15, which are nobody's."""
SHORTEST_MARKED: Final = 20
"""Characters of a stretch within a block, such as a link, that bears the mark of the block too."""
LONGEST_CELL: Final = 200
FURTHEST: Final = 12
"""Elements around a block that may tell what it is."""
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
INLINE: Final = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "nobr"}
    | {"q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "picture", "source"}
)
"""Elements that stand within a line; others begin a new one, also those of a site's own where they are not in a paragraph."""
LONGEST_TIME: Final = 40
UNSEEN: Final = frozenset(
    {
        "title",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "button",
        "select",
        "textarea",
        "audio",
        "video",
        "canvas",
    }
)
_KINDS: Final = {
    "li": "list",
    "dd": "body",
    "dt": "body",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
    "td": "table",
    "th": "table",
}
_SENTENCE_END = re.compile(r"[^\W\d_][.!?:;)”]$")
_HIDDEN = re.compile(r"visually-?hidden|sr-only|screen-?reader|a11y|assistive", re.IGNORECASE)
_CAPTION = re.compile(r"caption|legend", re.IGNORECASE)
_CREDIT = re.compile(r"(?:^|[\s_-])(?:credits?|copyright|photographer)(?:$|[\s_-])", re.IGNORECASE)
_MARK = re.compile(f"[{chr(FIRST_MARK)}-{chr(FIRST_MARK + MOST_BLOCKS)}]")
_PLACES: Final = frozenset({"p", "div", "span", "small", "em", "b", "figure", "section"})
"""Elements whose class may say that they are a caption or credit."""


@dataclass
class WebBlock:
    """A stretch of text: the innermost element that it begins in, its words, and how many of their characters are in links."""

    element: Node
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    words: str = ""

    @cached_property
    def kind(self) -> str | None:
        """What it is by the elements and their classes: heading, list, table, quote, caption, credit or time; None for a paragraph."""
        if self.element.tag == "time" and len(self.words) <= LONGEST_TIME:
            return "time"
        for element in (self.element, *islice(self.element.iterancestors(), FURTHEST)):
            if element.tag in HEADINGS:
                return "heading"
            if element.tag in _PLACES and (found := _named(element)):
                return found
            if element.tag in _KINDS:
                return _KINDS[element.tag] if _KINDS[element.tag] != "body" else None
            if element.tag in {"article", "main", "body", "section"}:
                break
        return None

    @property
    def row(self) -> Node:
        """The row of a table that it stands in, or None."""
        return next(self.element.iterancestors("tr"), None)

    @property
    def is_linked(self) -> bool:
        """Whether it is a link and little else."""
        return self.linked > 0.8 * len(self.words)

    def path(self) -> str:
        """Return the XPath of the paragraph, heading, cell ... that it stands in."""
        element = self.element
        while element.tag in INLINE and element.getparent() is not None:
            element = element.getparent()
        found: str = element.getroottree().getpath(element)
        return found


def divided(tree: Node) -> list[WebBlock]:
    """Return the blocks of a page in order, and put the mark of each into its text, so that it is known wherever the text goes."""
    from lxml.etree import iterwalk  # noqa: PLC0415 - with trafilatura, for those who have web pages

    walk = _Walk()
    alive = list(tree.iter())  # Or lxml would make the same elements anew at every step.
    events = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event == "start" and not walk.enter(element):
            events.skip_subtree()
        elif event == "end":
            walk.leave(element, is_root=element is tree)
        elif event != "start":
            walk.add(element, element.tail, is_tail=True)
    walk.close()
    del alive
    return walk.blocks


def marked(text: str) -> set[int]:
    """Return the numbers of the blocks whose marks are in a text."""
    return {ord(mark) - FIRST_MARK for mark in _MARK.findall(text)}


def unmarked(page: str) -> str:
    """Return the source of a page without characters that could be taken for marks."""
    return _MARK.sub("", page)


class _Walk:
    """The blocks so far; the last may still be open."""

    def __init__(self) -> None:
        self.blocks, self.current, self.links = list[WebBlock](), WebBlock(None), 0

    def enter(self, element: Node) -> bool:
        """Begin an element; return whether a reader sees what is in it."""
        tag, is_inline = element.tag, _is_inline(element)
        if not is_inline:
            self.close()
        elif tag == "a":
            self.links += 1
        if tag in UNSEEN or (is_inline and _is_hidden(element)):
            return False
        self.add(element, element.text, is_tail=False)
        return True

    def leave(self, element: Node, *, is_root: bool) -> None:
        """End an element, and go on with the text behind it."""
        if not _is_inline(element):
            self.close()
        elif element.tag == "a":
            self.links -= 1
        if not is_root:
            self.add(element, element.tail, is_tail=True)

    def add(self, element: Node, text: str | None, *, is_tail: bool) -> None:
        """Add a stretch of text to the open block, or begin one with it."""
        if not text:
            return
        if text.isspace():
            if self.current.pieces:
                self.current.pieces.append(" ")
            return
        number = len(self.blocks)
        if number < MOST_BLOCKS and (not self.current.pieces or len(text) > SHORTEST_MARKED):
            start = len(text) - len(text.lstrip())
            setattr(element, "tail" if is_tail else "text", f"{text[:start]}{chr(FIRST_MARK + number)}{text[start:]}")
        if not self.current.pieces:
            self.current.element = element.getparent() if is_tail else element
        elif not is_tail and text[0].isalnum() and _SENTENCE_END.search(self.current.pieces[-1]):
            self.current.pieces.append(" ")  # A caption and its credit, say, that only the style sheet sets apart.
        self.current.pieces.append(text)
        self.current.linked += len(text.strip()) if self.links else 0

    def close(self) -> None:
        """End the open block, where there is one."""
        if not self.current.pieces:
            return
        words = " ".join("".join(self.current.pieces).split())
        self.current.words = words if words.isprintable() else " ".join(cleaned(words).split())
        self.blocks.append(self.current)
        self.current = WebBlock(None)


def _is_inline(element: Node) -> bool:
    if element.tag in INLINE or "-" not in element.tag:
        return element.tag in INLINE
    parent = element.getparent()
    return parent is not None and (parent.tag == "p" or parent.tag in INLINE)


def _is_hidden(element: Node) -> bool:
    return bool(_HIDDEN.search(element.get("class", "")))


def _named(element: Node) -> str | None:
    names = f"{element.get('class', '')} {element.get('data-testid', '')}"
    if not names.strip():
        return None
    return "credit" if _CREDIT.search(names) else "caption" if _CAPTION.search(names) else None
