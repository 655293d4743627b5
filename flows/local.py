"""How Prefect runs for somebody who has set up no server: on one of our own, that keeps to itself."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from flows import server
from warehouse.errors import UsageError

URL: Final = "PREFECT_API_URL"
ALWAYS: Final = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # The command line speaks for itself; the server gets every line.
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}


def prepare(keep_minutes: float | None = None) -> str | None:
    """Set what the person has not set, before Prefect is imported; return the address of our own server where they have set up none.

    It is there already or started without waiting for it. With `keep_minutes` it may be one that was kept or is kept from now on,
    for so many minutes without use; else it ends with this process.
    """
    for name, value in ALWAYS.items():
        os.environ.setdefault(name, value)
    if configured():
        return None
    return server.own() if keep_minutes is None else server.at_hand(keep_minutes)


def configured() -> bool:
    """Tell whether the person has named a Prefect server, in any of the places where Prefect looks, of which none needs its import."""
    return any(_addresses())


def refuse_without_server() -> None:
    """Raise a UsageError when the person has named no server, for what needs one that stays."""
    if not configured():
        raise UsageError(f"no Prefect server is configured: start one with `prefect server start`, and set {URL}=http://127.0.0.1:4200/api")


def _addresses() -> Iterator[Any]:
    yield os.environ.get(URL)
    yield from (line.partition("=")[2] for line in _text(Path(".env")).splitlines() if line.strip().startswith(URL + "="))
    yield _table(Path("prefect.toml")).get("api", {}).get("url")
    yield _table(Path("pyproject.toml")).get("tool", {}).get("prefect", {}).get("api", {}).get("url")
    profiles = _table(Path(os.environ.get("PREFECT_PROFILES_PATH", server.home() / "profiles.toml")))
    active = os.environ.get("PREFECT_PROFILE", profiles.get("active", ""))
    yield profiles.get("profiles", {}).get(active, {}).get(URL)


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError:
        return {}  # Prefect itself will complain of it.


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
