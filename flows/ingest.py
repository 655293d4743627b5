"""The flow `ingest`: discover, process in chunks, commit each, publish what was done."""

from typing import Any

import httpx
from prefect import flow, get_run_logger, task
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.task_runners import ThreadPoolTaskRunner

from flows import progress, record, settings, workers
from flows.discover import Changes, places
from flows.looks import Share, look, until_nothing_is_new
from flows.run import Done, Run, chunked
from flows.seed import Seed
from flows.settings import Settings
from flows.work import Work
from flows.workers import Workers
from tasks import model
from warehouse.errors import Damaged, NewerSchema, UsageError, WarehouseError
from warehouse.storage import Commit, Warehouse
from warehouse.upkeep.compact import tidy


@flow(name="ingest", task_runner=ThreadPoolTaskRunner(max_workers=2))  # type: ignore[arg-type] # Prefect declares its runner for no type at all.
def ingest(paths: list[str] | None = None, overrides: dict[str, Any] | None = None, share: Share | None = None, linger: float | None = None) -> Done:
    """Bring the warehouse up to date with the seeds folder, or with the files and folders named.

    `overrides` are settings that win over file and environment. Of the files it takes those in a `share`. With `linger` it
    looks again until nothing was new for so many seconds.
    """
    chosen = settings.load(overrides)
    model.use(chosen.model)
    looked_at = places(paths or [], chosen.seeds)
    with Warehouse.open(chosen.warehouse, chosen.catalog) as warehouse:

        def find() -> Changes:
            return look(warehouse, chosen, looked_at, share)

        done = take_in(warehouse, chosen, find())
        if linger is not None:
            for changes in until_nothing_is_new(find, linger):
                done = done.then(take_in(warehouse, chosen, changes))
    return done


def run_here(paths: list[str], overrides: dict[str, Any], server: str | None) -> Done:
    """Run the flow in this process, for somebody who waits: without the heartbeat whose thread takes a second to end.

    `server` is the address of a server of our own, None where the person has named one.

    Raises
    ------
    UsageError
        when the Prefect server that is configured cannot be reached
    """
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None, **({PREFECT_API_URL: server} if server else {})}):
        try:
            return ingest(paths, overrides)
        except httpx.HTTPError as error:
            raise UsageError(f"the Prefect server at {PREFECT_API_URL.value()} does not answer: {error}") from error


def take_in(warehouse: Warehouse, chosen: Settings, changes: Changes) -> Done:
    """Take in what has changed, as a run of its own; nothing is left of one that has nothing to do."""
    run = Run(changes)
    if changes.needs_run:
        progress.current().begin(changes, run.run_id)
        get_run_logger().info("run %s: %s", run.run_id, record.summary(run.counts))
        _carry_out(run, warehouse, chosen)
        record.publish(run, chosen.warehouse)
        tidy(warehouse)
    return run.done


def _carry_out(run: Run, warehouse: Warehouse, chosen: Settings) -> None:
    hands, chunks = workers.of(chosen), chunked(run.changes, chosen.commit_documents)
    with record.progress(run, len(chunks)) as shown:

        def committed(changed: Commit) -> None:
            commit(warehouse, changed)
            shown.advance(len(changed.seeds))

        try:
            run.carry_out(chunks, lambda seeds: process.submit(hands, seeds), committed)
        except BaseException:
            hands.give_up()  # Otherwise Prefect would wait for all of it before it lets the error out.
            raise


@task
def process(hands: Workers, seeds: list[Seed]) -> Work:
    """Run the stages on a chunk of files, in the processes of this machine or of a cluster."""
    return hands.take_in(seeds, progress.current().advance)


def _may_pass(_task: object, _run: object, state: State[int]) -> bool:
    """Tell whether trying again may help, as it may where a database was away or a disk full for a moment."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, WarehouseError) and not isinstance(error, NewerSchema | Damaged)


@task(retries=2, retry_delay_seconds=[1, 5], retry_condition_fn=_may_pass)
def commit(warehouse: Warehouse, changed: Commit) -> int:
    """Commit what came of a chunk; return the version it made."""
    return warehouse.commit(changed)
