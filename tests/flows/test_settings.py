from pathlib import Path

import pytest

from flows import settings
from warehouse.errors import UsageError


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_anything_set_each_value_is_the_default() -> None:
    found = settings.origins()
    assert found["seeds"] == (Path("seeds"), "default")
    assert {setting.origin for setting in found.values()} == {"default"}


def test_the_command_line_beats_the_environment_which_beats_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("onrecord.toml").write_text('seeds = "in file"\nmodel = "in file"\nworkers = 1\n')
    monkeypatch.setenv("ONRECORD_MODEL", "in environment")
    monkeypatch.setenv("ONRECORD_WORKERS", "2")
    found = settings.origins({"workers": 3, "catalog": None})
    assert found["seeds"] == (Path("in file"), "file")
    assert found["model"] == ("in environment", "environment")
    assert found["workers"] == (3, "command line")
    assert found["catalog"] == (None, "default")


@pytest.mark.parametrize(
    ("file", "environment", "overrides", "named"),
    [
        ("workers = 'many'", {}, {}, "workers in onrecord.toml"),
        ("colour = 'red'", {}, {}, "colour in onrecord.toml is not a setting"),
        ("workers = ", {}, {}, "onrecord.toml cannot be read"),
        ("[nlp]\nmodel = 'x'\nspeed = 3", {}, {}, "nlp in onrecord.toml is not a setting"),
        ("", {"ONRECORD_WORKERS": "-1"}, {}, "workers in ONRECORD_WORKERS"),
        ("", {"ONRECORD_WAREHUOSE": "x"}, {}, "ONRECORD_WAREHUOSE"),
        ("", {}, {"commit_documents": "soon"}, "commit_documents on the command line"),
        ("", {}, {"colour": "red"}, "colour on the command line is not a setting"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    file: str, environment: dict[str, str], overrides: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("onrecord.toml").write_text(file)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UsageError) as caught:
        settings.load(overrides)
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_model_may_stand_in_a_table_of_its_own() -> None:
    Path("onrecord.toml").write_text('workers = 1\n[nlp]\nmodel = "en_core_web_trf"\n')
    assert settings.origins()["model"] == ("en_core_web_trf", "file")
    assert settings.load().workers == 1


def test_each_setting_says_what_it_is() -> None:
    assert all(field.description for field in settings.Settings.model_fields.values())


def test_no_workers_given_means_one_a_core() -> None:
    assert settings.load().processes >= 1
