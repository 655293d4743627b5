"""The command `deploy`: the work pool, the deployments and the automations, set up on the Prefect server that is configured."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import yaml
from prefect.automations import AutomationCore
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL

from warehouse.errors import UsageError

FILES: Final = Path(__file__).parents[1] / "deployments"
DEPLOYMENTS: Final = FILES / "prefect.yaml"
AUTOMATIONS: Final = FILES / "automations.yaml"
POOL: Final = "onrecord"


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
