"""The run of `ingest` without Prefect, for those who record nothing: evaluation, and benchmarks that measure what Prefect costs."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from flows import pool, progress
from flows.discover import Changes
from flows.evaluation.evaluate import Run as EvaluationRun
from flows.evaluation.evaluate import TextSeed
from flows.run import Done, Run, chunked, take
from flows.seed import Seed, trace
from flows.settings import Settings
from tasks import model
from warehouse.storage import Warehouse


def take_in(seeds: Sequence[Seed], folder: Path, chosen: Settings) -> Done:
    """Take files into the warehouse in a folder, by the very steps of the flow."""
    workers, changes = pool.shared(chosen.processes, chosen.model), Changes(new=list(seeds))
    run = Run(changes)
    progress.current().begin(changes, run.run_id)
    with Warehouse.open(folder) as warehouse, ThreadPoolExecutor(2) as threads:
        run.carry_out(
            chunked(changes, chosen.commit_documents),
            lambda chunk: threads.submit(workers.take_in, chunk, progress.current().advance),
            lambda commits: [take(warehouse, step) for step in commits],
        )
    return run.done


def runner(chosen: Settings) -> EvaluationRun:
    """Return what takes texts into the warehouse in a folder, each from a file of its own as if it had been dropped in."""
    model.use(chosen.model)

    def run(texts: Iterable[TextSeed], folder: Path) -> None:
        with TemporaryDirectory(prefix="onrecord-seeds-") as drop:
            take_in([_dropped(text, Path(drop)) for text in texts], folder, chosen)

    return run


def _dropped(text: TextSeed, drop: Path) -> Seed:
    path = drop / text.source_uri
    path.write_bytes(text.content)
    return Seed(text.source_uri, str(path), trace(path.stat()), text.published_at)
