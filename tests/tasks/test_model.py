import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks import model
from tasks.encoder import Encoder
from tasks.train import measure
from warehouse.errors import UsageError

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def built_in() -> Iterator[None]:
    yield
    model.use(model.BUILT_IN)


@pytest.fixture
def vouched(tmp_path: Path) -> Path:
    """Return a file with a card that vouches for it."""
    path = tmp_path / "small.zip"
    path.write_bytes(b"weights")
    (tmp_path / "small.json").write_text(json.dumps({"version": "7", "sha256": hashlib.sha256(b"weights").hexdigest()}), "utf-8")
    return path


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return model.encoder(model.WEIGHTS)


def loaded(program: str) -> set[str]:
    """Return which of the heavy libraries a program has loaded at its end."""
    told = f"{program}; import sys; print(*{{'numpy', 'onnxruntime', 'spacy', 'torch'}} & sys.modules.keys())"
    return set(subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split())


def test_the_built_in_model_tags_parses_lemmatizes_and_names() -> None:
    ((found,),) = model.load().read([["Ann Orr said so in Berlin."]])
    assert [word.upos for word in found] == ["PROPN", "PROPN", "VERB", "ADV", "ADP", "PROPN", "PUNCT"]
    assert [(word.lemma, word.tag, word.dep) for word in found if word.lemma == "say"] == [("say", "VBD", "root")]
    assert (found[0].head, found[0].dep) == (2, "nsubj")
    assert [word.entity for word in found] == ["B-PERSON", "I-PERSON", "O", "O", "O", "B-GPE", "O"]


def test_a_process_loads_a_model_once() -> None:
    assert model.load() is model.load()


def test_the_fingerprint_of_the_built_in_model_is_that_of_its_card() -> None:
    name, version, sha256 = model.current().split()
    card = json.loads(model.WEIGHTS.with_suffix(".json").read_text("utf-8"))
    assert (name, version, sha256) == (model.BUILT_IN, card["version"], card["sha256"])


def test_the_fingerprint_needs_none_of_the_heavy_libraries() -> None:
    assert loaded("from tasks import model; model.current()") == set()


def test_loading_the_built_in_model_needs_neither_torch_nor_spacy() -> None:
    assert loaded("from tasks import model; model.load()") == {"numpy", "onnxruntime"}


def test_a_foreign_model_without_spacy_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['spacy'] = None\nfrom tasks import model; model.use('pyarrow')\n"
        "try: model.load()\nexcept Exception as error: print(error)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert "onrecord[spacy]" in told


def test_the_shipped_file_is_small() -> None:
    assert model.WEIGHTS.stat().st_size < 25_000_000


def test_a_missing_file_is_named(vouched: Path) -> None:
    vouched.unlink()
    with pytest.raises(UsageError, match=r"small\.zip"):
        model.encoder(vouched)


def test_a_missing_card_is_named(vouched: Path) -> None:
    (vouched.parent / "small.json").unlink()
    with pytest.raises(UsageError, match=r"small\.json"):
        model.encoder(vouched)


@pytest.mark.parametrize("card", ["", "[]", "{}", '{"sha256": "0"}'])
def test_a_damaged_card_is_an_error_of_one_line(vouched: Path, card: str) -> None:
    (vouched.parent / "small.json").write_text(card, "utf-8")
    with pytest.raises(UsageError) as caught:
        model.encoder(vouched)
    assert "\n" not in str(caught.value)


def test_a_changed_file_is_refused_with_what_was_expected(vouched: Path) -> None:
    vouched.write_bytes(b"weights!")
    with pytest.raises(UsageError, match=hashlib.sha256(b"weights").hexdigest()):
        model.encoder(vouched)


@pytest.mark.parametrize("name", ["no_such_pipeline", "no.such.folder/", ".", "no_such_module:make", "", ":"])
def test_a_model_that_does_not_exist_is_refused_before_any_work(name: str) -> None:
    model.use(name)
    with pytest.raises(UsageError):
        model.current()


def test_the_built_in_model_is_as_good_as_its_card_says(data: Path, encoder: Encoder) -> None:
    scores = json.loads(model.WEIGHTS.with_suffix(".json").read_text("utf-8"))["scores"]
    assert measure.trees_of(encoder, data / "ud" / "gum.dev.conllu.gz") == pytest.approx(scores["gum"], abs=0.002)
    assert measure.names_of(encoder, data / "press" / "dev.names.jsonl") == pytest.approx(scores["names"], abs=0.002)


def test_the_shipped_model_keeps_its_floors(data: Path, encoder: Encoder) -> None:
    found = measure.trees_of(encoder, data / "ud" / "ewt.dev.conllu.gz")
    assert found["upos"] >= 0.96
    assert found["las"] >= 0.86
