"""What a worker process does: read files and run the stages on them. Nothing here or below imports Prefect."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

import pyarrow as pa

from flows import seed
from flows.seed import Content, Seed
from tasks import model, parse
from tasks.pipeline import STAGES, fingerprint
from tasks.stage import Stage
from warehouse import schema
from warehouse.errors import StageError, UnreadableSeed
from warehouse.storage import SeedState

DISCOVER: Final = "discover"
"""The stage that refuses a file which cannot be opened."""


class Work(NamedTuple):
    """What came of some files: rows stamped with what made them, the state to remember of each file, seconds per stage."""

    tables: Mapping[str, pa.Table]
    states: Sequence[SeedState]
    seconds: Mapping[str, float]


class Crashed(Exception):  # noqa: N818 - the condition, said in one word
    """A stage raised on some document of a batch."""

    def __init__(self, stage: str, detail: str) -> None:
        super().__init__(stage, detail)
        self.stage, self.detail = stage, detail


def take_in(seeds: Sequence[Seed]) -> Work:
    """Read files and run all stages on them; a file that is gone leaves nothing.

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
            content = seed.read(item.path)
        except FileNotFoundError:
            continue
        except UnreadableSeed as error:
            refusals.append((item, error))
        else:
            contents.append((item, content))
            states.append(_state(item, content))
    seconds = {DISCOVER: time.perf_counter() - started}
    tables = _run(_batch(contents), seconds)
    return merged([Work(tables, states, seconds), *(refused(item, error) for item, error in refusals)])


def refused(item: Seed, error: UnreadableSeed, *, stage: str = DISCOVER) -> Work:
    """Return what comes of a file that is refused before or instead of parsing: a reject, and a state that keeps it from being tried anew."""
    row = parse.reject(item.source_uri, "", error, stage=stage)
    return Work({"rejects": _stamped(schema.table("rejects", [row]), stage)}, [_state(item, None)], {})


def merged(works: Sequence[Work]) -> Work:
    """Return several works as one, rows in the order given."""
    names = dict.fromkeys(chain.from_iterable(work.tables for work in works))
    stages = dict.fromkeys(chain.from_iterable(work.seconds for work in works))
    return Work(
        {name: pa.concat_tables([work.tables[name] for work in works if name in work.tables]) for name in names},
        [state for work in works for state in work.states],
        {stage: sum(work.seconds.get(stage, 0.0) for work in works) for stage in stages},
    )


def _state(item: Seed, content: Content | None) -> SeedState:
    size, modified_ns = content.trace if content else item.trace
    sha256 = hashlib.sha256(content.data).hexdigest() if content else ""
    return SeedState(item.source_uri, size, modified_ns, sha256, fingerprint(), item.attempts + 1)


def _batch(contents: Sequence[tuple[Seed, Content]]) -> dict[str, pa.Table]:
    columns = [
        [item.source_uri for item, _ in contents],
        [content.data for _, content in contents],
        [item.published_at for item, _ in contents],
    ]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, parse.SEEDS, strict=True)]
    return {"seeds": pa.Table.from_arrays(arrays, schema=parse.SEEDS)}


def _run(batch: dict[str, pa.Table], seconds: dict[str, float]) -> dict[str, pa.Table]:
    """Run the stages in order; each sees what those before it wrote."""
    tables = dict[str, pa.Table]()
    for stage in STAGES:
        started = time.perf_counter()
        written = _called(stage, batch)
        seconds[stage.name] = time.perf_counter() - started
        batch |= written
        tables |= {name: _stamped(table, _maker(stage)) for name, table in written.items()}
    return tables


def _called(stage: Stage, batch: Mapping[str, pa.Table]) -> Mapping[str, pa.Table]:
    try:
        return stage(batch)
    except StageError:
        raise
    except Exception as error:  # One article must not stop the others: the flow finds it, and rejects it with this reason.
        raise Crashed(stage.name, f"{type(error).__name__}: {error}") from error


def _maker(stage: Stage) -> str:
    name = f"{stage.name} {stage.version}"
    return f"{name}, {model.current()}" if stage.name == "annotate" else name


def _stamped(table: pa.Table, made_by: str) -> pa.Table:
    column = pa.repeat(pa.scalar(made_by, schema.MADE_BY.type), table.num_rows)
    return table.append_column(pa.field(schema.MADE_BY.name, schema.MADE_BY.type, nullable=False), column)
