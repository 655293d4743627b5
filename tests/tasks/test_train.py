import gzip
import json
import random
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from spacy.vocab import Vocab

from tasks import model
from tasks.train import __main__ as recipe
from tasks.train import names, trees

SENTENCE = """# newdoc id = made-up
# text = "Don't go," said Ann.
1\t"\t"\tPUNCT\t``\t_\t4\tpunct\t_\tSpaceAfter=No
2-3\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tDo\tdo\tAUX\tVB\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t,\t,\tPUNCT\t,\t_\t4\tpunct\t_\tSpaceAfter=No
6\t"\t"\tPUNCT\t''\t_\t4\tpunct\t_\t_
7\tsaid\tsay\tVERB\tVBD\t_\t4\tparataxis\t_\t_
8\tAnn\tAnn\tPROPN\tNNP\t_\t7\tnsubj\t_\tSpaceAfter=No
9\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""
READ = "Ann Orr left Port Ellery on Monday."
MENTIONS = [(0, 7, "PERSON"), (13, 24, "GPE"), (28, 34, "DATE")]
GMB = [
    ("Sentence: 1", "President", "B-per"),
    ("", "Quell", "I-per"),
    ("", "left", "O"),
    ("", "Maravia", "B-geo"),
    ("", ".", "O"),
    ("Sentence: 2", "Maravia", "B-geo"),
    ("", "objected", "O"),
    ("Sentence: 3", "Maravia", "B-org"),
    ("", "objected", "O"),
]


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """Return a folder of the shape of the corpora, with a few made-up sentences."""
    data = tmp_path / "data"
    for folder in ("ud", "names", "press"):
        (data / folder).mkdir(parents=True)
    for bank in ("gum", "ewt"):
        for part in ("train", "dev"):
            with gzip.open(data / "ud" / f"{bank}.{part}.conllu.gz", "wt", encoding="utf-8") as out:
                out.write(SENTENCE * 20)  # The parser leaves out relations seen fewer than 30 times.
    passage = {"text": READ, "mentions": [{"start_char": start, "end_char": end, "label": label} for start, end, label in MENTIONS]}
    for name in ("press/train.names.jsonl", "press/dev.names.jsonl", "names/voa.names.jsonl"):
        (data / name).write_text((json.dumps(passage) + "\n") * 6, "utf-8")
    rows = "".join(f"{number},{word},NN,{tag}\n" for number, word, tag in GMB)
    with zipfile.ZipFile(data / "names" / "gmb_ner_dataset.csv.zip", "w") as archive:
        archive.writestr("ner.csv", "Sentence #,Word,POS,Tag\n" + rows)
    return data


def test_a_treebank_sentence_keeps_its_text_and_heads(tmp_path: Path) -> None:
    path = tmp_path / "bank.conllu.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(SENTENCE)
    (doc,) = trees.documents(path, Vocab(), random.Random(1))
    assert doc.text.strip() in {'"Don\'t go," said Ann.', "“Don’t go,” said Ann."}
    assert [token.head.text for token in doc if token.dep_ == "nsubj"] == ["said"]


def test_half_of_the_documents_have_curly_quotation_marks(made_up: Path) -> None:
    docs = list(trees.documents(made_up / "ud" / "gum.train.conllu.gz", Vocab(), random.Random(3)))
    assert {"“" in doc.text for doc in docs} == {True, False}


def test_read_names_keep_their_spans(made_up: Path) -> None:
    passage = next(names.annotated(made_up / "press" / "train.names.jsonl"))
    assert [(passage.text[start:end], label) for start, end, label in passage.spans] == [
        ("Ann Orr", "PERSON"),
        ("Port Ellery", "GPE"),
        ("Monday", "DATE"),
    ]


def test_machine_labels_lose_titles_and_follow_the_majority(made_up: Path) -> None:
    counts = Counter[str]()
    passages = list(names.machine_labelled(made_up / "names" / "gmb_ner_dataset.csv.zip", 10, counts))
    assert [[(text[start:end], label) for start, end, label in spans] for text, spans in passages] == [
        [("Quell", "PERSON"), ("Maravia", "GPE")],
        [("Maravia", "GPE")],
        [("Maravia", "GPE")],
    ]
    assert (counts["titles off persons"], counts["relabelled by vote"]) == (1, 1)


def test_the_recipe_makes_a_file_that_the_package_can_load(made_up: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    recipe.train_trees(made_up, out, 2)
    recipe.train_names(made_up, out, 2)
    recipe.refine_names(made_up, out, 2)
    recipe.join(made_up, out)
    nlp = model.unpacked(out / "english.spacy.xz")
    card = json.loads((out / "english.json").read_text("utf-8"))
    assert nlp("Ann said so.").has_annotation("DEP")
    assert set(nlp.get_pipe("ner").labels) == {"PERSON", "GPE", "DATE"}  # type: ignore[attr-defined]  # it has labels
    assert set(card["scores"]) == {"gum", "ewt", "names"}
    assert all(source["licence"] for source in card["data"])


def test_the_recipe_gives_the_same_weights_again(made_up: Path, tmp_path: Path) -> None:
    digests = []
    for attempt in ("one", "two"):
        recipe.train_names(made_up, tmp_path / attempt, 2)
        digests.append((tmp_path / attempt / "names" / "model-best" / "ner" / "model").read_bytes())
    assert digests[0] == digests[1]
