"""A Dask cluster in the place of the pool of processes: the same batches, worked on by other machines. It needs `onrecord[dask]`."""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from distributed import Client, Future, get_worker
from distributed.scheduler import KilledWorker

from flows import limits
from flows.cell import Cell
from flows.pool import Report, batches, begin, taken_in
from flows.seed import Seed
from flows.work import Pending, Work
from tasks import model
from tasks.pipeline import fingerprint
from warehouse.errors import UsageError, WarehouseError

PATIENCE: Final = 15
"""Seconds to wait for the scheduler, and then for a worker."""


class Cluster:
    """The workers of a Dask scheduler, which read the seeds and the model themselves: the folder of seeds has the same path on all machines.

    Raises
    ------
    UsageError
        when the scheduler does not answer, has no worker, or a worker has other code than this process
    """

    def __init__(self, address: str, model_name: str) -> None:
        self._model_name = model_name
        try:
            self._client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(f"the Dask scheduler at {address} does not answer: {error}") from error
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise UsageError(f"the Dask scheduler at {address} has no worker; start one: dask worker {address} --nthreads 1") from None
        self._refuse_other_code()

    def take_in(self, seeds: Sequence[Seed], report: Report) -> Work:
        """Return what comes of some files; a batch that killed several workers is done here, file by file, in a process of its own."""
        return taken_in(self, batches(seeds, sum(self._client.nthreads().values()) or 1), report)

    def submit(self, work: Callable[..., Work], *arguments: object) -> Pending:
        """Have a worker do a piece of work; its function takes a limit last."""
        # Pure work would be found done already where the same file has changed.
        return _Pending(self._client.submit(_limited, self._model_name, work, *arguments, pure=False))

    def cell(self) -> Cell:
        """Return a process of this machine that works for nobody else."""
        return Cell(begin, self._model_name)

    def give_up(self) -> None:
        """Drop what is not done."""
        self._client.cancel(list(self._client.futures))

    def close(self) -> None:
        """Leave the cluster, which goes on."""
        self._client.close()

    def _refuse_other_code(self) -> None:
        ours = fingerprint_with(self._model_name)
        theirs = self._client.run(fingerprint_with, self._model_name)
        others = [address for address, found in theirs.items() if found != ours]
        if others:
            raise UsageError(f"the worker at {others[0]} has other stages or another model than this machine; install the same version of onrecord")


class _Pending:
    """Work under way on a cluster."""

    def __init__(self, future: Future) -> None:
        self._future = future

    def result(self) -> Work:
        try:
            work: Work = self._future.result()
        except KilledWorker as error:
            raise BrokenProcessPool(str(error)) from error
        except CancelledError as error:
            raise WarehouseError("the Dask cluster is gone; what was committed stays, and the next run goes on") from error
        return work


def _limited(model_name: str, work: Callable[..., Work], *arguments: object) -> Work:
    """Do a piece of work in a worker; one that does a single thing at a time ends itself when that takes too long."""
    model.use(model_name)
    if get_worker().state.nthreads > 1:
        return work(*arguments, limits.unlimited)
    try:
        return work(*arguments, limits.timed)
    finally:
        limits.timed("", 0)


def fingerprint_with(model_name: str) -> str:
    """Return what decides what comes out for the same bytes, with this model."""
    model.use(model_name)
    return fingerprint()
