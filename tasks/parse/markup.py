"""Read XML within limits: without entities, without anything from elsewhere."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from warehouse.errors import UnreadableSeed

DEEPEST: Final = 200
MOST_ELEMENTS: Final = 1_000_000
"""A novel in a word processor's format has a tenth."""


class _Limited:
    """Builds a tree until a limit is passed."""

    def __init__(self) -> None:
        self.builder, self.depth, self.elements = TreeBuilder(), 0, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST:
            raise UnreadableSeed("malformed", f"elements nested more than {DEEPEST} deep")
        if self.elements > MOST_ELEMENTS:
            raise UnreadableSeed("too_large", f"more than {MOST_ELEMENTS:,} elements")
        self.builder.start(name, attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(name)


def tree(content: bytes | str) -> Element:
    """Return the root element; names are `namespace}name`, or `name` without one.

    Raises
    ------
    UnreadableSeed
        `malformed` when it is no XML, declares entities or nests too deeply; `too_large`

    >>> tree("<a><b>text</b></a>").findtext("b")
    'text'
    """
    limited, parser = _Limited(), expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = limited.start, limited.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = limited.builder.data, _refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableSeed("malformed", f"no XML: {error}") from None
    return limited.builder.close()


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Return an attribute whatever its namespace, or nothing."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def named(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a name below an element, whatever their namespace."""
    return (found for found in element.iter() if local(found) == name)


def _refuse(*_: object) -> None:
    raise UnreadableSeed("malformed", "XML that declares entities")
