"""Who does the work of a run: the processes of this machine, or a Dask cluster."""

import atexit
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from flows import pool
from flows.pool import Hands, Report
from flows.seed import Seed
from flows.settings import Settings
from flows.work import Work
from warehouse.errors import UsageError


class Workers(Hands, Protocol):
    """Whoever takes in files, asked by any number of threads."""

    def take_in(self, seeds: Sequence[Seed], report: Report) -> Work:
        """Return what comes of some files, having reported how many more are done."""

    def give_up(self) -> None:
        """Drop what was not begun."""


def of(chosen: Settings) -> Workers:
    """Return the workers that the settings ask for, the same for all runs of this process."""
    return pool.shared(chosen.processes, chosen.model) if chosen.dask is None else _cluster(chosen.dask, chosen.model)


@cache
def _cluster(address: str, model_name: str) -> Workers:
    try:
        from flows.cluster import Cluster  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise UsageError("a Dask cluster needs the extra of that name: pip install 'onrecord[dask]'") from None
    cluster = Cluster(address, model_name)
    atexit.register(cluster.close)
    return cluster
