from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.storage import Warehouse


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """Return an empty warehouse."""
    with Warehouse.open(tmp_path / "data") as opened:
        yield opened
