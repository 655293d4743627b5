import random

import pytest
from handmade import batch

from tasks.link import entity_id, link, target
from tasks.resolve import resolve
from tasks.stage import Batch
from tasks.tag import tag

ARTICLES = (
    "So <PERSON Anna Quell> met <ORG ISIS> in <GPE Moscow>.",
    "Then <PERSON Quell> met <ORG Daesh> in <GPE Russia>.",
    "Then <PERSON Anna Quell> left the <ORG Kremlin> for <GPE U.S.> shores.",
    "The <ORG Supreme Court> heard <PERSON Quell> there.",
)


def linked(*marked: str) -> Batch:
    made = batch(*marked)
    for stage in (tag, resolve, link):
        made = {**made, **stage(made)}
    return made


def entities(*marked: str) -> dict[tuple[str, str], str]:
    """Return the id of each entity by its document's text and its name."""
    made = linked(*marked)
    texts = dict(zip(*(made["documents"][name].to_pylist() for name in ("document_id", "text")), strict=True))
    return {(texts[row["document_id"]], row["name"]): row["entity_id"] for row in made["entities"].to_pylist()}


def test_the_same_full_name_is_one_person_everywhere() -> None:
    assert target("one", "Anna Quell", "PERSON") == target("two", "anna quell", "PERSON")._replace(name="Anna Quell")


def test_aliases_of_the_tables_are_one_entity_everywhere() -> None:
    ids = entities(*ARTICLES)
    assert len({id_ for (_, name), id_ in ids.items() if name == "Islamic State"}) == 1


def test_a_lone_surname_stays_in_its_document() -> None:
    one, other = target("one", "Quell", "PERSON"), target("two", "Quell", "PERSON")
    assert one.entity_id != other.entity_id
    assert (one.method, one.confidence < target("one", "Anna Quell", "PERSON").confidence) == ("provisional", True)


def test_a_body_named_by_common_nouns_stays_in_its_document() -> None:
    assert target("one", "Supreme Court", "ORG").entity_id != target("two", "Supreme Court", "ORG").entity_id
    assert target("one", "Quellby Supreme Court", "ORG").entity_id == target("two", "Quellby Supreme Court", "ORG").entity_id


def test_a_company_is_one_with_and_without_its_legal_form() -> None:
    assert target("one", "Harbour Mills Ltd", "ORG").entity_id == target("two", "Harbour Mills", "ORG").entity_id


def test_one_name_of_two_labels_is_two_entities() -> None:
    assert target("one", "Jordan Quell", "PERSON").entity_id != target("one", "Jordan Quell", "ORG").entity_id


def test_another_form_of_the_document_may_tell_the_entity() -> None:
    assert target("one", "Self-styled State", "ORG", ["Daesh"]).entity_id == entity_id("ORG", "Islamic State")


def test_a_seat_of_government_acts_for_its_country_and_is_not_it() -> None:
    made = linked(*ARTICLES)
    russia = entity_id("GPE", "Russia")
    seats = {(row["entity_id"], row["relation"], row["other_id"]) for row in made["entity_relations"].to_pylist()}
    assert seats == {(entity_id("GPE", "Moscow"), "acts_for", russia), (entity_id("ORG", "Kremlin"), "acts_for", russia)}


@pytest.mark.parametrize("name", ["Norwegian government", "Norway's government", "government of Norway", "Norwegian federal government"])
def test_the_government_of_a_country_is_one_however_named(name: str) -> None:
    assert target("one", name, "ORG")[:2] == (entity_id("ORG", "Government of Norway"), "Government of Norway")


@pytest.mark.parametrize("name", ["Norway's Supreme Court", "Norwegian Supreme Court", "Supreme Court of Norway", "Norway’s supreme court"])
def test_a_body_of_a_country_is_one_however_named(name: str) -> None:
    assert target("one", name, "ORG").entity_id == target("two", "Supreme Court of Norway", "ORG").entity_id
    assert target("one", name, "ORG").entity_id != target("two", "Supreme Court of Chile", "ORG").entity_id


def test_the_government_of_a_country_acts_for_it_and_is_not_it() -> None:
    made = linked("The <NORP Norwegian> government spoke.")
    assert [(row["relation"], row["other_id"]) for row in made["entity_relations"].to_pylist()] == [("acts_for", entity_id("GPE", "Norway"))]


def test_a_name_from_a_headline_in_capitals_is_written_small() -> None:
    assert target("one", "ANNA QUELL", "PERSON") == target("two", "Anna Quell", "PERSON")


def test_a_country_carries_its_code_and_the_forms_of_the_document() -> None:
    (row,) = [row for row in linked(*ARTICLES)["entities"].to_pylist() if row["name"] == "United States"]
    assert (row["aliases"], row["external_ids"]) == (["U.S."], ["iso3166:US"])


def test_every_local_entity_has_one_link() -> None:
    made = linked(*ARTICLES)
    links = [(row["document_id"], row["local_entity_id"]) for row in made["links"].to_pylist()]
    assert links == [(row["document_id"], row["local_entity_id"]) for row in made["local_entities"].to_pylist()]


def test_ids_do_not_depend_on_the_order_or_company_of_documents() -> None:
    safe = [text for text in ARTICLES if "Supreme" not in text]
    together = {key: id_ for key, id_ in entities(*safe).items() if key[1] != "Quell"}
    shuffled = random.Random(5).sample(safe, len(safe))
    assert {key: id_ for key, id_ in entities(*shuffled).items() if key[1] != "Quell"} == together
    alone = {key: id_ for text in safe for key, id_ in entities(text).items() if key[1] != "Quell"}
    assert alone == together
