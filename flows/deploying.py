"""The command `deploy`: the work pool, the deployments and the automations, set up on the Prefect server that is configured."""

import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import yaml
from prefect.automations import AutomationCore
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName, FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL
from prefect.states import Crashed

from warehouse.errors import UsageError

FILES: Final = Path(__file__).parents[1] / "deployments"
DEPLOYMENTS: Final = FILES / "prefect.yaml"
AUTOMATIONS: Final = FILES / "automations.yaml"
POOL: Final = "onrecord"
SILENCE: Final = 90.0
"""Seconds of which a run says in three that it is alive."""
LOOK: Final = 2.0


def deploy() -> Iterator[str]:
    """Set up what is not there yet, bring up to date what is, and yield a line on each.

    Raises
    ------
    UsageError
        when the server does not answer or refuses
    """
    with get_client(sync_client=True) as client:
        wrong = client.api_healthcheck()
        if wrong is not None:
            raise UsageError(f"the Prefect server at {PREFECT_API_URL.value()} does not answer: {wrong}")
        yield f"server {PREFECT_API_URL.value()}"
        yield _pool(client)
        yield from _deployments(client)
        yield from _automations(client)
        yield from _silent(client)
    yield f"the deployments run in {Path.cwd()}; start a worker for them: prefect worker start --pool {POOL}"


def _pool(client: SyncPrefectClient) -> str:
    try:
        return f"work pool {client.read_work_pool(POOL).name}: there"
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        return f"work pool {POOL}: made"


def _deployments(client: SyncPrefectClient) -> Iterator[str]:
    declared = yaml.safe_load(DEPLOYMENTS.read_text("utf-8"))["deployments"]
    names = [f"{entry['entrypoint'].partition(':')[2]}/{entry['name']}" for entry in declared]
    before = {name for name in names if _is_deployed(client, name)}
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--prefect-file", str(DEPLOYMENTS), "--all"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - Prefect's own command
    if done.returncode:
        raise UsageError(f"Prefect would not deploy: {' '.join((done.stderr or done.stdout).split())[-500:]}")
    for entry, name in zip(declared, names, strict=True):
        yield f"deployment {name}: {'brought up to date' if name in before else 'made'}{_when(entry)}"


def _is_deployed(client: SyncPrefectClient, name: str) -> bool:
    try:
        client.read_deployment_by_name(name)
    except ObjectNotFound:
        return False
    return True


def _when(entry: dict[str, Any]) -> str:
    times = [f"cron {schedule['cron']} {schedule['timezone']}" for schedule in entry.get("schedules", ())]
    events = [f"event {event}" for trigger in entry.get("triggers", ()) for event in trigger["expect"]]
    return f", on {', '.join([*times, *events])}" if times or events else ""


def _automations(client: SyncPrefectClient) -> Iterator[str]:
    for declared in yaml.safe_load(AUTOMATIONS.read_text("utf-8")):
        wanted = AutomationCore.model_validate(declared)
        found = client.read_automations_by_name(wanted.name)
        for double in found[1:]:
            client.delete_automation(double.id)
        if not found:
            client.create_automation(wanted)
        elif not _is_as(found[0], wanted):
            client.update_automation(found[0].id, wanted)
        yield f"automation {wanted.name}: {_done(found, wanted)}"


def _done(found: Sequence[AutomationCore], wanted: AutomationCore) -> str:
    if not found:
        return "made"
    return "there" if _is_as(found[0], wanted) else "brought up to date"


def _is_as(found: AutomationCore, wanted: AutomationCore) -> bool:
    """Tell whether an automation is as declared; one that is must be left alone, or it forgets which runs it waits for."""
    shown, declared = (one.model_dump(mode="json", exclude={"id"}) for one in (found, wanted))
    return shown == declared


def _silent(client: SyncPrefectClient) -> Iterator[str]:
    """Mark as crashed the runs that are said to be at work and say nothing: a server that was killed too has forgotten to wait for them.

    Until then they would keep others from running, for only one run of a deployment may be at work.
    """
    at_work = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING])))
    ours = DeploymentFilter(
        name=DeploymentFilterName(any_=[entry["name"] for entry in yaml.safe_load(DEPLOYMENTS.read_text("utf-8"))["deployments"]])
    )
    since, silent = datetime.now(UTC), {str(run.id): run for run in client.read_flow_runs(flow_run_filter=at_work, deployment_filter=ours)}
    while silent and (datetime.now(UTC) - since).total_seconds() < SILENCE:
        time.sleep(LOOK)
        for heard in _heard(client, silent, since):
            silent.pop(heard, None)
    for run_id, run in silent.items():
        client.set_flow_run_state(UUID(run_id), Crashed(message="No sign of life for 90 seconds."), force=True)
        yield f"run {run.name}: nothing was heard of it for {SILENCE:.0f} seconds, so it has crashed"


def _heard(client: SyncPrefectClient, runs: Iterable[str], since: datetime) -> list[str]:
    """Return the runs that have sent a sign of life since a moment."""
    resources = [f"prefect.flow-run.{run}" for run in runs]
    asked = {"occurred": {"since": since.isoformat()}, "event": {"name": ["prefect.flow-run.heartbeat"]}, "resource": {"id": resources}}
    found = client.request("POST", "/events/filter", json={"filter": asked}).json()["events"]
    return [event["resource"]["prefect.resource.id"].removeprefix("prefect.flow-run.") for event in found]
