"""The quality gate: what the pipeline found when these floors were set may not get worse. The corpora were never trained on."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from flows import plain, pool, settings
from flows.evaluation.evaluate import Run, evaluate, seeds_of
from flows.evaluation.gold import read_gold
from tasks.score.rates import Rates
from warehouse import queries

CLAIMS: Mapping[str, Mapping[str, float]] = {
    "sample/palmyra.claims.jsonl": {"j80": 97, "full": 97, "said": 91, "name": 93},
    "press/dev.claims.jsonl": {"j80": 84, "full": 82, "said": 72, "recall_direct": 96, "recall_mixed": 87, "recall_indirect": 85},
    "gum-news/dev.claims.jsonl": {"full": 70},
}
NAMES: Mapping[str, Mapping[str, float]] = {"press/dev.names.jsonl": {"names": 91, "exact": 87, "b3": 97}}


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Return what takes texts into a warehouse; its processes end with the module."""
    chosen = settings.load()
    yield plain.runner(chosen)
    pool.shared(chosen.processes, chosen.model).close()
    pool.shared.cache_clear()


@pytest.mark.parametrize("corpus", CLAIMS)
def test_claims_are_found_and_attributed_as_well_as_before(corpus: str, data: Path, run: Run) -> None:
    _hold(CLAIMS[corpus], evaluate(data / corpus, run).measures)


@pytest.mark.parametrize("corpus", NAMES)
def test_names_are_found_and_joined_as_well_as_before(corpus: str, data: Path, run: Run) -> None:
    _hold(NAMES[corpus], evaluate(data / corpus, run, of_names=True).measures)


def test_no_article_of_the_press_is_rejected(data: Path, run: Run, tmp_path: Path) -> None:
    gold = read_gold(data / "press/dev.claims.jsonl")
    run(seeds_of(gold), tmp_path)
    with queries.connect(tmp_path) as connection:
        counts = connection.execute("select (select count(*) from documents), (select count(*) from rejects)").fetchone()
        assert counts == (len(gold), 0)
        assert connection.execute("select count(*) from evidence where not verified").fetchone() == (0,)


def _hold(floors: Mapping[str, float], measures: Mapping[str, Rates | float | None]) -> None:
    reached = {name: value.f1 if isinstance(value, Rates) else value or 0.0 for name, value in measures.items()}
    assert {name: reached[name] for name, floor in floors.items() if reached[name] < floor} == {}
