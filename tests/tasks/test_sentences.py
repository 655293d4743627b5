from itertools import accumulate, groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks import sentences
from tasks.train import treebank

PIECES = st.lists(
    st.sampled_from(['"', "“", "”", "'", "’", ".", "?", "!", "...", "…", " ", "\n", "Ann", "said", "U.S.", "a.m.", "3", "(", ")", "[1]", "。"])
)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences.split(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "“Why?” she asked.",
        "“Stop!” the harbour master shouted.",
        "“Is it true?” Ada Lindqvist asked.",
        "Mr. Ferro met Gen. Okoro and Dr. Lund.",
        "J. R. Halloran owns it.",
        "The U.S. envoy left at 5 p.m. on Monday.",
        "It cost 3.5 million, i.e. too much.",
        "She waited ... and waited.",
        "He was born on Jan. 5 in No. 10 Pier Street.",
        "Boats, nets, ropes, etc. are sold at www.example.org every day.",
        "1. Bring boots.",
        "The firm (Lund Ltd.) is small.",
        "Ph.D. students protested.",
    ],
)
def test_one_sentence_stays_whole(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    "expected",
    [
        ["It rained.", "Nobody came."],
        ["“They feed a frenzy...", "They want to show off,” he said."],
        ["“We are late.", "We leave now.”", "She stood up."],
        ['"Is it over?"', "Nobody knew."],
        ["He moved to the U.S.", "The firm stayed."],
        ["It closed at 5 p.m.", "But the crowd stayed."],
        ["It belongs to Lund Inc.", "They bought it."],
        ["Who did it?!", "We may never know."],
        ["He left.[1][2]", "She stayed. [3]", "It rained."],
        ["(He left.)", "She stayed."],
        ["That is art.", "Critics agree."],
        ["We paid the fine.”", "The others did not."],
        ["Prices rose.", "5,000 people protested."],
        ["市长说港口将关闭。", "没有人反对。"],
    ],
)
def test_sentences_are_told_apart(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


def test_a_missing_space_does_not_join_sentences() -> None:
    assert split("It was the end.The crowd went home.") == ["It was the end.", "The crowd went home."]


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split(text) == []


@given(st.one_of(st.text(), PIECES.map("".join)))
def test_sentences_stand_in_order_and_only_white_space_is_outside(text: str) -> None:
    spans = list(sentences.split(text))
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    assert all(text[end:start].strip() == "" for end, start in zip(ends, starts, strict=True))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@pytest.mark.parametrize("unit", ['"', "“", ".", ". ", "A. ", "[", "x", ".)", "“a” "])
def test_a_megabyte_of_anything_is_split(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    spans = list(sentences.split(text))
    assert spans[0].start == 0
    assert spans[-1].end == len(text.rstrip())


@pytest.mark.parametrize(("bank", "floor"), [("gum", 0.965), ("ewt", 0.86)])
def test_the_boundaries_of_a_treebank_are_found(bank: str, floor: float, data: Path) -> None:
    found = expected = right = 0
    for _, paragraph in groupby(treebank.sentences(data / "ud" / f"{bank}.dev.conllu.gz"), key=lambda sentence: sentence.paragraph):
        parts = ["".join(word + " " * space for word, space in zip(part.words, part.spaces, strict=True)) for part in paragraph]
        gold = set(list(accumulate(map(len, parts)))[:-1])
        ours = {start for start, _ in sentences.split("".join(parts))} - {0}
        found, expected, right = found + len(ours), expected + len(gold), right + len(ours & gold)
    assert 2 * right / (found + expected) >= floor
