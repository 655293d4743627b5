from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def data() -> Path:
    """Corpora to measure on; they lie beside the project and never in it."""
    if not DATA.is_dir():
        pytest.skip(f"no corpora at {DATA}")
    return DATA
