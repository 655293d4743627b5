"""Read a web page: its metadata from JSON-LD and OpenGraph, its body by trafilatura."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tasks.parse.dates import timestamp
from tasks.parse.decode import decode
from tasks.parse.document import Document, Facts, Found
from tasks.parse.fields import composed, line_of, read_body, read_facts
from tasks.parse.furniture import complete
from warehouse.errors import UnreadableSeed

DEEPEST: Final = 400
MOST_ATTRIBUTES: Final = 2000
"""Pages with more, in one tag, stopped every HTML parser tried for minutes; browsers write at most a few dozen."""
META: Final = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "publisher": ("og:site_name", "application-name", "dc.publisher"),
    "date": (
        "article:published_time",
        "og:article:published_time",
        "date",
        "dc.date",
        "dc.date.issued",
        "pubdate",
        "publish-date",
        "parsely-pub-date",
    ),
    "author": ("author", "article:author", "dc.creator", "parsely-author"),
}
"""Our field and the names of the meta tags that hold it, best first."""
LATEST: Final = "2100-01-01"
"""Dates count up to here; the library's own limit is the day it runs, and would make the same page another document."""

_DECLARED = re.compile(rb"""<(?:meta\b[^<>]{0,200}?charset\s*=\s*["']?|\?xml[^<>]{0,100}?encoding\s*=\s*["'])\s*([\w.:-]{2,40})""", re.IGNORECASE)
_CONTAINER = re.compile(r"<(/?)(?:div|span|table|section|article|blockquote|ul|ol|font|b|i|em|center)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"Article|^(?:Report|BlogPosting)$")
_TAG = re.compile(r"<[a-zA-Z][^<>]*")
_VALUE = re.compile(r"""\s*=\s*(?:"[^"]*"|'[^']*')""")


def read_webpage(content: bytes) -> Iterator[Document]:
    """Yield the article of a page: title, then paragraphs, a blank line between them."""
    declared = _DECLARED.search(content[:4096])
    page, encoding = decode(content, declared=declared[1].decode("ascii") if declared else None)
    _check(page)
    try:
        text, known = _article(page)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError, RecursionError, SyntaxError) as error:
        # What lxml and trafilatura raise on broken pages; lxml's parse errors are syntax errors.
        raise UnreadableSeed("malformed", f"HTML that cannot be read: {type(error).__name__}") from error
    if not text.strip():
        raise UnreadableSeed("empty", "no article in the page")
    yield Document(text, encoding, complete(text, known))


def _check(page: str) -> None:
    depth = 0
    for match in _CONTAINER.finditer(page):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > DEEPEST:
            raise UnreadableSeed("malformed", f"elements nested more than {DEEPEST} deep")
    if any(len(tag) > MOST_ATTRIBUTES and len(_VALUE.sub("", tag).split()) > MOST_ATTRIBUTES for tag in _TAG.findall(page)):
        raise UnreadableSeed("malformed", f"a tag with more than {MOST_ATTRIBUTES} attributes")


def _article(page: str) -> tuple[str, Facts]:
    import trafilatura  # noqa: PLC0415 - 0.7 s, for those who have web pages

    tree = trafilatura.load_html(page)
    if tree is None:
        return "", Facts()
    linked = _linked_data(tree)
    known = _first_of(read_facts(linked, "json-ld"), read_facts(_meta(tree), "opengraph"))
    dates = {"extensive_search": False, "original_date": True, "max_date": LATEST}
    # The tree is consumed by the extraction, so the metadata comes first.
    found: Any = trafilatura.bare_extraction(
        page, favor_precision=True, include_comments=False, include_tables=True, with_metadata=True, date_extraction_params=dates
    )
    if found is not None:
        known = _first_of(known, _fallback(found))
    _without_site(known)
    title = known.title.value if known.title else None
    body = "\n\n".join(_paragraphs(_below(found.body, title))) if found is not None and found.body is not None else ""
    return composed(title, body or read_body(linked)), known


def _below(body: Any, title: str | None) -> Any:  # noqa: ANN401 - lxml is untyped
    """Return a body without its headline, which stands above it by the title from the metadata, often worded a little otherwise."""
    first, words = next(iter(body), None), _words(title or "")
    if first is not None and first.tag == "head" and words:
        heading = _words("".join(first.itertext()))
        if len(words & heading) * 2 > len(words | heading):
            body.remove(first)
    return body


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _linked_data(tree: Any) -> Mapping[str, Any]:  # noqa: ANN401 - lxml is untyped
    """Return the article among the JSON-LD of a page, or nothing."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(value):
            kinds = node.get("@type")
            if any(_ARTICLE.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return node
    return {}


def _nodes(value: object) -> Iterator[Mapping[str, Any]]:
    for node in value if isinstance(value, list) else [value]:
        if isinstance(node, Mapping):
            yield node
            graph = node.get("@graph")
            yield from (part for part in graph if isinstance(part, Mapping)) if isinstance(graph, list) else ()


def _meta(tree: Any) -> dict[str, object]:  # noqa: ANN401 - lxml is untyped
    tags: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name, value = tag.get("property") or tag.get("name") or tag.get("itemprop"), tag.get("content")
        if name and value and value.strip():
            tags.setdefault(name.strip().lower(), value.strip())
    return {field: next((tags[name] for name in names if name in tags), None) for field, names in META.items()}


def _fallback(found: Any) -> Facts:  # noqa: ANN401 - trafilatura is untyped here
    fields = {"title": found.title, "author": found.author, "publisher": found.sitename}
    facts = read_facts(fields, "trafilatura")
    moment = timestamp(found.date)
    facts.published = Found(moment, "htmldate") if moment else None
    return facts


def _first_of(first: Facts, second: Facts) -> Facts:
    return Facts(
        title=first.title or second.title,
        authors=first.authors or second.authors,
        publisher=first.publisher or second.publisher,
        published=first.published or second.published,
        dateline=first.dateline or second.dateline,
    )


def _without_site(facts: Facts) -> None:
    """Take the outlet's name off the end of a title: `Harbour to close | Maravia Herald`."""
    if facts.title and facts.publisher:
        start = re.sub(rf"\s+[|–—-]\s+{re.escape(facts.publisher.value)}$", "", facts.title.value)
        facts.title = Found(start, facts.title.method)


def _paragraphs(body: Any) -> Iterator[str]:  # noqa: ANN401 - lxml is untyped
    """Yield the paragraphs of an extracted body; items of lists keep a mark that a reader sees."""
    for element in body:
        if element.tag in {"list", "quote", "div"} and len(element):
            yield from _paragraphs(element)
            continue
        if element.tag == "table":
            for row in element.iter("row"):
                yield from _lines(" | ".join(line_of(" ".join(cell.itertext())) for cell in row.iter("cell")))
            continue
        for line_break in element.iter("lb"):
            line_break.tail = "\n" + (line_break.tail or "")
        words = "".join(element.itertext()).strip()
        yield from _lines(f"- {words}" if words and element.tag == "item" else words)


def _lines(text: str) -> Iterator[str]:
    yield from filter(None, (line_of(line) for line in text.split("\n")))
