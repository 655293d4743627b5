import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks import knowledge, link
from tasks.knowledge import Known, from_entity, from_row
from warehouse.errors import UsageError

HEAD: dict[str, str] = {"id": "Q1", "name": "Anna Quell", "type": "person"}


def owners(*known: Known) -> dict[str, list[tuple[str, bool]]]:
    """Return whose name each hash is, and whether it is a weak one."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for row in knowledge.tables(known)["known_names"].to_pylist():
        found.setdefault(row["name_id"], []).append((row["entity_id"], row["is_weak"]))
    return found


def read(row: dict[str, str], place: str = "people.csv:2") -> Known:
    known = from_row(row, place)
    assert known
    return known


def person(id_: str, *names: str) -> Known:
    return read({**HEAD, "id": id_, "name": names[0], "aliases": ";".join(names[1:])})


def test_a_row_says_who_it_is_and_how_else_called() -> None:
    row = {**HEAD, "aliases": "Anna B. Quell; A. Quell", "weak_aliases": "Harbour Anna", "external_ids": "wikidata:Q1", "description": "a mayor"}
    known = from_row(row, "people.csv:2")
    assert known == Known("Q1", "Anna Quell", "PERSON", ("Anna B. Quell", "A. Quell"), ("Harbour Anna",), "a mayor", ("wikidata:Q1",), "people.csv:2")


def test_a_row_without_an_id_has_the_one_that_its_name_has_in_a_text() -> None:
    known = read({"name": "Anna Quell", "type": "Person"})
    assert known.entity_id == link.target("any", "Anna Quell", "PERSON").entity_id


def test_one_word_is_a_weak_alias_of_a_person_and_a_strong_one_of_an_organisation() -> None:
    assert read({**HEAD, "aliases": "Quell"}).weak_aliases == ("Quell",)
    assert read({**HEAD, "type": "organisation", "aliases": "Quell"}).aliases == ("Quell",)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param({"name": "", "type": "person"}, "no name", id="no name"),
        pytest.param({"name": "Anna Quell", "type": "wizard"}, "the type is 'wizard'", id="a type that is none"),
        pytest.param({"name": "Anna Quell"}, "the type is ''", id="no type"),
    ],
)
def test_a_row_that_says_too_little_is_refused_with_its_line(row: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=f"^people.csv:7: {message}"):
        from_row(row, "people.csv:7")


def test_a_row_of_opensanctions_on_what_is_nobody_is_passed_over() -> None:
    assert from_row({"id": "s1", "name": "Harbour Bond 2031", "schema": "Security"}, "targets.csv:2") is None


def test_an_entity_of_follow_the_money_brings_its_names() -> None:
    properties = {"name": ["Harbour Watch", "HW Harbour"], "alias": ["Watch of the Harbour"], "weakAlias": ["HW"], "wikidataId": ["Q7"]}
    known = from_entity(json.dumps({"id": "hw", "schema": "Organization", "properties": properties}), "a.jsonl:1")
    assert known
    assert known[:5] == ("hw", "Harbour Watch", "ORG", ("HW Harbour", "Watch of the Harbour"), ("HW",))
    assert known.external_ids == ("wikidata:Q7",)


def test_what_names_nobody_is_passed_over() -> None:
    assert from_entity('{"id": "a", "schema": "Address", "properties": {"full": ["1 Quay"]}}', "a.jsonl:1") is None


@pytest.mark.parametrize("line", ["", "{", "[]", "3", '{"id": "a"}', '{"id": "a", "schema": "Person", "properties": []}', '{"schema": "Person"}'])
def test_a_line_that_is_no_entity_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match=r"^a.jsonl:1: no FollowTheMoney entity"):
        from_entity(line, "a.jsonl:1")


def test_an_entity_without_a_name_is_refused() -> None:
    with pytest.raises(UsageError, match="a has no name"):
        from_entity('{"id": "a", "schema": "Person", "properties": {}}', "a.jsonl:1")


def test_two_with_one_id_are_refused() -> None:
    with pytest.raises(UsageError, match="the id Q1 is that of Anna Quell"):
        knowledge.tables([person("Q1", "Anna Quell"), person("Q1", "Bert Quell")])


def test_a_name_leads_to_its_owner_however_it_is_written() -> None:
    assert owners(person("Q1", "Anna Quéll"))[link.entity_id("PERSON", "anna quell")] == [("Q1", False)]


def test_a_name_of_two_is_weak_for_both() -> None:
    found = owners(person("Q1", "Anna Quell"), person("Q2", "Anna Maria Quell", "Anna Quell"))
    assert found[link.entity_id("PERSON", "Anna Quell")] == [("Q1", True), ("Q2", True)]
    assert found[link.entity_id("PERSON", "Anna Maria Quell")] == [("Q2", False)]


def test_a_name_of_our_tables_brings_what_they_call_it() -> None:
    daesh = read({"id": "T1", "name": "Daesh", "type": "group"})
    assert owners(daesh)[link.target("any", "ISIS", "ORG").entity_id] == [("T1", False)]


def test_a_person_is_never_found_under_the_name_of_a_place() -> None:
    assert link.entity_id("GPE", "Jordan Quell") not in owners(person("Q1", "Jordan Quell"))


@given(st.lists(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4), max_size=8))
def test_every_name_is_found_again(names: list[list[str]]) -> None:
    known = [Known(str(number), some[0], "ORG", tuple(some[1:]), (), None, (), "") for number, some in enumerate(names)]
    found = owners(*known)
    assert all((one.entity_id) in dict(found[link.entity_id("ORG", name)]) for one in known for name in (one.name, *one.aliases))
