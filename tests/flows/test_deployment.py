import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pytest

PROJECT = Path(__file__).parents[2]
Found = TypeVar("Found")
ARTICLE = "Harbour to close\n\n“The harbour will close in May,” said Mayor Tomas Ferro on Monday, and nobody in the town was surprised.\n"


@pytest.fixture
def deployed(server: Mapping[str, str], desk: Path) -> Mapping[str, str]:
    """Deploy from the desk folder as the how-to says; return the environment of the server."""
    shutil.copytree(PROJECT / "deployments", desk / "deployments")
    for command in (
        ["prefect", "work-pool", "create", "onrecord", "--type", "process", "--overwrite"],
        ["prefect", "--no-prompt", "deploy", "--prefect-file", "deployments/prefect.yaml", "--all"],
    ):
        subprocess.run(command, env=server, cwd=desk, check=True, timeout=120)
    return server


@pytest.fixture
def worker(deployed: Mapping[str, str], desk: Path) -> Iterator[Mapping[str, str]]:
    """Have a worker at hand for the deployments."""
    environment = {**deployed, "PREFECT_WORKER_QUERY_SECONDS": "1"}
    with subprocess.Popen(["prefect", "worker", "start", "--pool", "onrecord"], env=environment, cwd=desk) as process:
        try:
            yield deployed
        finally:
            process.terminate()
            process.wait(60)


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


def test_the_server_schedules_runs_of_the_deployment(deployed: Mapping[str, str]) -> None:
    scheduled = until(lambda: [run for run in runs(deployed, "SCHEDULED") if run["auto_scheduled"]])
    assert scheduled
    assert {run["expected_start_time"][14:16] for run in scheduled} == {"00"}


def test_the_deployment_runs_when_asked_and_when_an_event_says_that_seeds_changed(worker: Mapping[str, str], desk: Path) -> None:
    (desk / "seeds/first.txt").write_text(ARTICLE)
    subprocess.run(["prefect", "deployment", "run", "ingest/onrecord"], env=worker, cwd=desk, check=True, timeout=120)
    assert until(lambda: documents(desk)) == ["first.txt"]
    (desk / "seeds/second.txt").write_text(ARTICLE)
    subprocess.run(
        ["prefect", "event", "emit", "onrecord.seeds.changed", "--resource-id", "onrecord.seeds"], env=worker, cwd=desk, check=True, timeout=120
    )
    assert until(lambda: documents(desk)[1:]) == ["second.txt"]
    assert until(lambda: len(runs(worker, "COMPLETED")) == 2)
