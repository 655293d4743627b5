"""Nouns that stand for sources: documents, people in groups, holders of an office, relatives, organisations."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).parents[1] / "tables" / "source_nouns.csv"
DOCUMENT: Final = "document"
GROUP: Final = "group"
OFFICE: Final = "office"
KIN: Final = "kin"
ORGANISATION: Final = "organisation"


@cache
def _kinds() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            kinds.setdefault(row["noun"], set()).add(row["kind"])
    return {noun: frozenset(found) for noun, found in kinds.items()}


def kinds(word: str) -> frozenset[str]:
    """Return the kinds of source a noun can stand for, whatever its number.

    >>> sorted(kinds("Reports"))
    ['document']
    """
    word = word.lower()
    found = _kinds()
    return found.get(word) or found.get(word.removesuffix("s")) or found.get(word.removesuffix("es")) or frozenset()
