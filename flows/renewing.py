"""Running later versions of stages on stored documents: nothing before them is done again, and no file of news is read."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from flows.cell import Refusal
from flows.limits import Limit
from flows.pool import CRASHES, Hands
from flows.work import Pending, Work, merged, run_again
from tasks.pipeline import fingerprint, stale
from warehouse import stored
from warehouse.storage import Held, SeedState, Warehouse

LOG: Final = logging.getLogger(__name__)

READ_AT_ONCE: Final = 500
"""Files whose documents are read together: looking through Parquet files costs the same for one and for many."""
DONE_AT_ONCE: Final = 20
"""Documents that are handed to a process together: some seconds of work where the language model has to run again."""


class Renewed(NamedTuple):
    """What came of the stored documents of some files: all tables that the stages write, and which documents and files they are of."""

    work: Work
    documents: Sequence[Held]
    tables: Sequence[str]


class Part(NamedTuple):
    """Some stored documents, with what the stages read."""

    documents: Sequence[Held]
    tables: Mapping[str, pa.Table]


def chunked(warehouse: Warehouse, outdated: Iterable[SeedState], files: int) -> Iterator[list[SeedState]]:
    """Yield files in the chunks that are committed together; the same stages are to be run on all of a chunk."""
    for _, alike in groupby(sorted(outdated, key=lambda state: state.made_by), key=lambda state: state.made_by):
        states = {state.source_uri: state for state in alike}
        order = stored.in_order(warehouse, states)
        for start in range(0, len(order), files):
            yield [states[uri] for uri in order[start : start + files]]


def renewed(workers: Hands, warehouse: Warehouse, chunk: Sequence[SeedState], report: Callable[[int], None]) -> Renewed:
    """Return what the stages that have changed make of the stored documents of a chunk of files.

    A document that one of them cannot stand keeps what the earlier version found in it.
    """
    stages = stale(chunk[0].made_by)
    writes = [name for stage in stages for name in stage.writes]
    reads = sorted({name for stage in stages for name in stage.reads} - set(writes) | {"documents"})
    names = [stage.name for stage in stages]
    works, documents = list[Work](), list[Held]()
    running = [(part, workers.submit(run_again, part.tables, names)) for part in _parts(warehouse, chunk, reads)]
    for part, future in running:
        for done, work in _results(workers, part, future, names):
            works.append(work)
            documents += done
    report(len(chunk))
    states = [state._replace(made_by=fingerprint()) for state in chunk]
    return Renewed(merged([*works, Work({}, states, {})]), documents, writes)


def _parts(warehouse: Warehouse, chunk: Sequence[SeedState], reads: Sequence[str]) -> Iterator[Part]:
    """Yield the stored documents of files, some at a time."""
    for first in range(0, len(chunk), READ_AT_ONCE):
        held = stored.holdings(warehouse, [state.source_uri for state in chunk[first : first + READ_AT_ONCE]])
        tables = stored.tables(warehouse, held, reads)
        for start in range(0, len(held.documents), DONE_AT_ONCE):
            documents = [document for _, document in held.documents[start : start + DONE_AT_ONCE]]
            yield Part(documents, _those(tables, [document.document_id for document in documents]))


def _those(tables: Mapping[str, pa.Table], document_ids: Sequence[str]) -> dict[str, pa.Table]:
    """Return the rows of some documents."""
    ids = pa.array(document_ids)
    return {name: table.filter(pc.is_in(table["document_id"], ids)) for name, table in tables.items()}


def _results(workers: Hands, part: Part, future: Pending, names: Sequence[str]) -> Iterator[tuple[Sequence[Held], Work]]:
    """Yield documents with what came of them; when a process was lost to them, one after the other."""
    try:
        yield part.documents, future.result()
    except CRASHES:
        with workers.cell() as alone:
            for held in part.documents:
                try:
                    yield [held], alone.do(_run_on_one, (part.tables, held.document_id, names))
                except Refusal as refusal:
                    LOG.warning("document %s keeps what earlier stages found in it: %s %s", held.document_id, refusal.stage, refusal.why)


def _run_on_one(item: tuple[Mapping[str, pa.Table], str, Sequence[str]], limit: Limit) -> Work:
    tables, document_id, names = item
    return run_again(_those(tables, [document_id]), names, limit)
