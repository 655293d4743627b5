from pathlib import Path

import pytest
from hypothesis import settings

DATA = Path(__file__).parents[2] / "shared" / "data"

# How long an example takes depends on what else the machine does, and says nothing about the law it tests.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites what the golden articles are expected to hold."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/*.expected.txt anew from what the stages find; review the diff")


@pytest.fixture(scope="session")
def data() -> Path:
    """Corpora to measure on; they lie beside the project and never in it."""
    if not DATA.is_dir():
        pytest.skip(f"no corpora at {DATA}")
    return DATA
