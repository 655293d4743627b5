"""How Prefect runs for somebody who has set up no server: one of its own, started for the run, that keeps to itself."""

import os
from typing import Final

ALWAYS: Final = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # The command line speaks for itself; the server gets every line.
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}
WITHOUT_SERVER: Final = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",  # Its 20 seconds are too few on a busy machine.
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
"""Nobody deploys to a server that ends with the run, so what only deployments need is not started."""


def prepare() -> None:
    """Set what the person has not set, before Prefect is imported."""
    defaults = ALWAYS if "PREFECT_API_URL" in os.environ else ALWAYS | WITHOUT_SERVER
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
