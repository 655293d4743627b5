"""Read a news feed, RSS or Atom: an article an entry."""

import hashlib
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from xml.etree.ElementTree import Element

from tasks.parse.decode import cleaned, decode
from tasks.parse.document import Document, Encoding, Refusal
from tasks.parse.fields import composed, line_of, read_facts, untagged
from tasks.parse.furniture import complete
from tasks.parse.markup import attribute, local, tree
from warehouse.errors import UnreadableSeed

ENTRIES: Final = frozenset({"item", "entry"})
PLAIN: Final = frozenset(
    {"", "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/", "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"}
)
"""Namespaces whose elements mean what their names say; others have titles and contents of pictures."""
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
BODY: Final = ("encoded", "content", "description", "summary")
PUBLISHED: Final = ("pubDate", "published", "issued", "date", "updated")
PLACE: Final = ("guid", "id", "link")

_DECLARED = re.compile(rb"<\?xml[^<>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)[a-zA-Z]\w{1,30};")


def read_feed(content: bytes) -> Iterator[Document | Refusal]:
    """Yield the articles of a feed: container_path is the entry's id or address, so that it stays when newer ones come in above."""
    declared = _DECLARED.search(content[:400])
    text, encoding = decode(content, declared=declared[1].decode("ascii") if declared else None)
    # Entities of HTML are none of XML, and feeds are full of them.
    root = tree(_ENTITY.sub(lambda match: unescape(match[0]), text.lstrip()))
    entries = [element for element in root.iter() if local(element) in ENTRIES]
    if not entries:
        raise UnreadableSeed("empty" if local(root) in {"rss", "feed", "RDF"} else "malformed", "XML without the entries of a feed")
    publisher = _publisher(root)
    for number, entry in enumerate(entries, start=1):
        yield _entry(_fields(entry), publisher, encoding, f"entry {number}")


def _publisher(root: Element) -> str:
    channel = next((element for element in root if local(element) == "channel"), root)
    return _fields(channel).get("title", "")


def _fields(element: Element) -> dict[str, str]:
    """Return what the children of an element say, by their names; the first of a name counts."""
    found = dict[str, str]()
    for child in element:
        namespace, _, name = child.tag.rpartition("}")
        if namespace in PLAIN or (namespace, name) == (CONTENT, "encoded"):
            value = "".join(child.itertext()).strip() or attribute(child, "href")
            if value:
                found.setdefault(name, value)
    return found


def _entry(fields: dict[str, str], publisher: str, encoding: Encoding, number: str) -> Document | Refusal:
    path = next((line_of(fields[name]) for name in PLACE if name in fields), number)
    body = next((words for name in BODY if (words := cleaned(untagged(fields.get(name, ""))).strip())), "")
    title = line_of(untagged(fields.get("title", "")))
    if not body and not title:
        return Refusal(path, UnreadableSeed("empty", "an entry without a text"))
    date = next((fields[name] for name in PUBLISHED if name in fields), None)
    author = fields.get("author") or fields.get("creator")
    known = read_facts({"title": title, "author": author, "publisher": publisher, "date": date}, "feed")
    text = composed(title, body) if body else title
    source = json.dumps([publisher, fields])
    return Document(text, encoding, complete(text, known), container_path=path, sha256=hashlib.sha256(source.encode()).hexdigest())
