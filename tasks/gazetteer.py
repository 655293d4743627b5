"""The names that onrecord knows: countries, peoples, places, organisations, first names and titles, from `tasks/tables`."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

TABLES: Final = Path(__file__).with_name("tables")
STRAIGHT: Final = str.maketrans("’‘", "''")
"""The tables are written with straight apostrophes; the replacement keeps every offset."""

_LEADING = re.compile(r"\w+")


class Known(NamedTuple):
    """What a surface form is known to name; a form that is not `is_sure` needs support in the document."""

    name: str
    label: str
    kind: str
    is_sure: bool


class Match(NamedTuple):
    """A known name found in a text: `text[start:end]`."""

    start: int
    end: int
    known: Known


@cache
def known() -> dict[str, Known]:
    """Return every known surface form; a form of several tables keeps its first meaning.

    >>> known()["Daesh"].name, known()["Syrians"].name, known()["Syrians"].label
    ('Islamic State', 'Syrian', 'NORP')
    """
    forms: dict[str, Known] = {}
    for surface, meaning in (*_countries(), *_peoples(), *_places("places"), *_organisations(), *_places("things")):
        forms.setdefault(surface, meaning)
    return forms


def lookup(surface: str) -> Known | None:
    """Return what a surface form is known to name.

    >>> lookup("Côte d’Ivoire").name
    'Ivory Coast'
    """
    return known().get(surface if surface.isascii() else surface.translate(STRAIGHT))


@cache
def seats() -> dict[str, str]:
    """Return the country that a capital or seat of government stands for when it acts.

    >>> seats()["Kremlin"]
    'Russia'
    """
    return {seat: row["name"] for row in _rows("countries") for seat in (*_list(row["capital"]), *_list(row["seats"]))}


def country(surface: str) -> str | None:
    """Return the country that a name or a demonym belongs to; None for a form of several, as Congolese is.

    >>> country("Saudi"), country("U.S."), country("Kremlin")
    ('Saudi Arabia', 'United States', None)
    """
    return _countries_by_form().get(surface.translate(STRAIGHT))


@cache
def _countries_by_form() -> dict[str, str]:
    owners: dict[str, set[str]] = {}
    for row in _rows("countries"):
        for form in (row["name"], *_list(row["aliases"]), *_list(row["demonyms"])):
            owners.setdefault(form, set()).add(row["name"])
    return {form: next(iter(names)) for form, names in owners.items() if len(names) == 1}


@cache
def country_codes() -> dict[str, str]:
    """Return the ISO 3166 code of each country by its name."""
    return {row["name"]: row["code"] for row in _rows("countries")}


@cache
def first_names() -> dict[str, str]:
    """Return first names with the gender they tell: female or male."""
    return {row["name"]: row["gender"] for row in _rows("first_names")}


@cache
def titles() -> dict[str, str]:
    """Return the titles that stand before a person's name, in lower case, with the gender they tell or an empty text."""
    return {row["title"]: row["gender"] for row in _rows("titles")}


@cache
def nouns(position: str) -> dict[str, str]:
    """Return the nouns, in lower case, that tell the label of a name by standing `first` or `last` in it.

    >>> nouns("last")["river"], nouns("first")["hurricane"]
    ('LOC', 'EVENT')
    """
    return {row["noun"]: row["label"] for row in _rows("nouns") if row["position"] == position}


def may_begin(word: str, *, is_shouted: bool = False) -> bool:
    """Tell whether a known name may begin with a word; a quick look before `find`.

    >>> may_begin("United"), may_begin("harbour")
    (True, False)
    """
    return not word.isalpha() or (word.lower() if is_shouted else word) in _by_leading(is_shouted=is_shouted)


def find(text: str, at: int, *, is_shouted: bool = False) -> Iterator[Match]:
    """Yield the known names that begin at an offset of a text with straight apostrophes, the longest first.

    In a `is_shouted` stretch (a headline in capitals) the case is not compared and forms of three letters or fewer do not count.
    """
    leading = _LEADING.match(text, at)
    if not leading:
        return
    for surface, meaning in _by_leading(is_shouted=is_shouted).get(leading.group().lower() if is_shouted else leading.group(), ()):
        end = at + len(surface)
        found = text[at:end]
        if (found.lower() if is_shouted else found) == surface and not text[end : end + 1].isalnum():
            yield Match(at, end, meaning)


@cache
def _by_leading(*, is_shouted: bool) -> dict[str, list[tuple[str, Known]]]:
    shelves: dict[str, list[tuple[str, Known]]] = {}
    for surface, meaning in sorted(known().items(), key=lambda item: (-len(item[0]), item[0])):
        if not is_shouted:
            shelves.setdefault(_leading(surface), []).append((surface, meaning))
        elif len(surface) > 3:  # noqa: PLR2004 - US and us, WHO and who are one in capitals
            shelves.setdefault(_leading(surface.lower()), []).append((surface.lower(), meaning))
    return shelves


def _leading(surface: str) -> str:
    match = _LEADING.match(surface)
    return match.group() if match else surface


def _countries() -> Iterator[tuple[str, Known]]:
    for row in _rows("countries"):
        for surface in (row["name"], *_list(row["aliases"])):
            yield surface, Known(row["name"], "GPE", "country", is_sure=True)
        demonyms = _list(row["demonyms"])
        for surface in demonyms:
            yield surface, Known(demonyms[0], "NORP", "demonym", is_sure=True)
    for row in _rows("countries"):
        capitals = _list(row["capital"])
        for surface in capitals:
            yield surface, Known(capitals[0], "GPE", "capital", is_sure=True)


def _peoples() -> Iterator[tuple[str, Known]]:
    for row in _rows("peoples"):
        for surface in (row["name"], *_list(row["forms"])):
            yield surface, Known(row["name"], "NORP", "people", is_sure=True)


def _places(table: str) -> Iterator[tuple[str, Known]]:
    for row in _rows(table):
        for surface in (row["name"], *_list(row["aliases"])):
            yield surface, Known(row["name"], row["label"], table, is_sure=True)


def _organisations() -> Iterator[tuple[str, Known]]:
    for row in _rows("organisations"):
        for surface in (row["name"], *_list(row["aliases"])):
            yield surface, Known(row["name"], "ORG", "organisation", is_sure=True)
        for surface in _list(row["weak_aliases"]):
            yield surface, Known(row["name"], "ORG", "organisation", is_sure=False)


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _list(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]
