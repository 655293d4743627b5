import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import prefect.settings
import pytest
import yaml
from prefect.automations import AutomationCore

from flows import deploying
from flows.cli import app
from flows.settings import PREFIX, Settings

DEPLOYMENTS = Path(__file__).parents[2] / "deployments"
UNITS = sorted(DEPLOYMENTS.glob("*.service"))
BIN = Path(sys.executable).parent


def read(name: str) -> Any:  # noqa: ANN401 - whatever YAML holds
    return yaml.safe_load((DEPLOYMENTS / name).read_text("utf-8"))


def commands() -> Iterator[list[str]]:
    """Yield every command of ours that a unit or a service of compose runs."""
    for unit in UNITS:
        yield from (found.split() for found in re.findall(r"^ExecStart(?:Pre)?=\S+/bin/(.+)$", unit.read_text("utf-8"), re.MULTILINE))
    yield from (service["command"].split() for service in read("compose.yaml")["services"].values() if "command" in service)


def environments() -> Iterator[str]:
    for unit in UNITS:
        yield from re.findall(r"^#?Environment=(\w+)=", unit.read_text("utf-8"), re.MULTILINE)
    for service in read("compose.yaml")["services"].values():
        yield from service.get("environment", ())


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_accepts_a_unit(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    # It looks whether the programs are there; here they are elsewhere, and run by another.
    for other in UNITS:
        text = other.read_text("utf-8").replace("/srv/news/.venv/bin/", f"{BIN}/").replace("User=onrecord\n", "")
        (tmp_path / other.name).write_text(text)
    done = subprocess.run(["systemd-analyze", "verify", tmp_path / unit.name], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "onrecord" in line]
    assert (done.returncode, complaints) == (0, [])


def test_each_command_of_a_service_is_one_that_there_is() -> None:
    found = {tuple(command[:3]) for command in commands()}
    assert {command[1] for command in found if command[0] == "onrecord"} <= set(app)
    for command in (command for command in found if command[0] != "onrecord"):
        told = subprocess.run([BIN / command[0], *command[1:], "--help"], capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stderr
    assert len(found) == 4


def test_each_setting_of_a_service_is_one_that_there_is() -> None:
    ours = {PREFIX + name.upper() for name in Settings.model_fields}
    others = {"DO_NOT_TRACK", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"}
    assert not hasattr(prefect.settings, "PREFECT_NO_SUCH_SETTING")
    assert [name for name in {*environments()} - ours - others if not hasattr(prefect.settings, name)] == []


def test_services_of_compose_need_only_what_there_is_and_start_in_turn() -> None:
    compose = read("compose.yaml")
    services = compose["services"]
    assert set(services) == {"database", "server", "deploy", "worker"}
    for service in services.values():
        for name, condition in service.get("depends_on", {}).items():
            assert condition["condition"] != "service_healthy" or "healthcheck" in services[name]
        for volume in service.get("volumes", ()):
            assert volume.startswith("${NEWS") or volume.partition(":")[0] in compose["volumes"]
    context = DEPLOYMENTS / services["server"]["build"]["context"]
    assert (context / services["server"]["build"]["dockerfile"]).is_file()


def test_automations_are_for_the_declared_deployments_alone() -> None:
    declared = {deployment["name"] for deployment in read("prefect.yaml")["deployments"]}
    for automation in map(AutomationCore.model_validate, read("automations.yaml")):
        related = automation.trigger.match_related.root  # type: ignore[union-attr]
        assert related["prefect.resource.role"] == "deployment"
        assert set(related["prefect.resource.name"]) <= declared


def test_a_run_is_taken_for_dead_only_when_it_was_silent_for_three_signs_of_life() -> None:
    deployed = read("prefect.yaml")["deployments"]
    signs = [int(found["work_pool"]["job_variables"]["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"]) for found in deployed]
    waits = [float(found["trigger"]["within"]) for found in read("automations.yaml") if found["trigger"].get("posture") == "Proactive"]
    assert waits
    assert min(*waits, deploying.SILENCE) >= 3 * max(signs)
