"""Read JSON: an article as an object, several in a list, or one a line."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Final

from tasks.parse.decode import decode
from tasks.parse.document import Document, Encoding, Refusal
from tasks.parse.fields import composed, read_body, read_facts
from tasks.parse.furniture import complete
from warehouse.errors import UnreadableSeed

LISTS: Final = ("articles", "items", "documents", "results")
"""Fields in which an object holds articles instead of being one."""


def read_json(content: bytes) -> Iterator[Document | Refusal]:
    """Yield the article of an object, or each of a list: container_path is then `item N`, from 1."""
    text, encoding = decode(content)
    value = _loaded(text)
    articles = next((value[name] for name in LISTS if isinstance(value.get(name), list)), value) if isinstance(value, Mapping) else value
    if not isinstance(articles, list):
        yield _article(articles, encoding)
        return
    if not articles:
        raise UnreadableSeed("empty", "a list without articles")
    for number, article in enumerate(articles, start=1):
        yield in_container(article, encoding, f"item {number}", json.dumps(article))


def read_jsonl(content: bytes) -> Iterator[Document | Refusal]:
    """Yield the article of each line: container_path is `line N`, from 1; a bad line refuses itself alone."""
    text, encoding = decode(content)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                value = _loaded(line)
            except UnreadableSeed as error:
                yield Refusal(f"line {number}", error)
            else:
                yield in_container(value, encoding, f"line {number}", line)


def in_container(value: object, encoding: Encoding, container_path: str, source: str) -> Document | Refusal:
    """Return the article that fields make up, or its refusal, at its place in a container; `source` is what they were read from."""
    try:
        document = _article(value, encoding)
    except UnreadableSeed as error:
        return Refusal(container_path, error)
    document.container_path = container_path
    document.sha256 = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    return document


def _loaded(text: str) -> object:
    try:
        value: object = json.loads(text)
    except RecursionError:
        raise UnreadableSeed("malformed", "JSON nested too deeply") from None
    except ValueError as error:
        raise UnreadableSeed("malformed", f"no JSON: {error}") from None
    return value


def _article(value: object, encoding: Encoding) -> Document:
    if not isinstance(value, Mapping):
        raise UnreadableSeed("malformed", "JSON, but no object with the fields of an article")
    body, known = read_body(value), read_facts(value, "field")
    if not body:
        raise UnreadableSeed("empty", "no field with a text")
    text = composed(known.title.value if known.title else None, body)
    return Document(text, encoding, complete(text, known))
