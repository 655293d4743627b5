import json
from pathlib import Path

import made_up
import pytest

from tasks import model

torch = pytest.importorskip("torch", reason="torch is for training only, and not installed")
pytest.importorskip("onnx", reason="onnx is for training only, and not installed")

from tasks.train import __main__ as recipe  # noqa: E402 - once torch is known to be there
from tasks.train import shipped  # noqa: E402
from tasks.train.fitting import Course, fit  # noqa: E402
from tasks.train.material import SEED, prepare, shares  # noqa: E402
from tasks.train.network import Network, begin  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # torch warns of its own exporter


def train(tmp_path: Path, out: str, steps: int) -> Path:
    """Run the recipe on made-up data and return the folder it wrote."""
    data, encoder = tmp_path / "data", tmp_path / "encoder"
    if not data.exists():
        made_up.corpora(data)
        made_up.encoder(encoder)
        made_up.marks(tmp_path / "marks")
    sizes = ("--steps", str(steps), "--size", "64", "--every", "2", "--threads", "1", "--marks", str(tmp_path / "marks"))
    recipe.main([str(data), str(encoder), str(tmp_path / out), *sizes])
    return tmp_path / out


def test_the_recipe_makes_a_file_that_the_package_can_load(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = train(tmp_path, "out", 4)
    card = json.loads((out / "english.json").read_text("utf-8"))
    ((found,),) = model.encoder(out / "english.zip").read([["Ann said so."]])
    assert len(found) == 4
    assert set(card["scores"]) == {"gum", "ewt", "names", "claims"}
    assert all(source["licence"] for source in card["data"])
    assert "read already, left out" in capsys.readouterr().out


def test_training_that_was_cut_off_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    whole, encoder = train(tmp_path, "whole", 4), tmp_path / "encoder"
    material, course = prepare(tmp_path / "data", encoder, tmp_path / "marks"), Course(4, 64, 2, tmp_path / "cut.pt")
    torch.manual_seed(SEED)
    network = Network(len(material.pieces), material.labels)
    begin(network, encoder / "model.safetensors", list(material.pieces.values()))
    with pytest.raises(InterruptedError):
        fit(network, material.sources, cut_off, course)
    resumed = recipe.train(material, encoder, course).state_dict()
    kept = torch.load(whole / recipe.KEPT, weights_only=True)["mean"]
    assert all(torch.equal(kept[f"module.{name}"], weight) for name, weight in resumed.items())


def test_a_course_may_begin_with_a_shipped_file(tmp_path: Path) -> None:
    first, encoder = train(tmp_path, "first", 2), tmp_path / "encoder"
    material = prepare(tmp_path / "data", encoder, tmp_path / "marks")
    torch.manual_seed(SEED + 1)
    network = Network(len(material.pieces), material.labels)
    begin(network, encoder / "model.safetensors", list(material.pieces.values()))
    shipped.take_up(network, first / recipe.SHIPPED, material.labels)
    kept = torch.load(first / recipe.KEPT, weights_only=True)["mean"]
    for name, weight in network.state_dict().items():
        assert torch.allclose(kept[f"module.{name}"], weight, atol=float(weight.abs().max()) / 50), name  # Bytes hold seven bits of a number.


def test_a_shipped_file_of_other_labels_is_refused(tmp_path: Path) -> None:
    first = train(tmp_path, "first", 2)
    material = prepare(tmp_path / "data", tmp_path / "encoder", tmp_path / "marks")
    fewer = material.labels._replace(deps=material.labels.deps[1:])
    with pytest.raises(shipped.OtherLabelsError, match="other labels"):
        shipped.take_up(Network(len(material.pieces), fewer), first / recipe.SHIPPED, fewer)


def cut_off(done: float) -> dict[str, float]:
    """Return the shares of the sources, until half of the training is done."""
    if done >= 0.5:
        raise InterruptedError
    return shares(done)
