"""Read the JSON-LD of a web page: the article in it, and what it says of it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tasks.parse.webblocks import Node

MOST_NODES: Final = 2_000

_ARTICLE = re.compile(r"Article$|^(?:Report|BlogPosting|LiveBlogPosting|Review)$")
_OUTLET = re.compile(r"^(?:NewsMedia)?Organization$|^WebSite$|^Corporation$")
_WRAPPED: Final = (("//", ""), ("<!--", "-->"), ("<![CDATA[", "]]>"), ("", ";"), ("", "//"))
"""What some sites put around JSON-LD, so that programs of old would pass it over."""
_WITHIN: Final = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")


def article(tree: Node) -> dict[str, Any]:
    """Return the fields of the article among the JSON-LD of a page, references in it followed, or nothing."""
    nodes = list(_nodes(_values(tree)))
    known = {str(node["@id"]): node for node in reversed(nodes) if "@id" in node and len(node) > 2}  # noqa: PLR2004 - more than id and type
    found = next((node for node in nodes if _is(node, _ARTICLE) and ("headline" in node or "articleBody" in node or "datePublished" in node)), None)
    if found is None:
        return {}
    fields = {name: _followed(value, known) for name, value in found.items()}
    if not _name(fields.get("publisher")):
        fields["publisher"] = next((name for node in nodes if _is(node, _OUTLET) and (name := _name(node))), None)
    return fields


def _values(tree: Node) -> Iterator[object]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            try:
                yield json.loads(_unwrapped(script.text), strict=False)
            except (ValueError, RecursionError):
                continue


def _unwrapped(text: str) -> str:
    for start, end in _WRAPPED:
        text = text.strip().removeprefix(start).removesuffix(end)
    return text


def _nodes(values: Iterable[object]) -> Iterator[Mapping[str, Any]]:
    """Yield the objects in some values, outer before inner."""
    waiting, count = list(values)[::-1], 0
    while waiting and count < MOST_NODES:
        count += 1
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, Mapping):
            yield value
            waiting.extend(value[name] for name in reversed(_WITHIN) if name in value)


def _is(node: Mapping[str, Any], kind: re.Pattern[str]) -> bool:
    kinds = node.get("@type")
    return any(kind.search(str(one)) for one in (kinds if isinstance(kinds, list) else [kinds]))


def _followed(value: object, known: Mapping[str, Mapping[str, Any]]) -> object:
    """Return a value, what it refers to by an id in its place."""
    if isinstance(value, list):
        return [_followed(one, known) for one in value]
    if isinstance(value, Mapping) and not _name(value) and "@id" in value:
        return known.get(str(value["@id"]), value)
    return value


def _name(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = value.get("name")
    return value if isinstance(value, str) else ""
