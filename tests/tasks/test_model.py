import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe

from tasks import model
from tasks.train import measure
from tasks.train.packing import halve, pack
from warehouse.errors import UsageError


@pytest.fixture(autouse=True)
def built_in() -> Iterator[None]:
    yield
    model.use(model.BUILT_IN)


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """Return a small pipeline packed as the built-in one is."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("tagger").add_label("NN")  # type: ignore[attr-defined]  # a pipe of that name has labels
    nlp.initialize()
    halve(nlp)
    path = tmp_path / "small.spacy.xz"
    pack(nlp, path, {"name": "small", "version": "7"})
    return path


def plain() -> Language:
    return spacy.blank("en")


def nothing() -> None:
    return None


def test_the_built_in_model_tags_parses_lemmatizes_and_names() -> None:
    doc = model.load()("Ann said so.")
    assert [doc.has_annotation(layer) for layer in ("TAG", "POS", "LEMMA", "DEP", "ENT_IOB")] == [True] * 5


def test_a_process_loads_a_model_once() -> None:
    assert model.load() is model.load()


def test_the_fingerprint_of_the_built_in_model_is_that_of_its_card() -> None:
    name, version, sha256 = model.current().split()
    card = json.loads(model.WEIGHTS.with_suffix("").with_suffix(".json").read_text("utf-8"))
    assert (name, version, sha256) == (model.BUILT_IN, card["version"], card["sha256"])


def test_the_fingerprint_and_the_stages_need_no_spacy() -> None:
    program = "import sys; from tasks import annotate, model; model.current(); print('spacy' in sys.modules, 'torch' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert found.stdout.split() == ["False", "False"]


def test_loading_needs_no_torch() -> None:
    program = "import sys; from tasks import model; model.load(); print('torch' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert found.stdout.split() == ["False"]


def test_the_shipped_file_is_small() -> None:
    assert model.WEIGHTS.stat().st_size < 12_000_000


def test_a_packed_pipeline_comes_back(packed: Path) -> None:
    assert model.unpacked(packed).pipe_names == ["sentencizer", "tagger"]


def test_a_missing_file_is_named(packed: Path) -> None:
    packed.unlink()
    with pytest.raises(UsageError, match=r"small\.spacy\.xz"):
        model.unpacked(packed)


def test_a_missing_card_is_named(packed: Path) -> None:
    (packed.parent / "small.json").unlink()
    with pytest.raises(UsageError, match=r"small\.json"):
        model.unpacked(packed)


@pytest.mark.parametrize("card", ["", "[]", "{}", '{"sha256": "0"}'])
def test_a_damaged_card_is_an_error_of_one_line(packed: Path, card: str) -> None:
    (packed.parent / "small.json").write_text(card, "utf-8")
    with pytest.raises(UsageError) as caught:
        model.unpacked(packed)
    assert "\n" not in str(caught.value)


def test_a_changed_file_is_refused_with_what_was_expected(packed: Path) -> None:
    expected = json.loads((packed.parent / "small.json").read_text("utf-8"))["sha256"]
    packed.write_bytes(packed.read_bytes()[:-1] + b"!")
    with pytest.raises(UsageError, match=expected):
        model.unpacked(packed)


def test_weights_come_back_at_half_precision(packed: Path) -> None:
    tagger = model.unpacked(packed).get_pipe("tagger")
    assert isinstance(tagger, TrainablePipe)
    weights = [node.get_param(name) for node in tagger.model.walk() for name in node.param_names if node.has_param(name)]
    assert any(weight.any() for weight in weights)
    assert all((weight == weight.astype("float16")).all() for weight in weights)


def test_a_pipeline_in_a_folder_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    plain().to_disk(tmp_path / "plain")
    model.use(str(tmp_path / "plain"))
    assert model.current().startswith(str(tmp_path / "plain") + " ")
    assert model.load().pipe_names == []


def test_another_file_in_the_folder_is_another_fingerprint(tmp_path: Path) -> None:
    for name in ("one", "two"):
        plain().to_disk(tmp_path / name)
    (tmp_path / "two" / "meta.json").write_text('{"version": "9"}', "utf-8")
    one, two = (model.fingerprint(str(tmp_path / name)).split()[1:] for name in ("one", "two"))
    assert one[1] != two[1]
    assert two[0] == "9"


def test_a_function_may_make_the_pipeline() -> None:
    model.use(f"{__name__}:plain")
    assert model.load().pipe_names == []
    assert model.current().startswith(f"{__name__}:plain - ")


@pytest.mark.parametrize("name", ["no_such_pipeline", "no.such.folder/", ".", "no_such_module:make", "", ":"])
def test_a_model_that_does_not_exist_is_refused_before_any_work(name: str) -> None:
    model.use(name)
    with pytest.raises(UsageError):
        model.current()


@pytest.mark.parametrize("function", ["nothing", "no_such_function"])
def test_a_function_that_makes_no_pipeline_is_an_error_that_names_it(function: str) -> None:
    model.use(f"{__name__}:{function}")
    with pytest.raises(UsageError, match=function):
        model.load()


def test_a_package_that_is_no_pipeline_is_an_error_that_names_it() -> None:
    model.use("pyarrow")
    with pytest.raises(UsageError, match="pyarrow"):
        model.load()


def test_the_built_in_model_is_as_good_as_its_card_says(data: Path) -> None:
    scores = json.loads(model.WEIGHTS.with_suffix("").with_suffix(".json").read_text("utf-8"))["scores"]
    found = measure.trees_of(model.load(), data / "ud" / "gum.dev.conllu.gz")
    assert found == pytest.approx(scores["gum"], abs=0.002)
    assert measure.names_of(model.load(), data / "press" / "dev.names.jsonl") == pytest.approx(scores["names"], abs=0.002)


def test_the_shipped_model_keeps_its_floors(data: Path) -> None:
    found = measure.trees_of(model.load(), data / "ud" / "ewt.dev.conllu.gz")
    assert found["upos"] >= 0.935
    assert found["las"] >= 0.80
