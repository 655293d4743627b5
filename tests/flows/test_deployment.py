import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pytest

Found = TypeVar("Found")
Command = Callable[..., subprocess.CompletedProcess[str]]
ARTICLE = "Harbour to close\n\n“The harbour will close in May,” said Mayor Tomas Ferro on Monday, and nobody in the town was surprised.\n"


def ask(server: Mapping[str, str], path: str, body: object) -> list[dict[str, Any]]:
    request = urllib.request.Request(server["PREFECT_API_URL"] + path, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - likewise
        found: list[dict[str, Any]] = json.loads(answer.read())
        return found


def runs(server: Mapping[str, str], state: str) -> list[dict[str, Any]]:
    of_deployments = {"state": {"type": {"any_": [state]}}, "deployment_id": {"is_null_": False}}
    return ask(server, "/flow_runs/filter", {"flow_runs": of_deployments})


def documents(desk: Path) -> list[str]:
    database = desk / "warehouse/data/onrecord.duckdb"
    if not database.exists():
        return []
    with duckdb.connect(str(database), read_only=True) as connection:
        return [uri for (uri,) in connection.execute("select source_uri from documents order by all").fetchall()]


def until(condition: Callable[[], Found], seconds: float = 120) -> Found:
    deadline = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return found


def named(server: Mapping[str, str], path: str) -> dict[str, dict[str, Any]]:
    return {found["name"]: found for found in ask(server, path, {})}


def test_deploying_again_leaves_one_of_each_and_says_what_it_did(deployed: Mapping[str, str], onrecord: Command, desk: Path) -> None:
    before = {path: named(deployed, path) for path in ("/deployments/filter", "/automations/filter", "/work_pools/filter")}
    again = onrecord("deploy")
    assert again.returncode == 0, again.stderr
    assert "deployment ingest/onrecord: brought up to date, on cron 0 * * * * UTC, event onrecord.seeds.changed" in again.stdout
    assert f"the deployments run in {desk}" in again.stdout
    for path, found in before.items():
        assert sorted(found) == sorted(one["name"] for one in ask(deployed, path, {}))
    deployments = before["/deployments/filter"]
    assert deployments.keys() == {"onrecord", "onrecord-maintain", "onrecord-share"}
    assert deployments["onrecord"]["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    assert before["/automations/filter"].keys() == {"onrecord-seeds-changed", "onrecord-zombies", "onrecord-crashed"}
    assert until(lambda: {run["expected_start_time"][14:16] for run in runs(deployed, "SCHEDULED") if run["auto_scheduled"]} >= {"00", "30"})


@pytest.mark.parametrize(("environment", "told"), [({"PREFECT_API_URL": ""}, "no Prefect server is configured"), ({}, "does not answer")])
def test_without_a_server_there_is_nothing_to_deploy_to(onrecord: Command, environment: dict[str, str], told: str) -> None:
    done = onrecord("deploy", **({"PREFECT_API_URL": "http://127.0.0.1:9/api"} | environment))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert told in done.stderr


def test_of_a_flood_of_events_few_start_a_run_and_the_one_at_work_takes_in_what_comes_while_it_lingers(
    deployed: Mapping[str, str], worker: Callable[[str], object], desk: Path
) -> None:
    worker("desk")
    (desk / "seeds/first.txt").write_text(ARTICLE)
    emit = (
        'from prefect.events import emit_event\nfor _ in range(20): emit_event("onrecord.seeds.changed", {"prefect.resource.id": "onrecord.seeds"})'
    )
    subprocess.run([sys.executable, "-c", emit], env=deployed, cwd=desk, check=True, timeout=120)
    assert until(lambda: documents(desk)) == ["first.txt"]
    (desk / "seeds/second.txt").write_text(ARTICLE)
    assert until(lambda: documents(desk)[1:]) == ["second.txt"]
    subprocess.run(["prefect", "deployment", "run", "maintain/onrecord-maintain"], env=deployed, cwd=desk, check=True, timeout=120)
    assert until(lambda: len(runs(deployed, "COMPLETED")) == 2)
    # Of twenty events two may fall into the window after the first; the others start nothing.
    assert len(runs(deployed, "CANCELLED")) <= 2
    tables = {found["key"]: found for found in ask(deployed, "/artifacts/latest/filter", {})}
    rows = {row["what"]: row for row in json.loads(tables["ingest"]["data"])}
    assert (rows["new"]["count"], rows["documents"]["count"]) == (1, 1)
    assert rows["annotate"]["words_per_second"] > 0
    assert "onrecord.duckdb](file://" in tables["ingest"]["description"]
    assert "files written anew" in tables["maintain"]["data"]
