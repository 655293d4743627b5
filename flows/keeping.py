"""The command `server`: the Prefect server of our own that is kept for runs to come."""

from collections.abc import Callable, Mapping
from typing import Final

from flows import local, server
from flows.server import Kept
from warehouse.errors import UsageError


def show(_keep_minutes: float) -> str:
    """Return where the server is."""
    found = server.kept()
    return "no Prefect server is kept" if found is None else told(found)


def start(keep_minutes: float) -> str:
    """Start it if it is not there; return where it is.

    Raises
    ------
    UsageError
        when the person has named a server, which runs would use instead
    """
    if local.configured():
        raise UsageError(f"a Prefect server is configured ({local.URL} or a Prefect profile), and runs use that one")
    found = server.start(keep_minutes)
    if not server.answers(found.url, seconds=90):
        raise UsageError(f"the Prefect server did not start; {server.home() / server.LOG} says why")
    return told(found)


def stop(_keep_minutes: float) -> str:
    """Stop it; return what was done."""
    found = server.stop()
    return "no Prefect server is kept" if found is None else f"the Prefect server at {found.url}, process {found.process}, has ended"


def told(found: Kept) -> str:
    """Return a line on a server: where it is, and until when."""
    until = f"until nobody has used it for {found.keep_minutes:g} minutes" if found.keep_minutes else "until `onrecord server stop`"
    return f"{found.url}, process {found.process}, {until}"


ACTIONS: Final[Mapping[str, Callable[[float], str]]] = {"show": show, "start": start, "stop": stop}
"""What each action does, given the minutes after which an unused server ends."""
