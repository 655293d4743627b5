"""The flow `ingest`: discover, process in chunks, commit each, publish what was done."""

from collections.abc import Mapping
from typing import Any

import httpx
from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.task_runners import ThreadPoolTaskRunner

from flows import pool, progress, settings
from flows.look import look
from flows.pool import Pool
from flows.renewing import chunked as chunked_again
from flows.renewing import renewed
from flows.run import Done, Run, chunked
from flows.seed import Seed
from flows.work import Work
from tasks import model
from warehouse.errors import Damaged, NewerSchema, UsageError, WarehouseError
from warehouse.storage import Commit, Warehouse
from warehouse.upkeep.compact import tidy

EVENT = "onrecord.ingest.completed"


@flow(name="ingest", task_runner=ThreadPoolTaskRunner(max_workers=2))  # type: ignore[arg-type] # Prefect declares its runner for no type at all.
def ingest(paths: list[str] | None = None, overrides: dict[str, Any] | None = None) -> Done:
    """Bring the warehouse up to date with the seeds folder, or with the files and folders named.

    `overrides` are settings that win over file and environment.
    """
    chosen = settings.load(overrides)
    model.use(chosen.model)
    workers = pool.shared(chosen.processes, chosen.model)
    with Warehouse.open(chosen.warehouse, chosen.catalog) as warehouse:
        changes = look(warehouse, chosen, paths or [])
        run = Run(changes)
        if changes.needs_run:
            progress.current().begin(changes)
            try:
                run.carry_out(
                    chunked(changes, chosen.commit_documents),
                    lambda seeds: process.submit(workers, seeds),
                    lambda changed: commit(warehouse, changed),
                    renew=lambda run: renew(workers, warehouse, run, chosen.commit_documents),
                )
            except BaseException:
                workers.give_up()  # Otherwise Prefect would wait for all of it before it lets the error out.
                raise
            publish(run)
            tidy(warehouse)
    return run.done


def run_here(paths: list[str], overrides: dict[str, Any]) -> Done:
    """Run the flow in this process, for somebody who waits: without the heartbeat whose thread takes a second to end.

    Raises
    ------
    UsageError
        when the Prefect server that is configured cannot be reached
    """
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        try:
            return ingest(paths, overrides)
        except httpx.HTTPError as error:
            raise UsageError(f"the Prefect server at {PREFECT_API_URL.value()} does not answer: {error}") from error


@task
def process(workers: Pool, seeds: list[Seed]) -> Work:
    """Run the stages on a chunk of files, in the pool of processes."""
    return workers.take_in(seeds, progress.current().advance)


def _may_pass(_task: object, _run: object, state: State[int]) -> bool:
    """Tell whether trying again may help, as it may where a database was away or a disk full for a moment."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, WarehouseError) and not isinstance(error, NewerSchema | Damaged)


@task(retries=2, retry_delay_seconds=[1, 5], retry_condition_fn=_may_pass)
def commit(warehouse: Warehouse, changed: Commit) -> int:
    """Commit what came of a chunk; return the version it made."""
    return warehouse.commit(changed)


@task(retries=2, retry_delay_seconds=[1, 5], retry_condition_fn=_may_pass)
def renew(workers: Pool, warehouse: Warehouse, run: Run, files: int) -> None:
    """Run later versions of stages on stored documents, a chunk of files at a time, each committed when it is done."""
    outdated = [state for state in run.changes.outdated if state.source_uri not in run.renewed]
    for chunk in chunked_again(warehouse, outdated, files):
        warehouse.renew(run.renewal(renewed(workers, warehouse, chunk, progress.current().advance)))


def publish(run: Run) -> None:
    """Leave a table of what was done, and tell whoever listens."""
    get_run_logger().info("%s", summary(run.counts))
    create_table_artifact(key="ingest", table=_rows(run), description=f"Run {run.run_id}")
    emit_event(EVENT, resource={"prefect.resource.id": "onrecord.warehouse"}, payload={"run_id": run.run_id, **run.counts})


def summary(counts: Mapping[str, int]) -> str:
    """Return a line that says what was done."""
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


def _rows(run: Run) -> list[dict[str, Any]]:
    counts = [{"what": name, "count": count, "seconds": None} for name, count in run.counts.items()]
    return counts + [{"what": stage, "count": None, "seconds": round(seconds, 2)} for stage, seconds in run.seconds.items()]
