"""Read what lies beside a file and says more of it: `article.txt.json` or `article.txt.yaml`."""

import json
from collections.abc import Mapping
from typing import Final

from tasks.parse import fields
from tasks.parse.decode import decode
from tasks.parse.document import Facts
from warehouse.errors import UnreadableSeed

METHOD: Final = "sidecar"
KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "title": fields.TITLE,
    "authors": fields.AUTHORS,
    "publisher": fields.PUBLISHER,
    "published": fields.DATE,
    "dateline": fields.DATELINE,
    "section": fields.SECTION,
    "canonical_url": fields.ADDRESS,
    "language": fields.LANGUAGE,
}
"""What a sidecar may tell, and the names that each may have in it."""


def read_sidecar(content: bytes) -> Facts:
    """Return what a sidecar tells, which wins over what the document says itself.

    Raises
    ------
    UnreadableSeed
        `malformed` when it is neither JSON nor YAML with names and values, or a value means nothing; nothing of it counts then

    >>> read_sidecar(b"publisher: Maravia Herald").publisher
    Found(value='Maravia Herald', method='sidecar')
    """
    text, _ = decode(content)
    values = _json(text) if text.lstrip().startswith("{") else _yaml(text)
    if not isinstance(values, Mapping):
        raise UnreadableSeed("malformed", "a sidecar holds names with values, such as `publisher: Maravia Herald`")
    told = {str(name): value for name, value in values.items()}
    facts = fields.read_facts(told, METHOD)
    wrong = [name for fact, names in KNOWN.items() if getattr(facts, fact) is None for name in names if told.get(name)]
    if wrong:
        raise UnreadableSeed("malformed", f"a sidecar whose {wrong[0]} cannot be read")
    return facts


def _json(text: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableSeed("malformed", f"a sidecar that is no JSON: {error}") from None
    return value


def _yaml(text: str) -> object:
    import yaml  # noqa: PLC0415 - for those who write sidecars in it

    try:
        # References would let a few lines mean a billion; the loader reads every value as a text, dates too.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.BaseLoader)):
            raise UnreadableSeed("malformed", "a sidecar with references in it")
        value: object = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and mappings and nothing else
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableSeed("malformed", f"a sidecar that is no YAML: {' '.join(str(error).split())}") from None
    return value
