"""Kill writers, compaction and vacuum again and again, and see whether the warehouse lost, doubled or half-showed a row.

Run it as `python -m bench.crash [KILLS [CATALOG_URL]]`. It ends with what it counted, and with status 1 if anything was wrong.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.newsdesk import Desk, Hand, holdings, replayed
from warehouse.storage import Warehouse, catalog_of
from warehouse.store import at
from warehouse.upkeep.doctor import examine

CREW = ("write", "write", "write", "write", "maintain", "maintain", "look")
KILLS = 500
LONGEST = 1.5
"""Seconds between two kills, at most."""


def kill_again_and_again(desk: Desk, kills: int, chance: random.Random, *, longest: float = LONGEST) -> None:
    """Let a crew work; kill one after the other at any moment and put another in its place; at the end kill all."""
    hands: list[Hand] = [desk.start(role) for role in CREW]
    try:
        for _ in range(kills):
            place = _any_at_work(hands, chance)
            time.sleep(chance.uniform(0, longest))
            hands[place].kill()
            hands = [hand if hand.process.poll() is None else desk.start(hand.role) for hand in hands]
    finally:
        for hand in hands:
            hand.kill()


def _any_at_work(hands: list[Hand], chance: random.Random) -> int:
    """Choose one that changes the warehouse, wait until it has begun to, and return its place; one that failed will tell why."""
    place = chance.choice([number for number, hand in enumerate(hands) if hand.role != "look"])
    while not hands[place].told.stat().st_size and hands[place].process.poll() is None:
        time.sleep(0.02)
    return place


def faults(desk: Desk) -> list[str]:
    """Return what is wrong after all: with what readers saw meanwhile, with what is there, and with what was acknowledged and is not."""
    told = list(desk.told())
    Warehouse.open(desk.folder, desk.catalog).close()
    versions = _versions(desk)
    found = [fault for line in told if line["did"] == "look" for fault in line["wrong"]]
    found += [f"refused: {line['why']}" for line in told if line["did"] == "fail"]
    found += [f"acknowledged and lost: {line}" for line in told if line["did"] == "commit" and versions.get(line["batch_id"]) != line["version"]]
    expected, held = replayed(told, versions), holdings(desk.folder, desk.catalog)
    found += [f"{name}: {held.get(name)}, not {expected.get(name)}" for name in expected.keys() | held.keys() if expected.get(name) != held.get(name)]
    return found + desk.errors() + _findings(desk)


def _versions(desk: Desk) -> dict[str, int]:
    catalog = catalog_of(desk.folder, desk.catalog)
    try:
        return catalog.versions()
    finally:
        catalog.close()


def _findings(desk: Desk) -> list[str]:
    catalog = catalog_of(desk.folder, desk.catalog)
    try:
        return [finding.what for finding in examine(at(desk.folder), catalog) if "belongs to no version" not in finding.what]
    finally:
        catalog.close()


def counted(told: list[dict[str, Any]]) -> str:
    """Return what was done, in a line."""
    done = Counter(line["did"] for line in told)
    rewritten, removed = (sum(line[name] for line in told if line["did"] == "maintain") for name in ("rewritten", "removed"))
    return f"{done['commit']:,} commits acknowledged, {rewritten:,} files compacted, {removed:,} vacuumed, {done['look']:,} snapshots looked at"


def main(kills: int = KILLS, catalog: str | None = None) -> int:
    """Print what was done and what is wrong; return the exit status."""
    with tempfile.TemporaryDirectory() as name:
        desk = Desk(Path(name, "data"), Path(name, "logs"), catalog)
        Warehouse.open(desk.folder, catalog).close()
        kill_again_and_again(desk, kills, random.Random(1))  # noqa: S311 - not for secrets
        wrong = faults(desk)
        print(f"{kills} kills; {counted(list(desk.told()))}")
        for fault in wrong:
            print(fault)
        print(f"{len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) if argument.isdigit() else argument for argument in sys.argv[1:])))  # type: ignore[arg-type]
