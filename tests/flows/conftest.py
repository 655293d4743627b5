"""A Prefect server for all tests of flows, and a command line that uses it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Start a Prefect server; yield the environment in which it is the one that is used."""
    home, port = tmp_path_factory.mktemp("prefect"), _free_port()
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    with (home / "server.log").open("w") as log:
        command: list[str | Path] = [BIN / "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _wait(environment["PREFECT_API_URL"] + "/health", process)
        yield environment
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a working folder with an empty seeds folder in it."""
    (tmp_path / "seeds").mkdir()
    return tmp_path


@pytest.fixture
def onrecord(server: Mapping[str, str], desk: Path) -> Command:
    """Return a function that runs the command line in the desk folder."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [BIN / "onrecord", *arguments]
        return subprocess.run(command, env={**server, **environment}, cwd=desk, capture_output=True, text=True, timeout=180, check=False)

    return run


@pytest.fixture
def deployed(onrecord: Command, server: Mapping[str, str]) -> Mapping[str, str]:
    """Deploy from the desk folder; return the environment of the server."""
    done = onrecord("deploy")
    assert done.returncode == 0, done.stderr
    return server


Worker = Callable[[str], "subprocess.Popen[bytes]"]


@pytest.fixture
def worker(deployed: Mapping[str, str], desk: Path) -> Iterator[Worker]:
    """Return a function that starts a worker for the deployments under a name, to be ended after the test."""
    environment = {**deployed, "PREFECT_WORKER_QUERY_SECONDS": "1", "ONRECORD_COMMIT_DOCUMENTS": "4"}
    with ExitStack() as started:

        def start(name: str) -> "subprocess.Popen[bytes]":
            command = ["prefect", "worker", "start", "--pool", "onrecord", "--name", name]
            process = started.enter_context(subprocess.Popen(command, env=environment, cwd=desk))
            started.callback(_end, process)
            return process

        yield start


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a worker to end, and end it where it does not: one that is told so while it starts a run may wait for ever."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, "the Prefect server ended"
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    pytest.fail("the Prefect server did not start within two minutes")
