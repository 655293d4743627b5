"""A Prefect server of our own: started for a run, or kept for the runs to come, found again, and stopped. Nothing here imports Prefect."""

import atexit
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

from warehouse.errors import UsageError

NOTE: Final = "onrecord-server.json"
"""The file in Prefect's folder that says where the server is which was kept."""
LOG: Final = "onrecord-server.log"
LAST_WORD: Final = 10.0
"""Seconds after which a server that was asked to end is ended."""
QUIET: Final = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    **{
        f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false"
        for service in (
            "SCHEDULER",
            "LATE_RUNS",
            "FOREMAN",
            "TRIGGERS",
            "REPOSSESSOR",
            "PAUSE_EXPIRATIONS",
            "CANCELLATION_CLEANUP",
            "CLEANUP_RECONCILER",
        )
    },
}
"""Nobody deploys to a server that nobody was told of, so what only deployments need is not started."""


class Kept(NamedTuple):
    """A server that is kept: its address, its process, and the minutes without use after which it ends (0: never)."""

    url: str
    process: int
    keep_minutes: float
    prefect: str


class _Own:
    """The server that ends with this process, once there is one."""

    process: "subprocess.Popen[bytes] | None" = None
    url = ""


def home() -> Path:
    """Return the folder in which Prefect keeps its database and its profiles."""
    return Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()


def at_hand(keep_minutes: float = 0) -> str:
    """Return the address of a server: the one that was kept, or one that is started now and, with `keep_minutes`, kept."""
    found = kept()
    if found is not None and found.prefect == version("prefect"):
        return found.url
    return start(keep_minutes).url if keep_minutes else own()


def own() -> str:
    """Return the address of a server that ends with this process, started if it is not there; who connects waits until it answers."""
    if _Own.process is None or _Own.process.poll() is not None:
        _Own.process, _Own.url = _started(0)
        atexit.register(_end, _Own.process)
    return _Own.url


def start(keep_minutes: float) -> Kept:
    """Return the server that is kept, started if there is none; it ends when nobody has used it for so many minutes, 0 for never.

    One of another version of Prefect is stopped first.
    """
    home().mkdir(parents=True, exist_ok=True)
    with _one_at_a_time():
        found = kept()
        if found is not None and found.prefect == version("prefect"):
            return found
        stop()
        process, url = _started(keep_minutes, is_kept=True)
        process.returncode = 0  # It outlives this process, which must not be warned of that.
        found = Kept(url, process.pid, keep_minutes, version("prefect"))
        (home() / NOTE).write_text(json.dumps(found._asdict()), "utf-8")
    return found


def kept() -> Kept | None:
    """Return the server that was kept, if it is there still."""
    try:
        found = Kept(**json.loads((home() / NOTE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if is_serving(found.process) else None


def stop() -> Kept | None:
    """End the server that was kept; return what it was, None where there was none."""
    found = kept()
    if found is None:
        return None
    os.kill(found.process, signal.SIGTERM)
    deadline = time.monotonic() + LAST_WORD
    while is_serving(found.process):
        if time.monotonic() > deadline:
            raise UsageError(f"the Prefect server, process {found.process}, does not end")
        time.sleep(0.05)
    (home() / NOTE).unlink(missing_ok=True)
    return found


def answers(url: str, seconds: float = 5) -> bool:
    """Tell whether a server answers at an address."""
    import urllib.request  # noqa: PLC0415 - a part of a tenth of a second, which `status` has no use for

    try:
        with urllib.request.urlopen(f"{url}/health", timeout=seconds) as answer:  # noqa: S310 - the address of a Prefect server
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's word for yes
    except (OSError, ValueError):
        return False


def is_serving(process: int) -> bool:
    """Tell whether a process is a server of ours, and not another that has got its number."""
    try:
        told = subprocess.run(["ps", "-o", "stat=,args=", "-p", str(process)], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607 - a number
    except FileNotFoundError:
        told = Path(f"/proc/{process}/cmdline").read_text("utf-8") if Path(f"/proc/{process}").exists() else ""
    return "flows.serving" in told and not told.startswith("Z")


def _started(keep_minutes: float, *, is_kept: bool = False) -> tuple["subprocess.Popen[bytes]", str]:
    """Start a server on a socket that listens already, so that a client may connect at once and no port is fought for."""
    home().mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as listening, (home() / LOG).open("wb") as log:
        command = [sys.executable, "-m", "flows.serving", str(listening.fileno()), str(keep_minutes) if is_kept else "with-parent"]
        process = subprocess.Popen(  # noqa: S603 - our own module
            command,
            # Its end tells the server that we are gone, however we go.
            stdin=subprocess.DEVNULL if is_kept else subprocess.PIPE,
            stdout=log,
            stderr=log,
            env={**QUIET, **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            pass_fds=(listening.fileno(),),
            start_new_session=True,  # Ctrl-C is for the run, which still has something to tell the server.
            cwd=home(),
        )
        return process, f"http://127.0.0.1:{listening.getsockname()[1]}/api"


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(LAST_WORD)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin is not None:
        process.stdin.close()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (home() / f"{NOTE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
