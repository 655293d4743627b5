"""A stage with a raised version is run again on what is stored, and nothing before it."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pytest

from flows import settings
from flows.look import look
from flows.work import merged, refused
from tasks.pipeline import STAGES, fingerprint, stale
from warehouse.errors import UnreadableSeed
from warehouse.storage import Commit, Warehouse

BIN = Path(sys.executable).parent
Command = Callable[..., subprocess.CompletedProcess[str]]

ARTICLE = """Harbour to close

By Ada Lindqvist

PORT ELLERY — “The harbour will close in May,” said Mayor Tomas Ferro. “Nobody will lose a boat.”

Ferro denied that the council had asked for the closure.
"""
KEPT = ("from tokens order by all", "from mentions order by all", "from local_entities order by all", "from links order by all")


def answers(desk: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(desk / "warehouse/data/onrecord.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def make_outdated(desk: Path, stage: str) -> None:
    """Let the warehouse remember of each file that an earlier version of a stage worked on it."""
    with Warehouse.open(desk / "warehouse/data") as warehouse:
        known = warehouse.seeds().values()
        warehouse.remember(state._replace(made_by=re.sub(rf"\b{stage}:\w+", f"{stage}:0", state.made_by)) for state in known)


@pytest.mark.parametrize(
    ("raised", "again"),
    [
        ("attribute", ["attribute"]),
        ("resolve", ["resolve", "attribute", "link"]),
        ("tag", ["tag", "resolve", "attribute", "link"]),
        ("annotate", ["annotate", "tag", "resolve", "attribute", "link"]),
        ("parse", [stage.name for stage in STAGES]),
    ],
)
def test_what_reads_from_a_stage_that_has_changed_is_run_again_too(raised: str, again: list[str]) -> None:
    before = re.sub(rf"\b{raised}:\w+", f"{raised}:0", fingerprint())
    assert [stage.name for stage in stale(before)] == again


def test_a_raised_stage_is_run_again_on_the_stored_tables_and_no_other(onrecord: Command, desk: Path) -> None:
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    elsewhere = desk / "quay.txt"
    elsewhere.write_text(ARTICLE.replace("Ferro", "Varga"))
    assert onrecord("ingest", elsewhere, "seeds").returncode == 0
    elsewhere.unlink()
    before = [answers(desk, query) for query in KEPT]
    claims = answers(desk, "select * exclude (batch_id) from claims order by all")
    make_outdated(desk, "attribute")
    ran = onrecord("ingest")
    assert ran.returncode == 0, ran.stderr
    assert "0 new, 0 changed, 0 removed, 2 to renew" in ran.stderr
    assert "; 2 stored documents renewed" in ran.stderr
    assert not any(stage in ran.stderr for stage in ("parse", "segment ", "annotate"))
    assert [answers(desk, query) for query in KEPT] == before
    assert answers(desk, "select * exclude (batch_id) from claims order by all") == claims
    assert answers(desk, "select count(*) from claims c join documents d using (batch_id)") == [(0,)]
    assert "nothing new" in onrecord("ingest").stderr
    assert onrecord("doctor").stdout == "all is well\n"


def test_a_run_that_is_killed_among_stored_documents_goes_on_with_the_rest(server: Mapping[str, str], onrecord: Command, desk: Path) -> None:
    pytest.importorskip("spacy", reason="spaCy is optional, and not installed")
    (desk / "blank.py").write_text("import spacy\ndef model():\n    return spacy.blank('en')\n")
    elsewhere = desk / "elsewhere"
    elsewhere.mkdir()
    for number in range(12):
        (elsewhere / f"{number}.txt").write_text(ARTICLE)
    onrecord("ingest", elsewhere)
    shutil.rmtree(elsewhere)
    segments = answers(desk, "from segments order by all")
    path = os.pathsep.join(filter(None, (str(desk), os.environ.get("PYTHONPATH"))))
    environment = {"ONRECORD_COMMIT_DOCUMENTS": "1", "ONRECORD_MODEL": "blank:model", "PYTHONPATH": path}
    with subprocess.Popen([BIN / "onrecord", "ingest"], cwd=desk, env={**server, **environment}, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert any("of 12 files" in line for line in process.stderr)
        process.send_signal(signal.SIGKILL)
    assert answers(desk, "select count(*) between 1 and 11 from renewals") == [(True,)]
    ran = onrecord("ingest", **environment)
    assert ran.returncode == 0, ran.stderr
    assert answers(desk, "from segments order by all") == segments
    assert answers(desk, "select distinct made_by like 'annotate %, blank:model%' from tokens") == [(True,)]
    assert answers(desk, "select count(*), count(distinct document_id) from renewals") == [(12, 12)]
    assert answers(desk, "select count(*) from tokens where entity <> 'O'") == [(0,)]


def test_a_file_of_which_a_stage_that_has_changed_refused_something_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    names = {"attribute": "crashed.txt", "parse": "empty.txt"}
    for name in names.values():
        (tmp_path / "seeds" / name).write_text("")
    chosen = settings.load({"seeds": str(tmp_path / "seeds"), "warehouse": str(tmp_path / "data")})
    with Warehouse.open(chosen.warehouse) as warehouse:
        seeds = {item.source_uri: item for item in look(warehouse, chosen, []).new}
        works = [refused(seeds[name], UnreadableSeed("crashed", ""), stage=stage) for stage, name in names.items()]
        warehouse.commit(Commit("r-1", "r", merged(works).tables, merged(works).states))
        made_by = re.sub(r"\battribute:\w+", "attribute:0", fingerprint())
        warehouse.remember([state._replace(made_by=made_by, sha256=hashlib.sha256().hexdigest()) for state in warehouse.seeds().values()])
        found = look(warehouse, chosen, [])
    assert [item.source_uri for item in found.changed] == ["crashed.txt"]
    assert [state.source_uri for state in found.outdated] == ["empty.txt"]
