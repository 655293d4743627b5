import hashlib
import json
import random
from collections import Counter
from pathlib import Path

import made_up
import pytest

from tasks.encoder.pieces import FIRST, LAST, UNKNOWN, WordPieces
from tasks.train import examples, material, passages, readings, treebank, vocabulary
from tasks.train.examples import Example

PIECES = WordPieces([UNKNOWN, FIRST, LAST, "ann", "o", "##rr", "said", "."])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return made_up.corpora(tmp_path / "data")


def stretch(path: Path) -> list[treebank.Sentence]:
    return next(treebank.stretches(path / "ud" / "gum.train.conllu.gz", random.Random(1)))


def example_of(text: str, spans: list[passages.Span]) -> Example:
    return next(examples.of_passages([passages.Passage(text, spans)], examples.labels([]), PIECES, Counter()))


def test_a_treebank_sentence_has_its_syntactic_words_and_heads(data: Path) -> None:
    (sentence,) = stretch(data)
    assert sentence.words in (['"', "Do", "n't", "go", ",", '"', "said", "Ann", "."], ["“", "Do", "n’t", "go", ",", "”", "said", "Ann", "."])
    assert [sentence.words[head] for head, dep in zip(sentence.heads, sentence.deps, strict=True) if dep == "nsubj"] == ["said"]
    assert sentence.heads[3] == 3
    assert "".join(word + " " * space for word, space in zip(sentence.words, sentence.spaces, strict=True)) in {
        '"Don\'t go," said Ann. ',
        "“Don’t go,” said Ann. ",
    }


def test_half_of_the_stretches_have_curly_quotation_marks(data: Path) -> None:
    found = treebank.stretches(data / "ud" / "gum.train.conllu.gz", random.Random(3))
    assert {sentence.words[0] for kept in found for sentence in kept} == {"“", '"'}


def test_an_example_of_a_tree_has_an_answer_for_every_word_and_heads_counted_through(data: Path) -> None:
    twice = stretch(data) * 2
    labels = examples.labels(twice * 2)
    (found,) = examples.of_trees([twice], labels, PIECES, Counter())
    assert found.sentence == [0] * 9 + [1] * 9
    assert {len(answers) for answers in found.answers.values()} == {18}
    assert found.answers["heads"][9:] == [head + 9 for head in found.answers["heads"][:9]]
    assert [labels.edits[number] for number in found.answers["edits"][6:8]] == ["l-id+y", "k-+"]


def test_a_lemma_that_no_frequent_edit_makes_is_kept_by_word(data: Path) -> None:
    bank = stretch(data)
    labels = examples.labels(bank)
    assert labels.edits == ["l-+"]
    assert examples.irregular(bank, labels)["said/VERB"] == "say"


def test_a_name_begins_and_goes_on_and_its_words_are_found_in_the_pieces() -> None:
    found = example_of("Ann Orr said.", [(0, 7, "PERSON")])
    assert [examples.NAMES[number] for number in found.answers["names"]] == ["B-PERSON", "I-PERSON", "O", "O"]
    assert (found.pieces, found.first, found.last) == ([1, 3, 4, 5, 6, 7, 2], [1, 2, 4, 5], [1, 3, 4, 5])


def test_a_passage_longer_than_the_window_becomes_several_examples() -> None:
    found = list(examples.of_passages([passages.Passage("Ann said. " * 200, [])], examples.labels([]), PIECES, Counter()))
    assert sum(len(example.first) for example in found) == 600
    assert all(len(example.pieces) <= 256 for example in found)


def test_batches_hold_every_example_once() -> None:
    kept = [example_of("Ann said. " * (number % 7 + 1), []) for number in range(50)]
    found = [example for batch in examples.batches(kept, 64, random.Random(1)) for example in batch]
    assert sorted(map(id, found)) == sorted(map(id, kept))


def test_read_names_keep_their_spans(data: Path) -> None:
    passage = next(passages.annotated(data / "press" / "train.names.jsonl"))
    assert [(passage.text[start:end], label) for start, end, label in passage.names or ()] == [
        ("Ann Orr", "PERSON"),
        ("Port Ellery", "GPE"),
        ("Monday", "DATE"),
    ]


def test_machine_labels_lose_titles_follow_the_majority_and_leave_out_what_was_read(data: Path) -> None:
    counts = Counter[str]()
    read = passages.annotated(data / "press" / "train.names.jsonl")
    found = list(passages.machine_labelled(data / "names" / "gmb_ner_dataset.csv.zip", read, counts))
    assert [[(passage.text[start:end], label) for start, end, label in passage.names or ()] for passage in found] == [
        [("Quell", "PERSON"), ("Maravia", "GPE")],
        [("Maravia", "GPE")],
        [("Maravia", "GPE")],
    ]
    assert (counts["titles off persons"], counts["relabelled by vote"], counts["read already, left out"]) == (1, 1, 1)


def test_a_document_of_a_treebank_has_a_sentence_a_line(data: Path) -> None:
    assert treebank.documents(data / "ud" / "ewt.train.conllu.gz") == {"in-trees": "\n".join(['"Don\'t go," said Ann.'] * 20)}


def test_texts_of_our_own_have_their_names_marked_in_them(tmp_path: Path) -> None:
    path = tmp_path / "posts.txt"
    path.write_text("Ask ⟦PERSON:Ann⟧.\nShe knows.\n\n⟦ORG:Tram Co⟧ is late on ⟦DATE:Monday⟧.\n", "utf-8")
    first, second = passages.written(path)
    assert first == passages.Passage("Ask Ann.\nShe knows.", [(4, 7, "PERSON")])
    assert second == passages.Passage("Tram Co is late on Monday.", [(0, 7, "ORG"), (19, 25, "DATE")])


def test_marks_in_a_treebank_and_in_texts_of_our_own_are_read_three_lines_at_a_time(data: Path, tmp_path: Path) -> None:
    folder, text = made_up.marks(tmp_path / "marks"), "\n".join(['"Don\'t go," said Ann.'] * 20)
    with (folder / "names.jsonl").open("a", encoding="utf-8") as out:
        line = {"doc_id": "in-trees", "sha256": hashlib.sha256(text.encode()).hexdigest(), "spans": [(17, 20, "PERSON")]}
        out.write(json.dumps(line) + "\n")
    (folder / "posts.txt").write_text("Ask ⟦PERSON:Orr⟧.\nOr not.\nWell.\nDo.", "utf-8")
    found = list(readings.read(data, folder))
    assert found[-2:] == [passages.Passage("Ask Orr.\nOr not.\nWell.", [(4, 7, "PERSON")]), passages.Passage("Do.", [])]
    assert found[2].names == [(17, 20, "PERSON")]
    assert found[2].text.count("\n") == 2


def test_parts_of_claims_may_nest_and_doubtful_words_have_no_answer() -> None:
    text = "Ann said Orr denied it. Perhaps."
    claims = [(0, 3, "source"), (4, 8, "cue"), (9, 22, "content"), (9, 12, "source"), (13, 19, "cue"), (20, 22, "content"), (24, 31, "doubtful")]
    (found,) = examples.of_passages([passages.Passage(text, claims=claims)], examples.labels([]), PIECES, Counter())
    rows = {part: "".join("-" if number == examples.IGNORED else examples.PART[number] for number in found.answers[part]) for part in examples.PARTS}
    assert rows == {"source": "BOBOOO-O", "cue": "OBOBOO-O", "content": "OOBIBO-O"}
    assert set(found.answers["names"]) == {examples.IGNORED}


def test_names_and_claims_of_a_text_come_together_from_files_read_at_different_times(data: Path) -> None:
    (path, claims) = (data / "press" / f"train.{kind}.jsonl" for kind in ("names", "claims"))
    (found,) = passages.together([*passages.annotated(path), *passages.annotated(claims)])
    assert [found.text[start:end] for start, end, _ in found.names or ()] == ["Ann Orr", "Port Ellery", "Monday"]
    assert [(found.text[start:end], part) for start, end, part in found.claims or ()] == [
        ("Ann Orr", "source"),
        ("Ann Orr left Port Ellery", "content"),
    ]


def test_marks_of_our_own_readers_are_laid_over_the_text_they_were_made_for(data: Path) -> None:
    marked = list(readings.read(data, made_up.marks(data.parent / "marks")))
    assert [(passage.text[start:end], label) for passage in marked for start, end, label in passage.names or ()] == [
        ("Maravia", "GPE"),
        ("Ann Orr", "PERSON"),
    ]


def test_marks_made_for_another_text_are_refused(data: Path) -> None:
    marks = made_up.marks(data.parent / "marks")
    path = marks / readings.NAMES
    path.write_text(path.read_text("utf-8").replace('"sha256": "', '"sha256": "0'), "utf-8")
    with pytest.raises(readings.AnotherTextError, match=r"is not the text that names\.jsonl was made for"):
        list(readings.read(data, marks))


def test_only_pieces_that_news_is_written_in_stay(tmp_path: Path) -> None:
    kept = vocabulary.kept(made_up.encoder(tmp_path / "encoder") / "vocab.txt")
    assert set(made_up.PIECES) - kept.keys() == {"[PAD]", "[unused0]", "[MASK]", "市"}
    assert all(made_up.PIECES[number] == piece for piece, number in kept.items())


def test_no_source_is_ever_left_out() -> None:
    for done in (0.0, 0.5, 1.0):
        assert min(material.shares(done).values()) > 0.05
        assert sum(material.shares(done).values()) == pytest.approx(1)
