import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows import settings
from flows.look import look
from flows.run import Run, take
from flows.work import Work, take_in
from tasks.pipeline import fingerprint
from warehouse import queries
from warehouse.storage import Warehouse
from warehouse.upkeep.rebuild import rebuild

Ingest = Callable[[], Run]
LINES = [f"The harbour of Port {name} will close in May, the harbour master said." for name in ("Ellery", "Orvane", "Vell", "Skerra")]


class Done:
    """Work that is done at once, as a thread pool would hand it out."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def result(self) -> Work:
        return self.work


@pytest.fixture
def ingest(tmp_path: Path) -> Ingest:
    """Return a function that takes in what has changed, in this process."""
    (tmp_path / "seeds").mkdir()
    chosen = settings.load({"seeds": tmp_path / "seeds", "warehouse": tmp_path / "data", "catalog": None})

    def run() -> Run:
        with Warehouse.open(chosen.warehouse) as warehouse:
            made = Run(look(warehouse, chosen, []))
            if made.changes.needs_run:
                made.carry_out(
                    [made.changes.seeds] if made.changes.seeds else [],
                    lambda seeds: Done(take_in(seeds)),
                    lambda steps: [take(warehouse, step) for step in steps],
                )
        return made

    return run


def write(folder: Path, lines: list[str]) -> None:
    (folder / "seeds/wire.jsonl").write_text("\n".join(json.dumps({"text": line}) for line in lines))


def answers(folder: Path, query: str) -> list[dict[str, Any]]:
    with queries.connect(folder / "data") as connection:
        found: list[dict[str, Any]] = queries.run(connection, query).to_pylist()
        return found


BATCHES = "select container_path, batch_id from documents order by 1"


def test_only_the_changed_members_of_a_changed_container_are_made_anew(ingest: Ingest, tmp_path: Path) -> None:
    write(tmp_path, LINES)
    first = ingest()
    before = {row["container_path"]: row["batch_id"] for row in answers(tmp_path, BATCHES)}
    write(tmp_path, [LINES[0], LINES[1].replace("May", "June"), LINES[2], "The bridge of Halden will open in July, the mayor said."])
    again = ingest()
    after = {row["container_path"]: row["batch_id"] for row in answers(tmp_path, BATCHES)}
    assert again.counts["kept"] == 2
    assert [path for path in before if after[path] == before[path]] == ["line 1", "line 3"]
    assert 0 < again.counts["tokens"] < first.counts["tokens"]
    assert answers(tmp_path, "select count(*) as n from tokens t join documents d using (document_id) where t.batch_id <> d.batch_id") == [{"n": 0}]
    assert answers(tmp_path, "select text like '%June%' as is_new from documents where container_path = 'line 2'") == [{"is_new": True}]


def test_a_member_that_is_gone_goes_and_one_that_broke_becomes_a_reject(ingest: Ingest, tmp_path: Path) -> None:
    write(tmp_path, LINES)
    ingest()
    (tmp_path / "seeds/wire.jsonl").write_text(json.dumps({"text": LINES[0]}) + "\n{broken")
    assert ingest().counts["kept"] == 1
    assert answers(tmp_path, "select container_path from documents") == [{"container_path": "line 1"}]
    assert answers(tmp_path, "select container_path, reason from rejects") == [{"container_path": "line 2", "reason": "malformed"}]
    write(tmp_path, LINES[:2])
    assert ingest().counts["kept"] == 1
    assert answers(tmp_path, "select (select count(*) from documents) as documents, (select count(*) from rejects) as rejects") == [
        {"documents": 2, "rejects": 0}
    ]


def test_a_catalog_that_is_made_anew_still_knows_what_stayed(ingest: Ingest, tmp_path: Path) -> None:
    write(tmp_path, LINES)
    ingest()
    write(tmp_path, [*LINES[:3], "The bridge of Halden will open in July, the mayor said."])
    ingest()
    held = answers(tmp_path, BATCHES)
    assert rebuild(tmp_path / "data", None) == []
    with Warehouse.open(tmp_path / "data") as warehouse:
        warehouse.publish(afresh=True)
    assert answers(tmp_path, BATCHES) == held
    assert len({row["batch_id"] for row in held}) == 2


def test_a_changed_sidecar_makes_all_members_anew(ingest: Ingest, tmp_path: Path) -> None:
    write(tmp_path, LINES)
    ingest()
    (tmp_path / "seeds/wire.jsonl.json").write_text('{"publisher": "Maravia Herald"}')
    assert ingest().counts["kept"] == 0
    assert answers(tmp_path, "select distinct publisher, publisher_method from documents") == [
        {"publisher": "Maravia Herald", "publisher_method": "sidecar"}
    ]
    (tmp_path / "seeds/wire.jsonl.json").write_text("{broken")
    ingest()
    assert answers(tmp_path, "select distinct publisher from documents") == [{"publisher": None}]
    assert answers(tmp_path, "select source_uri, container_path from rejects") == [{"source_uri": "wire.jsonl", "container_path": "sidecar"}]


def test_what_other_code_has_made_is_not_kept(ingest: Ingest, tmp_path: Path) -> None:
    write(tmp_path, LINES)
    ingest()
    with Warehouse.open(tmp_path / "data") as warehouse:
        states = warehouse.seeds().values()
        warehouse.remember([state._replace(made_by=f"{fingerprint()}-old") for state in states])
    write(tmp_path, [*LINES, LINES[0]])
    assert ingest().counts["kept"] == 0
