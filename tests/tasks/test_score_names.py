import pytest

from tasks.score import names
from tasks.score.names import Mention, Named
from tasks.score.rates import Rates
from tasks.score.speakers import same_speakers
from tasks.score.words import Span

TEXT = "Ana Ruiz of Maravia met Calder on Monday. Ruiz left."


def mention(surface: str, label: str, entity: str | None = None, text: str = TEXT) -> Mention:
    start = text.index(surface)
    return Mention(label, Span(start, start + len(surface)), entity)


LATER = Mention("PERSON", Span(TEXT.rindex("Ruiz"), TEXT.rindex("Ruiz") + 4), "Ana Ruiz")
GOLD = Named(
    TEXT,
    [
        mention("Ana Ruiz", "PERSON", "Ana Ruiz"),
        mention("Maravia", "GPE", "Maravia"),
        mention("Calder", "PERSON", "Calder"),
        mention("Monday", "DATE"),
        LATER,
    ],
)


def measured(*found: Mention) -> dict[str, Rates | float | None]:
    return names.measures([names.compare(GOLD, Named(TEXT, found))])


def test_gold_against_itself_is_all_right() -> None:
    scores = measured(*GOLD.mentions)
    assert {scores[name] for name in ("names", "exact", "found", "overlap", "PERSON", "DATE", "b3")} == {Rates(100.0, 100.0, 100.0)}


def test_a_comma_or_a_possessive_at_the_edge_does_not_count() -> None:
    text = "Maravia’s quay"
    gold = Named(text, [Mention("GPE", Span(0, 7))])
    assert names.compare(gold, Named(text, [Mention("GPE", Span(0, 9))])).misses == []


def test_a_country_taken_for_a_place_is_right_among_names_and_wrong_among_labels() -> None:
    scores = measured(mention("Maravia", "LOC"))
    assert (scores["names"], scores["exact"]) == (Rates(100.0, 25.0, 40.0), Rates(0.0, 0.0, 0.0))


def test_half_a_name_is_found_by_overlap_alone() -> None:
    scores = measured(mention("Ana", "PERSON"))
    assert (scores["names"], scores["overlap"]) == (Rates(0.0, 0.0, 0.0), Rates(100.0, 25.0, 40.0))


def test_two_persons_taken_for_one_cost_precision_of_the_entities() -> None:
    one = [mention("Ana Ruiz", "PERSON", "x"), mention("Calder", "PERSON", "x"), LATER._replace(entity="x")]
    assert measured(*one)["b3"] == Rates(55.6, 100.0, 71.4)


def test_misses_say_what_was_wrong() -> None:
    misses = names.compare(GOLD, Named(TEXT, [*GOLD.mentions[:3], mention("Monday", "EVENT"), mention("left", "MISC")])).misses
    assert [miss.kind for miss in misses] == ["missed", "label", "invented"]


@pytest.mark.parametrize(
    ("found", "gold", "is_same"),
    [
        (["Ana Ruiz"], ["Ana María Ruiz"], True),
        (["Mayor Ana Ruiz"], ["Ana Ruiz"], True),
        (["The Maravia Herald"], ["Maravia Herald"], True),
        (["Ana Ruiz", "Ines Calder"], ["Ines Calder", "Ana Ruiz"], True),
        (["Ana Ruiz"], ["Ines Calder", "Ana Ruiz"], False),
        (["Ruiz"], ["Ana Ruiz"], False),
        ([], [], True),
        ([], ["Ana Ruiz"], False),
    ],
)
def test_speakers_are_compared_by_name(found: list[str], gold: list[str], is_same: bool) -> None:  # noqa: FBT001 - a column
    assert same_speakers(found, gold) is is_same
