"""Know the fields in which news carries its metadata, whatever the format calls them."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Final

from tasks.parse.dates import timestamp
from tasks.parse.decode import cleaned
from tasks.parse.document import Facts, Found

TITLE: Final = ("headline", "title")
BODY: Final = ("text", "body", "maintext", "articleBody", "article_body", "full_text", "content")
DATE: Final = ("published_at", "publishedAt", "date_publish", "date_published", "datePublished", "published", "publication_date", "pubDate", "date")
AUTHORS: Final = ("authors", "author", "byline", "creator")
PUBLISHER: Final = ("publisher", "source", "outlet", "site_name", "source_name", "source_domain")
DATELINE: Final = ("dateline",)

_BREAK = re.compile(r"<(?:br|/p|/div|/h[1-6]|/li|/blockquote)\b[^<>]{0,200}>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_BEFORE_NAMES = re.compile(r"by:?\s+", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\band\b)\s*")


def read_facts(fields: Mapping[str, object], method: str) -> Facts:
    """Return the facts that fields give, each with the method named."""
    title, names, publisher = _first_text(fields, TITLE), _names(fields), _first_text(fields, PUBLISHER)
    published = next((moment for name in DATE if (moment := timestamp(fields.get(name)))), None)
    place = _first_text(fields, DATELINE)
    return Facts(
        title=Found(title, method) if title else None,
        authors=Found(names, method) if names else None,
        publisher=Found(publisher, method) if publisher else None,
        published=Found(published, method) if published else None,
        dateline=Found(place, method) if place else None,
    )


def read_body(fields: Mapping[str, object]) -> str:
    """Return the text of the article; its markup, where the field holds HTML, is taken off."""
    for name in BODY:
        value = fields.get(name)
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip():
            return cleaned(untagged(value) if _BREAK.search(value) else value).strip()
    return ""


def untagged(value: str) -> str:
    """Return the words of a snippet of HTML, a blank line between its paragraphs."""
    lines = _TAG.sub("", _BREAK.sub("\n\n", _HIDDEN.sub("", value))).splitlines()
    return unescape("\n\n".join(line.strip() for line in lines if line.strip()))


def composed(title: str | None, body: str) -> str:
    """Return the text of an article that is stored apart from its title: title, blank line, body; once where the body begins with it."""
    return body if not title or body.partition("\n")[0].strip() == title else f"{title}\n\n{body}"


def line_of(value: str) -> str:
    """Return a value as one clean line."""
    return " ".join(cleaned(unescape(value)).split())


def _first_text(fields: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := _text(fields.get(name)))), None)


def _text(value: object) -> str | None:
    """Return a text, or the name of an object that has one."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    return (line_of(value) or None) if isinstance(value, str) else None


def _names(fields: Mapping[str, object]) -> list[str]:
    for name in AUTHORS:
        value = fields.get(name)
        pieces = [_text(part) for part in value] if isinstance(value, list) else _pieces(_text(value))
        if found := [piece for piece in pieces if piece and "://" not in piece]:
            return list(dict.fromkeys(found))
    return []


def _pieces(text: str | None) -> list[str | None]:
    return [*_BETWEEN_NAMES.split(_BEFORE_NAMES.sub("", text, count=1))] if text else []
