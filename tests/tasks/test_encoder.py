import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from tasks import model
from tasks.encoder import OVERLAP, WINDOW, Encoder, Token, lemmas, trees, weights
from tasks.encoder.lemmas import Lemmatizer
from tasks.encoder.pieces import FIRST, LAST, MOST_PIECES, UNKNOWN, WordPieces
from tasks.encoder.spans import Rows
from tasks.encoder.words import LONGEST_WORD, words
from tasks.train import treebank

VOCABULARY = [UNKNOWN, FIRST, LAST, "un", "##happi", "##ness", "happy", "e", "##a", "a", ".", "u"]
LABELS = ["O", "B-ORG", "I-ORG", "B-GPE", "I-GPE"]
NUMBERS = st.floats(-9, 9, width=16)


def surfaces(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return model.encoder(model.WEIGHTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She didn’t, couldn't and won't.", "She did n’t , could n't and wo n't ."),
        ("We cannot; I'm gonna.", "We can not ; I 'm gon na ."),
        ("Orr's and the Orrs’ boats", "Orr 's and the Orrs ’ boats"),
        ("O'Brien’s o'clock", "O'Brien ’s o'clock"),
        ("the U.S.-led non-profit, well-known", "the U.S. - led non-profit , well - known"),
        ("Mr. J. Orr of Ellery Inc. left.", "Mr. J. Orr of Ellery Inc. left ."),
        ("$5.5m, 3% and 10:30am on 9/11", "$ 5.5 m , 3 % and 10:30 am on 9/11"),
        ("the 1990s, the 21st", "the 1990s , the 21st"),
        ("H1N1 and COVID-19", "H1N1 and COVID - 19"),
        ("AT&T and/or www.example.org.", "AT&T and / or www.example.org ."),
        ("ann.orr@example.org (https://example.org/a?b=c).", "ann.orr@example.org ( https://example.org/a?b=c ) ."),
        ("Well... no--never!!", "Well ... no -- never !!"),
        ("👩‍🚒👍🏽 café cafe\u0301", "👩‍🚒 👍🏽 café cafe\u0301"),
        ("@ann said #strike", "@ann said #strike"),
    ],
)
def test_words_are_divided_as_the_treebanks_divide_them(text: str, expected: str) -> None:
    assert surfaces(text) == expected.split()


@given(st.text())
def test_all_that_is_no_white_space_lies_in_a_word(text: str) -> None:
    spans = words(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert "".join(surfaces(text)) == "".join(text.split())


@pytest.mark.parametrize(("bank", "floor"), [("gum", 0.995), ("ewt", 0.98)])
def test_the_words_of_a_treebank_are_found(bank: str, floor: float, data: Path) -> None:
    found = expected = right = 0
    for sentence in treebank.sentences(data / "ud" / f"{bank}.dev.conllu.gz"):
        ends = list(itertools.accumulate(len(word) + space for word, space in zip(sentence.words, sentence.spaces, strict=True)))
        text = "".join(word + " " * space for word, space in zip(sentence.words, sentence.spaces, strict=True))
        gold = {(end - space - len(word), end - space) for word, space, end in zip(sentence.words, sentence.spaces, ends, strict=True)}
        ours = set(words(text))
        found, expected, right = found + len(ours), expected + len(gold), right + len(ours & gold)
    assert 2 * right / (found + expected) >= floor


def test_an_endless_word_is_cut() -> None:
    assert [len(word) for word in surfaces("x" * 450)] == [LONGEST_WORD, LONGEST_WORD, 50]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("unhappiness", ["un", "##happi", "##ness"]),
        ("Éa", ["e", "##a"]),
        ("u.", ["u", "."]),
        ("zebra", [UNKNOWN]),
        ("\u200b", [UNKNOWN]),
        ("", [UNKNOWN]),
    ],
)
def test_a_word_is_the_longest_pieces_that_fit(word: str, expected: list[str]) -> None:
    assert [VOCABULARY[number] for number in WordPieces(VOCABULARY)(word)] == expected


def test_a_word_has_a_bounded_number_of_pieces() -> None:
    assert len(WordPieces(VOCABULARY)("a" * 100)) == MOST_PIECES


@given(st.text(st.characters(categories=["L"]), min_size=1), st.text(st.characters(categories=["L"]), min_size=1))
def test_the_edit_from_a_word_to_a_lemma_makes_that_lemma(word: str, lemma: str) -> None:
    assert lemmas.edited(word, lemmas.edit(word, lemma)) == lemma


def test_a_lemma_comes_from_the_best_edit_that_the_ending_allows_unless_the_word_is_known() -> None:
    lemmatizer = Lemmatizer(["l-ies+y", "l-s+", "l-+"], {"feet/NOUN": "foot"})
    scores = np.array([[3, 2, 1]] * 4, np.float32)
    assert lemmatizer(["Cities", "boats", "sea", "Feet"], ["NOUN"] * 4, scores) == ["city", "boat", "sea", "foot"]


def square(most: int) -> st.SearchStrategy[NDArray[np.float32]]:
    return st.integers(1, most).flatmap(lambda size: arrays(np.float32, (size, size), elements=NUMBERS))


def is_tree(heads: tuple[int, ...]) -> bool:
    root = next((number for number, head in enumerate(heads) if head == number), None)
    return sum(head == number for number, head in enumerate(heads)) == 1 and all(reached(heads, number) == root for number in range(len(heads)))


def reached(heads: tuple[int, ...], at: int) -> int:
    for _ in heads:
        at = heads[at]
    return at


@given(square(30))
def test_heads_make_a_tree_with_one_root(scores: NDArray[np.float32]) -> None:
    assert is_tree(tuple(trees.heads(scores).tolist()))


@given(square(4))
def test_no_tree_with_the_same_root_is_better(scores: NDArray[np.float32]) -> None:
    own = np.arange(len(scores))
    found = trees.heads(scores)
    others = [heads for heads in itertools.product(range(len(scores)), repeat=len(scores)) if is_tree(heads)]
    root = int(np.flatnonzero(found == own)[0])
    best = max(float(scores[own, list(heads)].sum()) for heads in others if heads[root] == root)
    assert float(scores[own, found].sum()) == pytest.approx(best, abs=1e-3)


@given(st.integers(1, 4).flatmap(lambda size: arrays(np.float32, (size, len(LABELS)), elements=NUMBERS)), st.booleans())
def test_the_best_permitted_row_of_labels_is_found(scores: NDArray[np.float32], ends_after_one: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    firsts = [0, 1] if ends_after_one and len(scores) > 1 else [0]
    row = Rows(LABELS).best(scores, np.array(firsts))
    permitted = [labels for labels in itertools.product(LABELS, repeat=len(scores)) if is_permitted(labels, firsts)]
    assert tuple(row) in permitted
    assert total(scores, row) == pytest.approx(max(total(scores, labels) for labels in permitted), abs=1e-3)


def is_permitted(labels: tuple[str, ...], firsts: list[int]) -> bool:
    return all(label[0] != "I" or (number not in firsts and labels[number - 1][1:] == label[1:]) for number, label in enumerate(labels))


def total(scores: NDArray[np.float32], labels: "tuple[str, ...] | list[str]") -> float:
    return sum(float(scores[number, LABELS.index(label)]) for number, label in enumerate(labels))


def test_a_file_of_weights_comes_back_and_is_the_same_every_time(tmp_path: Path) -> None:
    content = weights.Weights(b"one", b"two", VOCABULARY, weights.Labels(["O"], ["X"], ["NN"], ["l-+"], ["root"]), {"feet/NOUN": "foot"})
    for name in ("a.zip", "b.zip"):
        weights.write(tmp_path / name, content)
    assert weights.read(tmp_path / "a.zip") == content
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_sentence_longer_than_the_window_is_read_to_its_end(encoder: Encoder) -> None:
    ((found,),) = encoder.read([["said that " * WINDOW]])
    assert len(found) == 2 * WINDOW
    assert all(0 <= word.head < len(found) for word in found)


def test_a_paragraph_longer_than_the_window_is_read_to_its_end(encoder: Encoder) -> None:
    sentence = "The mayor of Port Ellery said that the harbour would close."
    (found,) = encoder.read([[sentence] * 60])
    assert [[sentence[word.start : word.end] for word in words] for words in found] == [surfaces(sentence)] * 60


def test_a_window_sees_the_end_of_the_one_before_it_and_reads_nothing_twice(encoder: Encoder) -> None:
    sentences = [[Token(0, 5, "ferry")] * 20] * 40
    windows = list(encoder._windows(sentences))  # noqa: SLF001 - where a window ends cannot be seen from outside
    assert all(window.stretches[: window.known] == before.stretches[-window.known :] for before, window in itertools.pairwise(windows))
    assert all(0 < 20 * window.known <= OVERLAP for window in windows[1:])
    assert [stretch.sentence for window in windows for stretch in window.stretches[window.known :]] == list(range(40))


def test_a_paragraph_reads_the_same_alone_and_among_others(encoder: Encoder) -> None:
    one, other = ["“We left,” said Ann Orr.", "It rained."], ["The council of Port Ellery denied that the quay was unsafe."]
    assert list(encoder.read([one, other, one])) == [next(encoder.read([one])), next(encoder.read([other])), next(encoder.read([one]))]


def test_a_paragraph_of_no_words_has_none(encoder: Encoder) -> None:
    assert list(encoder.read([[], ["", " "]])) == [[], [[], []]]


@given(st.lists(st.text(), max_size=4))
@settings(deadline=None, max_examples=40)
def test_any_text_gets_words_with_heads_in_their_sentence(sentences: list[str]) -> None:
    (found,) = model.load().read([sentences])
    for sentence, parsed in zip(sentences, found, strict=True):
        assert [(word.start, word.end) for word in parsed] == words(sentence)
        assert all(0 <= word.head < len(parsed) for word in parsed)
        assert all(word.lemma and word.upos and word.tag and word.dep for word in parsed)
