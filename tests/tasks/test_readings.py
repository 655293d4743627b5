"""What the model reads in the words, beside the rules."""

from dataclasses import replace

import pytest
from hand_parsed import article, told

from tasks.article import Article

LEE = {"Lee": ("Ann Lee", "PERSON", "female")}
SAID = "Lee/NNP/nsubj/2 said/VBD/root/0 it/PRP/nsubj/4 leaks/VBZ/ccomp/2 ././punct/2"
EXPECTED = "Lee/NNP/nsubj/2 ordered/VBD/root/0 a/DT/det/4 ship/NN/obj/2 ././punct/2"


def read(written: str, in_cue: list[int | None], in_content: list[int | None]) -> Article:
    """Return an article with what a model reads in its words."""
    made = article(written, LEE)
    return replace(made, tokens=replace(made.tokens, in_source=[0] * len(made.tokens), in_cue=in_cue, in_content=in_content))


def test_a_claim_in_whose_words_the_model_sees_nothing_is_none() -> None:
    assert told(read(SAID, [0, 2, 0, 0, 0], [0, 0, 3, 4, 0])) == []


@pytest.mark.parametrize(
    ("in_cue", "in_content"),
    [
        pytest.param([0, 99, 0, 0, 0], [0, 0, 1, 1, 0], id="a cue"),
        pytest.param([0, 1, 0, 0, 0], [0, 0, 90, 90, 0], id="a content"),
        pytest.param([None] * 5, [None] * 5, id="another pipeline read the words"),
    ],
)
def test_a_claim_stands_where_the_model_sees_a_cue_or_a_content_or_has_not_read(in_cue: list[int | None], in_content: list[int | None]) -> None:
    assert told(read(SAID, in_cue, in_content)) == [("Ann Lee", "said", "it leaks")]


def test_a_word_that_seldom_reports_does_where_the_model_sees_a_cue() -> None:
    assert told(read(EXPECTED, [0, 20, 0, 0, 0], [0, 0, 90, 90, 0])) == []
    assert told(read(EXPECTED, [0, 90, 0, 0, 0], [0, 0, 90, 90, 0])) == [("Ann Lee", "ordered", "a ship")]
