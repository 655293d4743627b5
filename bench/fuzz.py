"""Break files of every format at random, and take them in as a run would: `python -m bench.fuzz [SECONDS] [SEED]`.

Prints how each ended, and keeps those that a process died of; exits with 1 when a file ended as neither document nor reject or made a stage raise.
"""

import random
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from flows.cell import Cell
from flows.pool import begin
from flows.seed import Seed, trace
from flows.work import Work

ROOT: Final = Path(__file__).parents[1]
LARGEST: Final = 200_000
"""Larger samples would fill the time with copying."""
KEPT: Final = Path("fuzz-failures")


def main(seconds: float = 60, seed: int = 0) -> int:
    """Fuzz for some seconds; return 1 when something is wrong."""
    chance, endings, ends_at, failures = random.Random(seed), Counter[str](), time.monotonic() + seconds, 0  # noqa: S311 - not for secrets
    samples = _samples()
    with TemporaryDirectory(prefix="onrecord-fuzz-") as folder, Cell(begin, "built-in") as cell:
        while time.monotonic() < ends_at:
            name, content = chance.choice(samples)
            broken = _broken(content, chance.choice(samples)[1], chance)
            path = Path(folder) / name
            path.write_bytes(broken)
            reasons = _endings(cell.take_in(Seed(name, str(path), trace(path.stat()))))
            endings.update(reasons)
            if not reasons or "crashed" in reasons:
                failures += 1
                _keep(name, broken)
    print(*(f"{count:>8,} {ending}" for ending, count in endings.most_common()), sep="\n")
    return 1 if failures else 0


def _samples() -> list[tuple[str, bytes]]:
    sys.path.insert(0, str(ROOT / "tests/tasks"))
    import nasty  # noqa: PLC0415 - lent by the tests

    whole = [(path.name, path.read_bytes()) for path in sorted((ROOT / "seeds").iterdir())] + nasty.whole()
    return whole + [(name, content) for name, content in nasty.files() if 0 < len(content) < LARGEST]


def _broken(content: bytes, other: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(made) + 1), chance.choice((1, 1, 2, 4, 16, 256))
        match chance.randrange(5):
            case 0:
                made[at : at + size] = chance.randbytes(size)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size] * chance.choice((1, 2, 100))
            case 3:
                start = chance.randrange(len(other))
                made[at:at] = other[start : start + size]
            case _:
                del made[at:]
    return bytes(made)


def _endings(work: Work) -> list[str]:
    rejects = work.tables["rejects"]["reason"].to_pylist() if "rejects" in work.tables else []
    return rejects + ["document"] * (work.tables["documents"].num_rows if "documents" in work.tables else 0)


def _keep(name: str, content: bytes) -> None:
    KEPT.mkdir(exist_ok=True)
    path = KEPT / f"{len(list(KEPT.iterdir()))}-{name}"
    path.write_bytes(content)
    print(f"kept {path}")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
