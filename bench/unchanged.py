"""How long `onrecord ingest` takes to find nothing new, against walking the folder and asking each file its size and time.

Run it as `python -m bench.unchanged [FILES]`. The catalog is filled by hand, so that nothing needs to be read for it.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flows.discover import Changes, discover, places
from tasks.pipeline import fingerprint
from warehouse.storage import SeedState, Warehouse

ROUNDS = 7


def main() -> None:
    """Print the medians and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        seeds, warehouse = Path(folder, "seeds"), Path(folder, "warehouse/data")
        write(seeds, count)
        with Warehouse.open(warehouse) as opened:
            found = discover(places([], seeds), {}, made_by="").new
            opened.remember(SeedState(item.source_uri, *item.trace, "", fingerprint()) for item in found)
        walk, look = medians(lambda: walked(str(seeds)), lambda: looked(seeds, warehouse))
        print(f"{count:,} unchanged files: walk and stat {walk * 1000:.0f} ms, discover {look * 1000:.0f} ms, ratio {look / walk:.2f}")
        started = time.perf_counter()
        subprocess.run([Path(sys.executable).with_name("onrecord"), "ingest"], cwd=folder, check=True)
        print(f"the whole command, from the prompt: {time.perf_counter() - started:.2f} s")


def write(folder: Path, count: int) -> None:
    """Write so many small files, a hundred to a folder."""
    for number in range(count):
        path = folder / f"{number // 100:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def medians(*sides: Callable[[], object]) -> list[float]:
    """Return the median seconds of each side; they take turns, so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _ in sides]
    for _ in range(ROUNDS):
        for side, spent in zip(sides, times, strict=True):
            started = time.perf_counter()
            side()
            spent.append(time.perf_counter() - started)
    return [statistics.median(spent) for spent in times]


def walked(folder: str) -> int:
    """Walk a folder and ask each file its size and time."""
    return sum(os.stat(os.path.join(root, name)).st_size for root, _, names in os.walk(folder) for name in names)  # noqa: PTH116, PTH118 - the limit


def looked(seeds: Path, warehouse: Path) -> Changes:
    """Do what ingest does before it says that nothing is new."""
    with Warehouse.open(warehouse) as opened:
        changes = discover(places([], seeds), opened.seeds(), made_by=fingerprint())
    assert not changes.needs_run
    return changes


if __name__ == "__main__":
    main()
