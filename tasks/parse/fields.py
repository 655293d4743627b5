"""Know the fields in which news carries its metadata, whatever the format calls them."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final

from tasks.parse.dates import timestamp
from tasks.parse.decode import cleaned, unescaped
from tasks.parse.document import Facts, Found
from tasks.parse.furniture import NO_NAMES

TITLE: Final = ("headline", "title")
BODY: Final = ("text", "body", "maintext", "articleBody", "article_body", "full_text", "content")
DATE: Final = ("published_at", "publishedAt", "date_publish", "date_published", "datePublished", "published", "publication_date", "pubDate", "date")
AUTHORS: Final = ("authors", "author", "byline", "creator")
PUBLISHER: Final = ("publisher", "source", "outlet", "site_name", "source_name", "source_domain")
DATELINE: Final = ("dateline",)
SECTION: Final = ("section", "articleSection", "category")
ADDRESS: Final = ("canonical_url", "url", "source_url", "link", "mainEntityOfPage")
LANGUAGE: Final = ("language", "inLanguage", "lang")

_BREAK = re.compile(r"<(?:br|/p|/div|/h[1-6]|/li|/blockquote)\b[^<>]{0,200}>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_BEFORE_NAMES = re.compile(r"by:?\s+", re.IGNORECASE)
_MAIL_ADDRESS = re.compile(r"\(?\b[\w.+-]{1,64}@[\w.-]{1,100}\)?")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+(?:/\S*)?")
_LANGUAGE = re.compile(r"([a-zA-Z]{2})(?:[-_]\w{2,8})*")
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\band\b)\s*")


def read_facts(fields: Mapping[str, object], method: str) -> Facts:
    """Return the facts that fields give, each with the method named."""
    title, names, publisher = _first_text(fields, TITLE), _names(fields), _first_text(fields, PUBLISHER)
    published = next((moment for name in DATE if (moment := timestamp(fields.get(name)))), None)
    place, section = _first_text(fields, DATELINE), _first_text(fields, SECTION)
    address, language = _address(fields), _language(fields)
    return Facts(
        title=Found(title, method) if title else None,
        authors=Found(names, method) if names else None,
        publisher=Found(publisher, method) if publisher else None,
        published=Found(published, method) if published else None,
        dateline=Found(place, method) if place else None,
        section=Found(section, method) if section else None,
        canonical_url=Found(address, method) if address else None,
        language=Found(language, method) if language else None,
    )


def read_body(fields: Mapping[str, object]) -> str:
    """Return the text of the article; its markup, where the field holds HTML, is taken off."""
    for name in BODY:
        value = fields.get(name)
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip():
            return cleaned(untagged(value) if _BREAK.search(value) else unescaped(value)).strip()
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


def _address(fields: Mapping[str, object]) -> str | None:
    """Return the web address of an article; schema.org has it as an object with an id, too."""
    for name in ADDRESS:
        value = fields.get(name)
        if isinstance(value, Mapping):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and _WEB_ADDRESS.fullmatch(value.strip()):
            return value.strip()
    return None


def _language(fields: Mapping[str, object]) -> str | None:
    """Return the language as ISO 639-1 has it, without the country."""
    tag = _LANGUAGE.fullmatch((_first_text(fields, LANGUAGE) or "").strip())
    return tag[1].lower() if tag else None


def _names(fields: Mapping[str, object]) -> list[str]:
    for name in AUTHORS:
        pieces = [piece for value in _texts(fields.get(name)) for piece in _pieces(value)]
        persons = [piece for piece in pieces if not NO_NAMES.intersection(piece.casefold().split())]
        if pieces:
            return list(dict.fromkeys(persons or pieces))
    return []


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a value: itself, those of a list, the name of an object."""
    if isinstance(value, list):
        for one in value:
            yield from _texts(one) if not isinstance(one, list) else ()
    elif isinstance(value, Mapping):
        yield from _texts(value.get("name") or value.get("title")) if not isinstance(value.get("name"), Mapping) else ()
    elif isinstance(value, str):
        yield line_of(value)


def _pieces(text: str) -> list[str]:
    """Return the names in a text, without the addresses that stand beside them."""
    pieces = _BETWEEN_NAMES.split(_BEFORE_NAMES.sub("", _MAIL_ADDRESS.sub("", text), count=1))
    return [piece for piece in map(str.strip, pieces) if piece and "://" not in piece]
