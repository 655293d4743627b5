"""What the command `ingest` does around the flow: nothing slow where nothing is new, a progress bar, a summary."""

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flows import local, outcome, pool, progress, settings
from flows.discover import Changes, places
from flows.look import look
from flows.settings import Settings
from tasks import model
from warehouse.storage import Warehouse


def bring_up_to_date(paths: Sequence[Path], overrides: Mapping[str, Any]) -> int:
    """Run the flow where there is something to do, say what was done, and return the number of documents rejected."""
    started = time.perf_counter()
    chosen = settings.load(overrides)
    model.use(chosen.model)
    changes = found(chosen, paths)
    if not changes.needs_run:
        _say(_nothing_new(changes, paths or [chosen.seeds]))
        return 0
    pool.shared(chosen.processes, chosen.model).warm_up()
    local.prepare()
    from flows.ingest import run_here  # noqa: PLC0415 - Prefect, a second; the workers load their model meanwhile

    with progress.watched():
        done = run_here([str(path) for path in paths], dict(overrides))
    _say(outcome.summary(done, time.perf_counter() - started))
    for line in outcome.refused(chosen.warehouse, chosen.catalog, done.run_id):
        _say(line)
    return done.counts.get("rejects", 0)


def found(chosen: Settings, paths: Sequence[Path]) -> Changes:
    """Look for changes; where files were only touched, remember that, so that the next look is quick again."""
    places(paths, chosen.seeds)  # Raises where there is none, before a warehouse is made for it.
    with Warehouse.open(chosen.warehouse, chosen.catalog) as warehouse:
        changes = look(warehouse, chosen, paths)
        if changes.touched and not changes.needs_run:
            warehouse.remember(changes.touched)
    return changes


def _nothing_new(changes: Changes, paths: Sequence[Path]) -> str:
    where = ", ".join(map(str, paths))
    files = changes.unchanged + len(changes.touched)
    if not files:
        return f"nothing in {where}: drop news there, as text, web pages, PDF, office documents, mail, feeds, tables or archives of them"
    return f"nothing new in {where}: {files:,} {'file' if files == 1 else 'files'}, all taken in"


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201 - the command line talks to a person
