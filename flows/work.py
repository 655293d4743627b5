"""What a worker process does: read files and run the stages on them. Nothing here or below imports Prefect."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Final, NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from flows import limits, seed
from flows.limits import Limit, unlimited
from flows.seed import Content, Seed
from tasks import parse
from tasks.pipeline import STAGES, fingerprint, maker
from tasks.stage import Batch, Stage
from warehouse import schema
from warehouse.changes import Held, SeedState
from warehouse.errors import StageError, UnreadableSeed

DISCOVER: Final = "discover"
"""The stage that refuses a file which cannot be opened."""
PART: Final = 300_000
"""Characters of documents that the stages after parsing see at a time: some seconds of work, and little memory."""


class Work(NamedTuple):
    """What came of some files: rows stamped with what made them, the state to remember of each file, seconds per stage.

    `kept` are stored documents of the files that nothing has changed of.
    """

    tables: Mapping[str, pa.Table]
    states: Sequence[SeedState]
    seconds: Mapping[str, float]
    kept: Sequence[Held] = ()


class Pending(Protocol):
    """Work under way, as a pool of threads or processes or a cluster hands it out."""

    def result(self) -> Work:
        """Wait for it and return it."""


class Crashed(Exception):  # noqa: N818 - the condition, said in one word
    """A stage raised on some document of a batch; `is_memory` when it was refused memory."""

    def __init__(self, stage: str, detail: str, is_memory: bool = False) -> None:  # noqa: FBT001, FBT002 - an exception is pickled by position
        super().__init__(stage, detail, is_memory)
        self.stage, self.detail, self.is_memory = stage, detail, is_memory

    @property
    def refusal(self) -> UnreadableSeed:
        """Why the document is refused."""
        return UnreadableSeed("memory", self.detail) if self.is_memory else UnreadableSeed("crashed", self.detail)


def take_in(seeds: Sequence[Seed], limit: Limit = unlimited) -> Work:
    """Read files and run all stages on them; a file that is gone leaves nothing.

    `limit` is told before each stage how long it may take.

    Raises
    ------
    Crashed
        when a stage raises, whichever file is to blame
    StageError
        when a stage breaks its contract

    """
    contents, refusals, states = list[tuple[Seed, Content]](), list[tuple[Seed, UnreadableSeed]](), list[SeedState]()
    started = time.perf_counter()
    for item in seeds:
        try:
            content = seed.read(item.path, item.sidecar)
        except FileNotFoundError:
            continue
        except UnreadableSeed as error:
            refusals.append((item, error))
        else:
            contents.append((item, content))
            states.append(_state(item, content))
    seconds = {DISCOVER: time.perf_counter() - started}
    works = _run(_batch(contents), limit, {(held.document_id, sha256): held for item, _ in contents for held, sha256 in item.known})
    complaints = [_complaint(item, content.complaint) for item, content in contents if content.complaint]
    return merged([Work({}, states, seconds), *works, *(refused(item, error) for item, error in refusals), *complaints])


def run_again(stored: Batch, names: Collection[str], limit: Limit = unlimited) -> Work:
    """Run the stages of some names on documents as stored, in whose batch is what those stages read and do not write themselves.

    Raises
    ------
    Crashed
        when a stage raises, whichever document is to blame
    StageError
        when a stage breaks its contract

    """
    stages = [stage for stage in STAGES if stage.name in names]
    works = [work for part in _parts(stored["documents"]) for work in _understood(_those(stored, part), stages, limit)]
    limit("", 0)
    return merged(works)


def refused(item: Seed, error: UnreadableSeed, *, stage: str = DISCOVER) -> Work:
    """Return what comes of a file that is refused before or instead of parsing: a reject, and a state that keeps it from being tried anew."""
    row = parse.reject(item.source_uri, "", error, stage=stage)
    return Work({"rejects": _stamped(schema.table("rejects", [row]), stage)}, [_state(item, None)], {})


def _complaint(item: Seed, error: UnreadableSeed) -> Work:
    """Return the reject of a sidecar that cannot be opened; the file beside it is taken in without."""
    row = parse.reject(item.source_uri, parse.SIDECAR, error, stage=DISCOVER)
    return Work({"rejects": _stamped(schema.table("rejects", [row]), DISCOVER)}, [], {})


def merged(works: Sequence[Work]) -> Work:
    """Return several works as one, rows in the order given."""
    names = dict.fromkeys(chain.from_iterable(work.tables for work in works))
    stages = dict.fromkeys(chain.from_iterable(work.seconds for work in works))
    return Work(
        {name: pa.concat_tables([work.tables[name] for work in works if name in work.tables]) for name in names},
        [state for work in works for state in work.states],
        {stage: sum(work.seconds.get(stage, 0.0) for work in works) for stage in stages},
        [held for work in works for held in work.kept],
    )


def _state(item: Seed, content: Content | None) -> SeedState:
    size, modified_ns = content.trace if content else item.trace
    return SeedState(item.source_uri, size, modified_ns, content.sha256 if content else "", fingerprint(), item.attempts + 1)


def _batch(contents: Sequence[tuple[Seed, Content]]) -> dict[str, pa.Table]:
    columns = [
        [item.source_uri for item, _ in contents],
        [content.data for _, content in contents],
        [item.published_at for item, _ in contents],
        [content.sidecar for _, content in contents],
    ]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, parse.SEEDS, strict=True)]
    return {"seeds": pa.Table.from_arrays(arrays, schema=parse.SEEDS)}


def _run(batch: dict[str, pa.Table], limit: Limit, known: Mapping[tuple[str, str], Held]) -> Iterator[Work]:
    """Parse files, and run the other stages on some of their documents at a time: a file may hold many thousands.

    Documents that are `known`, by id and hash of content, are left as they are.
    """
    sizes = pc.binary_length(batch["seeds"]["content"])
    parsed = _made(STAGES[0], batch, limit, limits.parsing(len(sizes), pc.sum(sizes).as_py() or 0))
    tables = dict(parsed.tables)
    tables["documents"], kept = _fresh(tables["documents"], known)
    yield Work({name: _stamped(table, maker(STAGES[0])) for name, table in tables.items()}, [], parsed.seconds, kept)
    for documents in _parts(tables["documents"]):
        yield from _understood({"documents": documents}, STAGES[1:], limit)
    limit("", 0)


def _fresh(documents: pa.Table, known: Mapping[tuple[str, str], Held]) -> tuple[pa.Table, list[Held]]:
    """Return the documents that are new or changed, and those stored that are neither."""
    if not known:
        return documents, []
    found = [known.get(pair) for pair in zip(documents["document_id"].to_pylist(), documents["content_sha256"].to_pylist(), strict=True)]
    return documents.filter(pa.array([held is None for held in found])), [held for held in found if held is not None]


def _understood(batch: Batch, stages: Iterable[Stage], limit: Limit) -> Iterator[Work]:
    """Run stages after parsing in order; each sees what those before it wrote."""
    seconds = limits.understanding(pc.sum(pc.utf8_length(batch["documents"]["text"])).as_py() or 0)
    for stage in stages:
        made = _made(stage, batch, limit, seconds)
        batch = {**batch, **made.tables}
        yield Work({name: _stamped(table, maker(stage)) for name, table in made.tables.items()}, [], made.seconds)


def _those(stored: Batch, documents: pa.Table) -> Batch:
    """Return the rows of some of the documents of a batch."""
    ids = documents["document_id"].combine_chunks()
    return {name: table.filter(pc.is_in(table["document_id"], ids)) for name, table in stored.items()} | {"documents": documents}


def _made(stage: Stage, batch: Mapping[str, pa.Table], limit: Limit, most: float) -> Work:
    limit(stage.name, most)
    started = time.perf_counter()
    return Work(_called(stage, batch), [], {stage.name: time.perf_counter() - started})


def _parts(documents: pa.Table) -> Iterator[pa.Table]:
    """Yield documents in order, in tables of little more than PART characters; one without documents where there are none."""
    ends, filled = [0], 0
    for number, length in enumerate(pc.utf8_length(documents["text"]).to_pylist(), start=1):
        filled += length
        if filled > PART or number == len(documents):
            ends.append(number)
            filled = 0
    yield from (documents.slice(start, end - start) for start, end in pairwise(ends if len(documents) else [0, 0]))


def _called(stage: Stage, batch: Mapping[str, pa.Table]) -> Mapping[str, pa.Table]:
    try:
        return stage(batch)
    except StageError:
        raise
    except MemoryError as error:
        raise Crashed(stage.name, "wanted more memory than any document needs", is_memory=True) from error
    except Exception as error:  # One article must not stop the others: the flow finds it, and rejects it with this reason.
        raise Crashed(stage.name, f"{type(error).__name__}: {error}") from error


def _stamped(table: pa.Table, made_by: str) -> pa.Table:
    column = pa.repeat(pa.scalar(made_by, schema.MADE_BY.type), table.num_rows)
    return table.append_column(pa.field(schema.MADE_BY.name, schema.MADE_BY.type, nullable=False), column)
