"""Read a table in a text file: an article a row, the names of the columns in the first."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Final

from tasks.parse.decode import decode
from tasks.parse.document import Document, Refusal
from tasks.parse.fields import BODY
from tasks.parse.records import in_container
from warehouse.errors import UnreadableSeed

DELIMITERS: Final = ",;\t|"
LONGEST_FIELD: Final = 10_000_000
"""The library's 131,072 characters are fewer than a long article has; beyond this a quotation mark was never closed."""

csv.field_size_limit(LONGEST_FIELD)


def read_csv(content: bytes) -> Iterator[Document | Refusal]:
    """Yield the article of each row: container_path is `row N`, from 1 below the names of the columns."""
    text, encoding = decode(content)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        names = [name.strip() for name in next(rows, [])]
        if not set(BODY) & set(names):
            raise UnreadableSeed("malformed", f"no column with a text: one of {', '.join(BODY)}")
        for number, row in enumerate(rows, start=1):
            if any(row):
                value = dict(zip(names, row, strict=False))
                yield in_container(value, encoding, f"row {number}", json.dumps(value))
    except csv.Error as error:
        raise UnreadableSeed("malformed", f"no table: {error}") from None


def _delimiter(text: str) -> str:
    """Return what separates the names of the columns."""
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)
