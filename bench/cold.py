"""Where the seconds of a short run go: each step of `onrecord ingest` as a whole process of its own, in turns.

Run it as `python -m bench.cold`. The least time of each step is printed, and what it adds to the step before.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import articles

ROUNDS = 3
ONRECORD = str(Path(sys.executable).with_name("onrecord"))
NO_OP = "from flows import local; local.prepare(); from prefect import flow; flow(lambda: 1, name='no-op')()"
STEPS = {
    "Python starts and ends": [sys.executable, "-c", "pass"],
    "onrecord looks, and nothing is new": [ONRECORD, "ingest", "--seeds", "nothing", "--warehouse", "empty"],
    "Prefect and our flow are imported": [sys.executable, "-c", "import flows.ingest"],
    "a flow that does nothing, with the server it needs": [sys.executable, "-c", NO_OP],
    "onrecord ingest of one article": [ONRECORD, "ingest"],
}


def main() -> None:
    """Print the least time of each step."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PREFECT_HOME": str(Path(folder, "prefect")), "PYTHONPATH": str(Path(__file__).parents[1])}
        Path(folder, "nothing").mkdir()
        times: dict[str, list[float]] = {name: [] for name in STEPS}
        first = timed(lambda: run(STEPS["a flow that does nothing, with the server it needs"], folder, environment))
        for number in range(ROUNDS):
            for name, command in STEPS.items():
                articles.write(Path(folder, "seeds", str(number)), 1)
                times[name].append(timed(lambda command=command: run(command, folder, environment)))  # type: ignore[misc] # mypy cannot infer the default
        for name, spent in times.items():
            print(f"{name:52} {min(spent):5.1f} s")
        print(f"{'the very first flow, which makes the database':52} {first:5.1f} s")


def timed(action: Callable[[], None]) -> float:
    """Return the seconds that an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def run(command: list[str], folder: str, environment: dict[str, str]) -> None:
    """Run a command in a folder."""
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


if __name__ == "__main__":
    main()
