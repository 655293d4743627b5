"""What the command `ingest` does around the flow: nothing slow where nothing is new, a progress bar, a summary."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flows import journal, knowledge, local, outcome, pool, progress, settings
from flows.discover import Changes, places
from flows.look import look
from flows.run import Done
from flows.settings import Settings
from flows.start import swiftly
from tasks import model
from warehouse.storage import Warehouse


def bring_up_to_date(paths: Sequence[Path], overrides: Mapping[str, Any], shards: int = 1) -> int:
    """Run the flow where there is something to do, say what was done, and return the number of documents rejected.

    With several `shards` a Prefect server has as many runs of it do so on its workers.
    """
    started = time.perf_counter()
    chosen = settings.load(overrides)
    journal.begin(chosen.log_format)
    model.use(chosen.model)
    changes = found(chosen, paths)
    if not changes.needs_run:
        journal.tell(_nothing_new(changes, paths or [chosen.seeds]), unchanged=changes.unchanged)
        return 0
    done = _shared_out(shards, paths, chosen, overrides) if shards > 1 else _done_here(paths, chosen, overrides, changes)
    outcome.tell(done, time.perf_counter() - started, chosen)
    return done.counts.get("rejects", 0)


def _done_here(paths: Sequence[Path], chosen: Settings, overrides: Mapping[str, Any], changes: Changes) -> Done:
    own_server = local.prepare(chosen.keep_server)
    if chosen.dask is None:
        pool.shared(chosen.processes, chosen.model).warm_up(len(changes.seeds) + len(changes.outdated))
    with swiftly():
        from flows.ingest import run_here  # noqa: PLC0415 - Prefect, a second; the workers load their model meanwhile

    with progress.watched(chosen.log_format):
        return run_here([str(path) for path in paths], dict(overrides), own_server)


def _shared_out(shards: int, paths: Sequence[Path], chosen: Settings, overrides: Mapping[str, Any]) -> Done:
    local.refuse_without_server()
    local.prepare()
    from flows.sharing import ingest_in_shares  # noqa: PLC0415 - likewise

    done = ingest_in_shares(shards, paths, chosen, overrides)
    left = found(chosen, paths)
    if left.needs_run:
        journal.tell(f"{len(left.seeds):,} files are new since, or the workers use another catalog than this machine")
    return done


def found(chosen: Settings, paths: Sequence[Path]) -> Changes:
    """Take note of a changed knowledge base, and look for changes of files without running the flow."""
    places(paths, chosen.seeds)  # Raises where there is none, before a warehouse is made for it.
    with Warehouse.open(chosen.warehouse, chosen.catalog) as warehouse:
        known = knowledge.refresh(warehouse, chosen.kb)
        if known is not None:
            journal.tell(f"{chosen.kb} has changed: {known:,} people, organisations and places are known, and links follow it", known=known)
        return look(warehouse, chosen, paths)


def _nothing_new(changes: Changes, paths: Sequence[Path]) -> str:
    where = ", ".join(map(str, paths))
    files = changes.unchanged + len(changes.touched)
    if not files:
        return f"nothing in {where}: drop news there, as text, web pages, PDF, office documents, mail, feeds, tables or archives of them"
    return f"nothing new in {where}: {files:,} {'file' if files == 1 else 'files'}, all taken in"
