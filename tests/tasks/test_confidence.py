"""How surely a claim is right, and how that is fitted."""

from hand_parsed import article
from hypothesis import given
from hypothesis import strategies as st

from tasks.attribute.claims import claims
from tasks.attribute.confidence import CLAIM, SPEAKER, probability
from tasks.attribute.tree import tree
from tasks.train import logistic
from tasks.train.confidence import reliability

LEE = {"Ann Lee": ("Ann Lee", "PERSON", "female")}
SAID = "Ann/NNP/nsubj/3 Lee/NNP/flat/1 said/VBD/root/0 it/PRP/nsubj/5 leaks/VBZ/ccomp/3 ././punct/3\n"
NOTED = "They/PRP/nsubj/2 noted/VBD/root/0 a/DT/det/4 change/NN/obj/2 ././punct/2"


def test_a_clause_after_said_by_a_full_name_is_surer_than_an_object_of_they() -> None:
    made = article(SAID + NOTED, LEE)
    said, noted = claims(tree(made), made)[0]
    assert said.confidence.claim > noted.confidence.claim
    assert said.confidence.speaker > noted.confidence.speaker


@given(st.lists(st.text(max_size=8), max_size=8))
def test_whatever_holds_for_a_claim_its_confidence_is_a_probability(found: list[str]) -> None:
    assert all(0 < probability(model, found) < 1 for model in (CLAIM, SPEAKER))


def test_nothing_known_is_an_even_chance() -> None:
    assert probability("no such model", ["always"]) == 0.5


def test_what_tells_right_from_wrong_gets_the_weight() -> None:
    examples, right = [["always", "named"], ["always"]] * 20, [True, False] * 20
    weights = logistic.fit(examples, right, penalty=0.1)
    assert logistic.believed(weights, ["always", "named"]) > 0.9
    assert logistic.believed(weights, ["always"]) < 0.1


def test_a_rare_feature_has_no_weight() -> None:
    examples = [["always"]] * 10 + [["always", "rare"]]
    assert set(logistic.fit(examples, [True] * 11, penalty=1.0)) == {"always"}


def test_an_example_is_believed_by_what_the_others_show() -> None:
    examples, right = [["always"]] * 40, [True] * 20 + [False] * 20
    believed = logistic.out_of_fold(examples, right, [0] * 20 + [1] * 20, penalty=0.1)
    assert max(believed[:20]) < 0.1
    assert min(believed[20:]) > 0.9


def test_reliability_tells_for_each_confidence_what_share_was_right() -> None:
    lines = list(reliability("claims", [0.95, 0.95, 0.55, 1.0], [True, False, True, True]))
    assert [line.split() for line in lines[2:]] == [["0.5", "to", "0.6", "1", "0.55", "1.00"], ["0.9", "to", "1.0", "3", "0.97", "0.67"]]
