"""Writers, compaction and vacuum at work on one warehouse until they are killed, and a replay of what they were told was committed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa

from warehouse import history, queries, schema
from warehouse.errors import Overtaken, UsageError, WarehouseError
from warehouse.storage import Commit, SeedState, Warehouse
from warehouse.upkeep.compact import compact
from warehouse.upkeep.vacuum import vacuum

ROOT: Final = Path(__file__).parents[1]
FILES: Final = 24
"""Files of news that all writers change."""
KEPT: Final = timedelta(seconds=20)
"""How long retired files stay; a commit takes a fraction of it."""


class Kept(NamedTuple):
    """What a commit left of a file: the id of its batch, and how many claims it has."""

    batch_id: str
    claims: int


def changed(batch_id: str, chance: random.Random) -> Commit:
    """Return a commit that brings some files anew, each with a document and claims, and removes some."""
    names = chance.sample([f"{number:02}.txt" for number in range(FILES)], chance.randint(1, 5))
    removed = [name for name in names if not chance.randrange(4)]
    brought = [name for name in names if name not in removed]
    documents = [{"document_id": schema.identifier(name, ""), "source_uri": name, "text": f"{batch_id} {name}"} for name in brought]
    claims = [
        {"document_id": row["document_id"], "claim_id": schema.identifier(batch_id, row["document_id"], number), "content_text": batch_id}
        for row in documents
        for number in range(chance.randint(1, 4))
    ]
    spans = [{**claim, "part": "content", "end_char": len(batch_id), "text": batch_id} for claim in claims]
    tables = {"documents": _rows("documents", documents), "claims": _rows("claims", claims), "claim_spans": _rows("claim_spans", spans)}
    states = [SeedState(name, 1, 1, batch_id, "bench") for name in brought]
    return Commit(batch_id, "bench", tables, states, removed)


def _rows(name: str, given: Sequence[Mapping[str, Any]]) -> pa.Table:
    declared = schema.arrow(name, stamped=True)
    declared = declared.remove(len(declared) - 1)
    blanks: dict[pa.DataType, Any] = {schema.TEXT: "", schema.INTEGER: 0, schema.REAL: 1.0, schema.TRUTH: False}
    blank = {column.name: None if column.nullable else blanks[column.type] for column in declared}
    return pa.Table.from_pylist([{**blank, "made_by": "bench", **row} for row in given], declared)


def write(folder: Path, catalog: str | None, name: str) -> None:
    """Commit changes without end; print a line before each, and one when it was acknowledged or refused."""
    chance = random.Random(name)  # noqa: S311 - not for secrets
    with Warehouse.open(folder, catalog) as warehouse:
        for number in range(1_000_000):
            commit = changed(f"{name}-{number:06}", chance)
            claims = Counter(commit.tables["claims"]["document_id"].to_pylist())
            brought = {state.source_uri: claims[schema.identifier(state.source_uri, "")] for state in commit.seeds}
            _say(did="begin", batch_id=commit.batch_id, brought=brought, removed=list(commit.removed))
            try:
                _say(did="commit", batch_id=commit.batch_id, version=warehouse.commit(commit))
            except WarehouseError as error:
                _say(did="fail", batch_id=commit.batch_id, why=str(error))


def maintain(folder: Path, catalog: str | None, _name: str) -> None:
    """Compact and vacuum without end."""
    with Warehouse.open(folder, catalog) as warehouse:
        while True:
            try:
                rewritten = compact(warehouse)
                _say(did="maintain", rewritten=rewritten, removed=len(vacuum(warehouse, KEPT)))
            except Overtaken:
                _say(did="maintain", rewritten=0, removed=0)
            except WarehouseError as error:
                _say(did="fail", batch_id="maintain", why=str(error))
            time.sleep(0.05)


def look(folder: Path, catalog: str | None, name: str) -> None:
    """Read the present and an earlier version without end; say what is wrong with either."""
    chance = random.Random(name)  # noqa: S311 - not for secrets
    while True:
        with queries.connect(folder, catalog) as connection:
            (last,) = (row["version"] for row in queries.run(connection, "from stored.published").to_pylist())
            _say(did="look", wrong=_wrong(connection))
        with suppress(UsageError), history.connect(folder, catalog, version=max(last - chance.randint(0, 30), 0)) as connection:
            _say(did="look", wrong=_wrong(connection))


def _wrong(connection: Any) -> list[str]:  # noqa: ANN401 - a connection of DuckDB
    """Return what no snapshot may show: a document twice, or one whose rows in any table are not those of one commit."""
    told = queries.run(
        connection,
        """with spans as (select document_id, batch_id, count(*) as spans from claim_spans group by all),
        sayings as (select document_id, batch_id, count(*) as claims, min(content_text) as said from claims group by all)
        select document_id, count(*) over (partition by document_id) as times, d.batch_id, s.batch_id as claims_by, c.batch_id as spans_by,
               claims, spans, text, said
        from documents d full join sayings s using (document_id) full join spans c using (document_id)
        qualify times <> 1 or d.batch_id is distinct from s.batch_id or s.batch_id is distinct from c.batch_id
           or claims is distinct from spans or not starts_with(text, d.batch_id) or said <> d.batch_id""",
    )
    return [str(row) for row in told.to_pylist()]


def _say(**told: object) -> None:
    print(json.dumps(told), flush=True)


ROLES: Final = {"write": write, "maintain": maintain, "look": look}


class Hand(NamedTuple):
    """A process at work, and where it tells what it does."""

    role: str
    process: "subprocess.Popen[bytes]"
    told: Path

    def kill(self) -> None:
        """Kill it, at whatever it is doing."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Desk:
    """A warehouse, the hands at work on it, and all they have told."""

    def __init__(self, folder: Path, logs: Path, catalog: str | None = None) -> None:
        self.folder, self.logs, self.catalog, self.started = folder, logs, catalog, 0
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, role: str) -> Hand:
        """Start a process that does one thing without end."""
        self.started += 1
        told = self.logs / f"{role}-{self.started:04}.jsonl"
        command = [sys.executable, "-m", "bench.newsdesk", role, str(self.folder), self.catalog or "", f"w{self.started:04}"]
        with told.open("wb") as output, told.with_suffix(".errors").open("wb") as errors:
            return Hand(role, subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=errors, env=dict(os.environ)), told)

    def told(self) -> Iterator[dict[str, Any]]:
        """Yield all that was told; a line that a kill cut short says nothing."""
        for path in sorted(self.logs.glob("*.jsonl")):
            for line in path.read_bytes().splitlines():
                with suppress(ValueError):
                    yield json.loads(line)

    def errors(self) -> list[str]:
        """Return what the processes complained of."""
        return [text for path in sorted(self.logs.glob("*.errors")) if (text := path.read_text("utf-8").strip())]


def replayed(told: Sequence[Mapping[str, Any]], versions: Mapping[str, int]) -> dict[str, Kept]:
    """Return what the warehouse should hold: each commit that the catalog knows, done in the order of the versions."""
    begun = {line["batch_id"]: line for line in told if line["did"] == "begin"}
    held = dict[str, Kept]()
    for batch_id in sorted(begun.keys() & versions.keys(), key=versions.__getitem__):
        for name in begun[batch_id]["removed"]:
            held.pop(name, None)
        held |= {name: Kept(batch_id, claims) for name, claims in begun[batch_id]["brought"].items()}
    return held


def holdings(folder: Path, catalog: str | None) -> dict[str, Kept]:
    """Return what the warehouse holds."""
    asked = """select source_uri, d.batch_id, count(claim_id) as claims from documents d
               left join claims c on c.document_id = d.document_id and c.batch_id = d.batch_id group by all"""
    with queries.connect(folder, catalog) as connection:
        return {row["source_uri"]: Kept(row["batch_id"], row["claims"]) for row in queries.run(connection, asked).to_pylist()}


if __name__ == "__main__":
    ROLES[sys.argv[1]](Path(sys.argv[2]), sys.argv[3] or None, sys.argv[4])
