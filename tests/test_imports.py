import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.architecture import breaches
from warehouse.storage import Warehouse

ROOT = Path(__file__).parents[1]

LOADED = "; import sys; print(*sorted({'prefect', 'duckdb', 'spacy', 'onnxruntime', 'sqlalchemy'} & sys.modules.keys()), file=sys.stderr)"

SOUND: Mapping[str, str] = {
    "warehouse/__init__.py": "",
    "warehouse/schema.py": "import pyarrow",
    "warehouse/errors.py": "",
    "tasks/__init__.py": "from tasks import tag",
    "tasks/tag.py": "from warehouse import schema\nfrom warehouse.errors import StageError\nfrom datetime import datetime",
    "tasks/link.py": "import tasks.tag",
    "tasks/train/__init__.py": "",
    "tasks/train/__main__.py": "import random\nfrom tasks.train import trees",
    "tasks/train/trees.py": "from tasks import tag",
    "flows/__init__.py": "",
    "flows/ingest.py": "import prefect\nfrom tasks.tag import tag\nfrom warehouse import schema",
    "flows/seed.py": "import os",
    "deployments/automations.py": "import prefect\nfrom flows import ingest",
}


def test_the_project_keeps_to_its_conventions() -> None:
    assert breaches(ROOT) == []


def test_a_sound_tree_has_no_breach(tmp_path: Path) -> None:
    assert _breaches(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("path", "source", "breach"),
    [
        ("tasks/tag.py", "import prefect", "tasks/tag.py imports prefect"),
        ("tasks/tag.py", "from prefect.cache_policies import NONE", "tasks/tag.py imports prefect.cache_policies"),
        ("tasks/tag.py", "def tag():\n    import duckdb", "tasks/tag.py imports duckdb"),
        ("tasks/tag.py", "import time", "tasks/tag.py imports time"),
        ("tasks/tag.py", "import random", "tasks/tag.py imports random"),
        ("tasks/tag.py", "import urllib.request", "tasks/tag.py imports urllib.request"),
        ("tasks/tag.py", "from datetime import datetime\nnow = datetime.now()", "tasks/tag.py reads the clock"),
        ("tasks/tag.py", "from flows import seed", "tasks/tag.py imports flows.seed"),
        ("tasks/tag.py", "from warehouse import storage", "tasks/tag.py imports warehouse"),
        ("tasks/tag.py", "import warehouse.storage", "tasks/tag.py imports warehouse.storage"),
        ("tasks/tag.py", "from . import link", "tasks/tag.py has a relative import"),
        ("tasks/tag.py", "from tasks.train import trees", "tasks/tag.py imports tasks.train.trees"),
        ("tasks/train/trees.py", "import flows", "tasks/train/trees.py imports flows"),
        ("flows/seed.py", "from tasks import train", "flows/seed.py imports tasks.train"),
        ("flows/seed.py", "import deployments", "flows/seed.py imports deployments"),
        ("flows/seed.py", "import tests.architecture", "flows/seed.py imports tests.architecture"),
        ("warehouse/schema.py", "import prefect", "warehouse/schema.py imports prefect"),
        ("warehouse/schema.py", "import tasks.tag", "warehouse/schema.py imports tasks.tag"),
        ("warehouse/schema.py", "from flows.seed import Seed", "warehouse/schema.py imports flows.seed"),
        ("deployments/automations.py", "import tasks", "deployments/automations.py imports tasks"),
        ("flows/statistics.py", "", "flows/statistics.py bears the name of another module"),
        ("flows/pyarrow.py", "", "flows/pyarrow.py bears the name of another module"),
        ("flows/utils.py", "", "flows/utils.py has a name that says nothing"),
        ("flows/seed.py", "\n" * 401, "flows/seed.py has 401 lines"),
        ("tasks/parse/__init__.py", "", "tasks/parse is a folder for fewer than 3 files"),
    ],
)
def test_a_breach_is_named(path: str, source: str, breach: str, tmp_path: Path) -> None:
    assert _breaches(tmp_path, {path: source}) == [breach]


@pytest.mark.parametrize("command", ["--help", "config", "status", "sql 1", "show nothing", "ingest"])
def test_a_command_that_runs_no_flow_does_not_import_prefect(command: str, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    Warehouse.open(tmp_path / "warehouse" / "data").close()
    start = f"import sys; sys.argv = {['onrecord', *command.split()]}; from flows.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    assert "prefect" not in _loaded(f"{start}pass{LOADED}", tmp_path)


def test_a_worker_process_starts_with_neither_prefect_nor_a_model_nor_a_database(tmp_path: Path) -> None:
    assert not {"prefect", "spacy", "onnxruntime", "sqlalchemy", "duckdb"} & _loaded(f"import flows.pool, flows.start{LOADED}", tmp_path)


def test_the_flow_itself_imports_prefect(tmp_path: Path) -> None:
    assert "prefect" in _loaded(f"import flows.ingest{LOADED}", tmp_path)


def _breaches(root: Path, changed: Mapping[str, str]) -> list[str]:
    for path, source in {**SOUND, **changed}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(source)
    found: list[str] = breaches(root)
    return found


def _loaded(program: str, folder: Path) -> set[str]:
    """Return which of the heavy libraries a program has loaded at its end, as told by its last line."""
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())
