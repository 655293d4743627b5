import csv
from collections import Counter

import pytest

from tasks import gazetteer
from tasks.gazetteer import TABLES

COLUMNS = {
    "countries": ["name", "code", "aliases", "demonyms", "capital", "seats"],
    "organisations": ["name", "aliases", "weak_aliases"],
    "peoples": ["name", "forms"],
    "places": ["name", "label", "aliases"],
    "things": ["name", "label", "aliases"],
    "first_names": ["name", "gender"],
    "titles": ["title", "gender"],
    "nouns": ["noun", "label", "position"],
}
LABELS = {"PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT", "MISC"}
LISTS = ("aliases", "weak_aliases", "demonyms", "capital", "seats", "forms")

tables = pytest.mark.parametrize("table", COLUMNS)


def rows(table: str) -> list[dict[str, str]]:
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def surfaces(table: str) -> list[str]:
    return [surface for row in rows(table) for surface in (row["name"], *(part for name in LISTS for part in row.get(name, "").split(";") if part))]


@tables
def test_a_table_has_its_columns_and_no_ragged_row(table: str) -> None:
    assert rows(table)
    assert all(list(row) == COLUMNS[table] and None not in row.values() for row in rows(table))


@tables
def test_a_cell_has_no_stray_space_and_no_empty_part(table: str) -> None:
    cells = [part for row in rows(table) for cell in row.values() if cell for part in cell.split(";")]
    assert [cell for cell in cells if cell != cell.strip() or not cell] == []


@tables
def test_a_table_is_written_with_straight_apostrophes(table: str) -> None:
    assert [cell for row in rows(table) for cell in row.values() if cell != cell.translate(gazetteer.STRAIGHT)] == []


@tables
def test_a_first_cell_stands_once(table: str) -> None:
    keys = Counter((next(iter(row.values())), row.get("position")) for row in rows(table))
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("table", ["organisations", "peoples", "places", "things"])
def test_a_surface_names_one_thing_of_a_table(table: str) -> None:
    assert [surface for surface, times in Counter(surfaces(table)).items() if times > 1] == []


def test_no_two_countries_share_a_name_an_alias_or_a_code() -> None:
    names = Counter(part for row in rows("countries") for part in (row["name"], *row["aliases"].split(";")) if part)
    assert [name for name, times in names.items() if times > 1] == []
    codes = [row["code"] for row in rows("countries")]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 2 and code.isupper() for code in codes)


def test_labels_and_genders_are_those_of_the_schema() -> None:
    assert {row["label"] for table in ("places", "things", "nouns") for row in rows(table)} <= LABELS
    assert {row["gender"] for table in ("first_names", "titles") for row in rows(table)} <= {"female", "male", ""}
    assert all(row["gender"] for row in rows("first_names"))
    assert {row["position"] for row in rows("nouns")} == {"first", "last", "alone"}


def test_words_compared_without_case_are_written_small() -> None:
    assert [row["title"] for row in rows("titles") if row["title"] != row["title"].lower()] == []
    assert [row["noun"] for row in rows("nouns") if row["noun"] != row["noun"].lower()] == []


def test_every_seat_stands_for_a_country_of_the_table() -> None:
    assert set(gazetteer.seats().values()) <= set(gazetteer.country_codes())


def test_no_capital_is_its_country() -> None:
    names = {part for row in rows("countries") for part in (row["name"], *row["aliases"].split(";"))}
    assert names.isdisjoint(gazetteer.seats())


@pytest.mark.parametrize(
    ("surface", "name", "label"),
    [("Burma", "Myanmar", "GPE"), ("Dutch", "Dutch", "NORP"), ("ISIL", "Islamic State", "ORG"), ("Kiev", "Kyiv", "GPE"), ("Europe", "Europe", "LOC")],
)
def test_a_surface_has_its_meaning(surface: str, name: str, label: str) -> None:
    known = gazetteer.lookup(surface)
    assert known
    assert (known.name, known.label) == (name, label)
