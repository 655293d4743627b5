"""How long commands take that run no flow, from the prompt to the end, beside a Python that does nothing.

Run it as `python -m bench.startup` after an ingest.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 9
ONRECORD = str(Path(sys.executable).with_name("onrecord"))
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "onrecord --help": [ONRECORD, "--help"],
    'onrecord sql "select 1"': [ONRECORD, "sql", "select 1"],
    "onrecord status": [ONRECORD, "status"],
}


def main() -> None:
    """Print minimum and median of each, which took turns."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - started)
    for name, spent in times.items():
        print(f"{name:26} least {min(spent):.2f} s, median {statistics.median(spent):.2f} s")


if __name__ == "__main__":
    main()
