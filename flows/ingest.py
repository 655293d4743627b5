"""The flow `ingest`: discover, process in chunks, commit each, publish what was done."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import httpx
from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows import knowledge, progress, record, settings, workers
from flows.discover import Changes
from flows.look import Share, look, until_nothing_is_new
from flows.renewing import Renewed, renewed
from flows.renewing import chunked as chunked_again
from flows.run import Done, Run, Step, chunked, in_parts, take
from flows.settings import Settings
from tasks import model
from warehouse.errors import UsageError
from warehouse.storage import Commit, Warehouse
from warehouse.upkeep.compact import tidy

MOST_COMMITS: Final = 100
"""Commits after which a run looks no more: with those of its last look it has fewer than 200 task runs."""


@flow(name="ingest")
def ingest(paths: list[str] | None = None, overrides: dict[str, Any] | None = None, share: Share | None = None, linger: float | None = None) -> Done:
    """Bring the warehouse up to date with the seeds folder, or with the files and folders named.

    `overrides` are settings that win over file and environment. Of the files it takes those in a `share`. With `linger` it
    looks again until nothing was new for so many seconds.
    """
    chosen = settings.load(overrides)
    model.use(chosen.model)
    with Warehouse.open(chosen.warehouse, chosen.catalog) as warehouse:
        knowledge.refresh(warehouse, chosen.kb)

        def find() -> Changes:
            return look(warehouse, chosen, paths or [], share)

        done = take_in(warehouse, chosen, find())
        if linger is not None:
            for changes in until_nothing_is_new(find, linger):
                done = done.then(take_in(warehouse, chosen, changes))
                if done.commits >= MOST_COMMITS:
                    break  # What comes without end is left to the next run.
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
    report, steps = progress.current().advance, len(chunks) + len(run.changes.outdated) // chosen.commit_documents + 1
    with ThreadPoolExecutor(2) as threads, record.progress(run, steps) as shown:

        def renew() -> Iterator[Renewed]:
            for chunk in chunked_again(warehouse, run.changes.outdated, chosen.commit_documents):
                yield renewed(hands, warehouse, chunk, report)

        def commit_all(made: Iterator[Step]) -> None:
            for part in in_parts(made, steps):
                take_in_part(warehouse, part, shown)

        try:
            run.carry_out(chunks, lambda seeds: threads.submit(hands.take_in, seeds, report), commit_all, renew=renew)
        except BaseException:
            hands.give_up()  # Otherwise the threads would wait for all of it before they let the error out.
            raise


@task(name="take_in", cache_policy=NO_CACHE)
def take_in_part(warehouse: Warehouse, steps: Iterator[Step], shown: record.Progress) -> None:
    """Commit what comes of some chunks of files, as the workers are done with each."""
    for step in steps:
        take(warehouse, step)
        shown.advance(len(step.seeds if isinstance(step, Commit) else step.states))
    tidy(warehouse)
