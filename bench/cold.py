"""Where the seconds of a short run go: each step of `onrecord ingest` as a whole process of its own, in turns.

Run it as `python -m bench.cold [ROUNDS]`. The least time of each step is printed, by the clock and of a processor, all its processes together.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from bench import articles

ROUNDS: Final = 3
ONRECORD: Final = str(Path(sys.executable).with_name("onrecord"))
NO_OP: Final = (
    "import os; from flows import local; os.environ['PREFECT_API_URL'] = local.prepare(); from prefect import flow; flow(lambda: 1, name='no-op')()"
)
KEPT: Final = "onrecord ingest of one article, a server kept at hand"
STEPS: Final = {
    "Python starts and ends": [sys.executable, "-c", "pass"],
    "onrecord looks, and nothing is new": [ONRECORD, "ingest", "--seeds", "nothing", "--warehouse", "empty"],
    "Prefect and our flow are imported": [sys.executable, "-c", "import flows.ingest"],
    "a flow that does nothing, with the server it needs": [sys.executable, "-c", NO_OP],
    "onrecord ingest of one article": [ONRECORD, "ingest"],
    KEPT: [ONRECORD, "ingest"],
}


class Spent(NamedTuple):
    """Seconds that a command took by the clock, and of a processor."""

    wall: float
    processor: float


def main(rounds: int) -> None:
    """Print the least time of each step."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PREFECT_HOME": str(Path(folder, "prefect")), "PYTHONPATH": str(Path(__file__).parents[1])}
        Path(folder, "nothing").mkdir()
        articles.write(Path(folder, "seeds", "first"), 1)
        show("the very first ingest, which makes Prefect's database", [measured([ONRECORD, "ingest"], folder, environment)])
        times: dict[str, list[Spent]] = {name: [] for name in STEPS}
        for number in range(rounds):
            for name, command in STEPS.items():
                if name == KEPT:
                    measured([ONRECORD, "server", "start"], folder, environment)
                articles.write(Path(folder, "seeds", f"{number} {name}"), 1)
                times[name].append(measured(command, folder, environment))
            measured([ONRECORD, "server", "stop"], folder, environment)
        for name, spent in times.items():
            show(name, spent)


def show(name: str, spent: list[Spent]) -> None:
    """Print a line on a step."""
    print(f"{name:56} {min(one.wall for one in spent):5.1f} s, of a processor {min(one.processor for one in spent):5.1f} s", flush=True)


def measured(command: list[str], folder: str, environment: Mapping[str, str]) -> Spent:
    """Return what a command takes in a folder, from the prompt to its end."""
    started, before = time.perf_counter(), processor()
    subprocess.run(command, cwd=folder, env=dict(environment), check=True, capture_output=True)
    return Spent(time.perf_counter() - started, processor() - before)


def processor() -> float:
    """Return the seconds of a processor that ended descendants have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
