"""The process of a Prefect server of our own: `python -m flows.serving SOCKET with-parent|MINUTES`.

SOCKET is the number of a socket that listens already. It ends with the process that started it, or when nobody has used it
for so many minutes.
"""

import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, TypeAlias

from flows.start import swiftly

with swiftly():
    import uvicorn
    from prefect.server.api.server import create_app

Scope: TypeAlias = MutableMapping[str, Any]
App: TypeAlias = Callable[[Scope, Any, Any], Awaitable[None]]

LOOK: Final = 1.0
"""Seconds between two looks at whether it is still used."""
HEALTH: Final = "/api/health"
"""Asked for by those who only want to know whether it is there."""


class Watched:
    """An application that knows how long nobody has used it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._open = 0
        self._used_at = time.monotonic()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI calls it
        """Answer."""
        if scope["type"] == "lifespan" or scope.get("path") == HEALTH:
            await self._app(scope, receive, send)
            return
        self._open += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open -= 1
            self._used_at = time.monotonic()

    @property
    def idle_seconds(self) -> float:
        """How long nobody has used it; 0 while somebody does."""
        return 0.0 if self._open else time.monotonic() - self._used_at


def main(number: str, until: str) -> None:
    """Serve until it is time to end."""
    app = Watched(create_app(ephemeral=True, final=True))
    # A run that has ended may have left connections open, for which nobody should wait.
    served = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=2))

    def end() -> None:
        if until == "with-parent":
            sys.stdin.buffer.read()
        else:
            _wait_for_idleness(app, float(until) * 60)
        served.should_exit = True

    threading.Thread(target=end, daemon=True).start()
    served.run(sockets=[socket.socket(fileno=int(number))])


def _wait_for_idleness(app: Watched, seconds: float) -> None:
    while not seconds or app.idle_seconds < seconds:
        time.sleep(LOOK)


if __name__ == "__main__":
    main(*sys.argv[1:])
