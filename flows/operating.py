"""The commands of those who let onrecord run by itself: status, server, deploy. None but `deploy` imports Prefect."""

from typing import Annotated, Literal

from cyclopts import Parameter

from flows import settings
from flows.command import DONE, NO_FLAGS, Flags, answer


def status(
    *,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
    form: Annotated[Literal["text", "json", "openmetrics"], Parameter(name="--format")] = "text",
    watch: bool = False,
    flags: Flags = NO_FLAGS,
) -> int:
    """Say what is in the warehouse, what the last run did, and what of onrecord is running.

    Parameters
    ----------
    as_json
        Print it as JSON.
    form
        text, json or openmetrics: what Prometheus and its like read.
    watch
        Say it again every two seconds, until Ctrl-C.

    """
    from flows import report  # noqa: PLC0415 - loads DuckDB

    chosen, wanted = settings.load(flags.given), "json" if as_json else form
    if watch:
        report.follow(lambda: report.standing(chosen, wanted), answer)
    answer(report.standing(chosen, wanted))
    return DONE


def deploy() -> int:
    """Set up the deployments, their work pool and automations on the Prefect server that is configured; again, bring them up to date.

    They run in the folder in which this was said.
    """
    from flows import local  # noqa: PLC0415 - only this command needs it

    local.refuse_without_server()
    local.prepare()
    from flows.deploying import deploy as set_up  # noqa: PLC0415 - Prefect

    for line in set_up():
        answer(line)
    return DONE


def server(action: Literal["show", "start", "stop"] = "show", *, flags: Flags = NO_FLAGS) -> int:
    """Keep a Prefect server that runs find at hand, so that each is spared the seconds that starting one takes.

    Parameters
    ----------
    action
        show: say whether there is one; start: start one that stays until it is stopped, or for the minutes of the setting
        keep_server without use; stop: stop it.

    """
    from flows import keeping  # noqa: PLC0415 - only this command needs it

    answer(keeping.ACTIONS[action](settings.load(flags.given).keep_server))
    return DONE
