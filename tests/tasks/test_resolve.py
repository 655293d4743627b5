import pytest
from handmade import batch
from hypothesis import given
from hypothesis import strategies as st

from tasks.resolve import resolve
from tasks.resolve.identify import Named, identify
from tasks.tag import tag


def who(*names: tuple[str, str]) -> list[tuple[str, str]]:
    """Return for each name the fullest name of whom it names, and how that is known."""
    entities, owners = identify([Named(*name) for name in names])
    return [(entities[owner.entity].name, owner.method) for owner in owners]


def resolved(marked: str) -> list[dict[str, object]]:
    made = batch(marked)
    rows: list[dict[str, object]] = resolve({**made, **tag(made)})["local_entities"].to_pylist()
    return rows


@pytest.mark.parametrize(
    ("fuller", "shorter", "label", "method"),
    [
        ("Anna Quell", "Quell", "PERSON", "surname"),
        ("Anna Quell", "Anna", "PERSON", "first_name"),
        ("Anna B. Quell", "Anna Quell", "PERSON", "name"),
        ("Ana Lopez Quellar", "Lopez Quellar", "PERSON", "surname"),
        ("Anna Quéll", "Quell", "PERSON", "surname"),
        ("Anna Quell", "Quelle", "PERSON", "surname"),
        ("Anna Quell", "Quill", "PERSON", "surname"),
        ("Anna Quell Jr.", "Quell", "PERSON", "surname"),
        ("Anna Quell", "ANNA QUELL", "PERSON", "name"),
        ("Centre for Tidal Research", "CTR", "ORG", "acronym"),
        ("US Centre for Tidal Research", "CTR", "ORG", "acronym"),
        ("Quell International Airport", "Quell Airport", "LOC", "name"),
        ("Harbour Mills Ltd", "Harbour Mills", "ORG", "name"),
        ("Northern Coastguard", "Coastguard", "ORG", "alias"),
        ("Islamic State", "Daesh", "ORG", "alias"),
        ("United States", "U.S.", "GPE", "alias"),
        ("Norwegian", "Norwegians", "NORP", "demonym"),
    ],
)
def test_a_shorter_form_names_the_fuller_one(fuller: str, shorter: str, label: str, method: str) -> None:
    assert who((fuller, label), (shorter, label)) == [(fuller, "name"), (fuller, method)]
    assert who((shorter, label), (fuller, label)) == [(fuller, method), (fuller, "name")]


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("Anna Quell", "Bert Quell", "PERSON"),
        ("Anna Quell", "Quallo", "PERSON"),
        ("Anna Lee", "Lea", "PERSON"),
        ("Moscow", "Russia", "GPE"),
        ("New York", "New York City", "GPE"),
        ("BBC", "BBC News", "ORG"),
        ("Norwegian", "Swedish", "NORP"),
    ],
)
def test_different_things_stay_apart(one: str, other: str, label: str) -> None:
    assert who((one, label), (other, label)) == [(one, "name"), (other, "name")]


def test_a_surname_of_two_persons_belongs_to_the_one_named_so_far() -> None:
    assert who(("Anna Quell", "PERSON"), ("Quell", "PERSON"), ("Bert Quell", "PERSON"))[1] == ("Anna Quell", "surname")


def test_a_surname_used_for_one_of_two_persons_goes_on_meaning_that_one() -> None:
    names = [("Anna Quell", "PERSON"), ("Quell", "PERSON"), ("Bert Quell", "PERSON"), ("Quell", "PERSON")]
    assert who(*names)[3] == ("Anna Quell", "surname")


def test_a_surname_of_two_persons_named_before_is_left_open() -> None:
    assert who(("Anna Quell", "PERSON"), ("Bert Quell", "PERSON"), ("Quell", "PERSON"))[2] == ("Quell", "name")


def test_gender_tells_two_persons_of_one_surname_apart() -> None:
    names = [Named("Anna Quell", "PERSON", "female"), Named("Bert Quell", "PERSON", "male"), Named("Quell", "PERSON", "male")]
    entities, owners = identify(names)
    assert entities[owners[2].entity].name == "Bert Quell"


def test_initials_in_brackets_stand_for_the_name_before_whatever_their_letters() -> None:
    entities, owners = identify([Named("Tidal Research Centre", "ORG"), Named("CERTI", "ORG", None, is_gloss=True)])
    assert (entities[owners[1].entity].name, owners[1].method) == ("Tidal Research Centre", "acronym")


def test_dates_are_no_entities() -> None:
    assert [row["name"] for row in resolved("So <PERSON Anna Quell> left on Monday.")] == ["Anna Quell"]


@pytest.mark.parametrize(
    ("marked", "gender"),
    [
        ("So said Ms <PERSON Quell> there.", "female"),
        ("So said spokesman <PERSON Sandy Quell> there.", "male"),
        ("So said <PERSON Sandy Quell>, a spokeswoman there.", "female"),
        ("So said <PERSON Anna Quell> there.", "female"),
        ("So said <PERSON Sandy Quell> when he left.", "male"),
        ("So said <PERSON Sandy Quell> there.", None),
    ],
)
def test_gender_comes_from_titles_roles_first_names_and_pronouns(marked: str, gender: str | None) -> None:
    assert [row["gender"] for row in resolved(marked)] == [gender]


def test_every_mention_but_a_date_has_an_entity_of_its_document() -> None:
    made = batch("So <PERSON Anna Quell> left <GPE Norway> on Monday.", "Then <PERSON Anna Quell> came back.")
    made = {**made, **tag(made)}
    made = {**made, **resolve(made)}
    ids = {(row["document_id"], row["local_entity_id"]) for row in made["local_entities"].to_pylist()}
    tied = made["local_entity_mentions"].to_pylist()
    assert {(row["document_id"], row["local_entity_id"]) for row in tied} == ids
    assert [row["mention_id"] for row in tied] == [row["mention_id"] for row in made["mentions"].to_pylist() if row["label"] != "DATE"]


surfaces = st.lists(
    st.sampled_from(["Anna", "Quell", "B.", "US", "Jr", "of", "Islamic", "State", "Daesh", "AQ", "the", "é", "-"]), min_size=1, max_size=4
).map(" ".join)
named = st.builds(
    Named, surfaces | st.text(min_size=1, max_size=6), st.sampled_from(["PERSON", "ORG", "GPE", "NORP", "MISC"]), st.none(), st.booleans()
)


@given(st.lists(named, max_size=30))
def test_any_names_have_owners_and_no_two_entities_are_one(names: list[Named]) -> None:
    entities, owners = identify(names)
    assert len(owners) == len(names)
    assert {owner.entity for owner in owners} == set(range(len(entities)))
    assert len(set(entities)) == len(entities)
    assert all(entities[owner.entity].label == name.label for owner, name in zip(owners, names, strict=True))


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        pytest.param("<GPE Norway>'s <ORG Defense Ministry> said so.", ["Norway", "Norway's Defense Ministry"], id="a possessive"),
        pytest.param("<NORP Norwegian> <ORG Defense Ministry> staff left.", ["Norwegian Defense Ministry"], id="an adjective"),
        pytest.param("The <ORG Supreme Court> of <GPE Norway> met.", ["Supreme Court of Norway"], id="of a country"),
        pytest.param("<GPE Norway>'s <ORG Harbour Mills> closed.", ["Norway", "Harbour Mills"], id="a name that has no namesake stays alone"),
        pytest.param(
            "<GPE Norway>'s <ORG Supreme Court> met.\n<GPE Chile>'s <ORG Supreme Court> rose.",
            ["Norway", "Supreme Court", "Chile"],
            id="a name that goes with two countries stays alone",
        ),
    ],
)
def test_a_body_that_any_country_has_goes_by_its_country_too(marked: str, names: list[str]) -> None:
    assert [row["name"] for row in resolved(marked)] == names
