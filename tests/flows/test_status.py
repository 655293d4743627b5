import io
import json
import logging
from collections import Counter
from concurrent.futures import Future
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from flows import journal, report, settings
from flows.alone import alone, holder
from flows.discover import Changes
from flows.run import Run, take
from flows.seed import Seed, trace
from flows.settings import Settings
from flows.work import Work, take_in
from tasks import model
from warehouse import queries
from warehouse.errors import UsageError
from warehouse.storage import Warehouse

ARTICLE = "Harbour to close\n\nThe harbour of Port Ellery will close in May, its master said on Tuesday.\n"


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of a warehouse into which one run took an article and a file that it refused."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "seeds").mkdir()
    (folder / "seeds/harbour.txt").write_text(ARTICLE)
    (folder / "seeds/odd “name”.txt").write_bytes(b"")
    chosen = settings.load({"seeds": str(folder / "seeds"), "warehouse": str(folder / "data")})
    model.use("built-in")
    seeds = [Seed(path.name, str(path), trace(path.stat())) for path in sorted(chosen.seeds.iterdir())]

    def process(found: list[Seed]) -> "Future[Work]":
        done: Future[Work] = Future()
        done.set_result(take_in(found))
        return done

    with Warehouse.open(chosen.warehouse) as warehouse:
        run = Run(Changes(new=seeds))
        run.carry_out([seeds], process, lambda steps: [take(warehouse, step) for step in steps])
        assert run.reasons == Counter(empty=1)
    return chosen


def test_programs_that_watch_over_programs_can_read_the_metrics(chosen: Settings) -> None:
    text = report.standing(chosen, "openmetrics")
    families = {family.name: family for family in text_string_to_metric_families(text)}  # type: ignore[no-untyped-call]
    values = {sample.name: sample.value for family in families.values() for sample in family.samples if not sample.labels}
    assert (values["onrecord_documents"], values["onrecord_last_run_failed"], values["onrecord_commits_total"]) == (1, 0, 1)
    assert values["onrecord_words_read_total"] == values["onrecord_words"] == 17
    assert [(sample.labels, sample.value) for sample in families["onrecord_rejects"].samples] == [({"reason": "empty"}, 1)]
    assert {sample.labels["stage"] for sample in families["onrecord_stage_seconds"].samples} >= {"parse", "annotate", "link"}


def test_the_view_on_health_tells_runs_rejects_and_pace_a_day(chosen: Settings) -> None:
    with queries.connect(chosen.warehouse) as connection:
        (row,) = queries.run(connection, "from ingest_health").to_pylist()
    assert (row["runs"], row["failed_runs"], row["documents"], row["rejects"], row["share_rejected"], row["words"]) == (1, 0, 1, 1, 0.5, 17)
    assert row["words_per_second"] > 0


def test_status_says_who_watches(chosen: Settings) -> None:
    assert json.loads(report.standing(chosen, "json"))["watched_by"] is None
    with alone(chosen.warehouse):
        assert holder(chosen.warehouse) is not None
        assert json.loads(report.standing(chosen, "json"))["watched_by"].startswith("process ")
        with pytest.raises(UsageError, match="is watching already"), alone(chosen.warehouse):
            pass
    assert holder(chosen.warehouse) is None
    assert holder(Path("nowhere")) is None


def test_whoever_follows_is_told_again_and_again(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "AGAIN", 0)
    told = list[str]()

    def write(text: str) -> None:
        told.append(text)
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        report.follow(lambda: report.standing(chosen), write)
    assert ["documents           1" in text for text in told] == [True] * 3


def test_lines_for_programs_are_json_with_the_run_and_those_for_people_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    try:
        journal.begin("json")
        journal.tell("1 of 2 files", run_id="20260312T080000-ab", done=1)
        logging.getLogger("warehouse.storage").warning("the commit stands")
        journal.begin("text")
        journal.tell("1 of 2 files", run_id="20260312T080000-ab")
    finally:
        for name in journal.OURS:
            logging.getLogger(name).handlers.clear()
    first, second, third = written.getvalue().splitlines()
    facts = json.loads(first)
    assert (facts["level"], facts["message"], facts["run_id"], facts["done"]) == ("info", "1 of 2 files", "20260312T080000-ab", 1)
    assert facts["at"].endswith("+00:00")
    assert (json.loads(second)["level"], third) == ("warning", "1 of 2 files")
