from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tasks.parse import SEEDS
from tasks.pipeline import STAGES
from tasks.stage import Batch

GOLDEN = Path(__file__).parents[1] / "golden"
ARTICLES = sorted(path for path in GOLDEN.glob("*.txt") if not path.name.endswith(".expected.txt"))


def understood(path: Path) -> Batch:
    """Return all tables that the stages make of an article."""
    seed = {"source_uri": path.name, "content": path.read_bytes(), "published_at": None}
    batch: dict[str, pa.Table] = {"seeds": pa.Table.from_pylist([seed], SEEDS)}
    for stage in STAGES:
        batch |= stage(batch)
    return batch


def rendered(batch: Batch) -> Iterator[str]:
    """Yield a line a claim, in the order of the text: number (and that of the claim it is in), kind, [source] [cue] speakers :: content."""
    parts: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for span in batch["claim_spans"].to_pylist():
        parts[span["claim_id"], span["part"]].append((span["start_char"], span["text"]))
    speakers: dict[str, list[str]] = defaultdict(list)
    for speaker in batch["claim_speakers"].to_pylist():
        speakers[speaker["claim_id"]].append(speaker["name"])

    def written(claim: dict[str, Any], part: str) -> str:
        return " … ".join(" ".join(text.split()) for _, text in sorted(parts[claim["claim_id"], part])) or "-"

    claims = sorted(batch["claims"].to_pylist(), key=lambda claim: (sorted(parts[claim["claim_id"], "content"]), claim["claim_id"]))
    numbers = {claim["claim_id"]: number for number, claim in enumerate(claims, start=1)}
    for claim in claims:
        number, parent = numbers[claim["claim_id"]], claim["parent_claim_id"]
        place = f"{number} in {numbers[parent]}" if parent else f"{number}"
        names = " | ".join(sorted(speakers[claim["claim_id"]])) or "-"
        yield f"{place}  {claim['kind']}  [{written(claim, 'source')}] [{written(claim, 'cue')}] {names} :: {written(claim, 'content')}"


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_an_article_holds_the_claims_that_a_person_finds_in_it(article: Path, pytestconfig: pytest.Config) -> None:
    expected = article.with_suffix(".expected.txt")
    found = list(rendered(understood(article)))
    if pytestconfig.getoption("--update-golden"):
        expected.write_text("".join(f"{line}\n" for line in found), "utf-8")
    assert expected.is_file(), "nobody has said yet what is in it: run pytest --update-golden and review what it writes"
    assert found == expected.read_text("utf-8").splitlines()


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_every_span_of_an_article_is_its_exact_text(article: Path) -> None:
    batch = understood(article)
    (text,) = batch["documents"]["text"].to_pylist()
    spans = [row for name in ("mentions", "claim_spans") for row in batch[name].to_pylist()]
    assert spans
    assert all(text[span["start_char"] : span["end_char"]] == span["text"] for span in spans)


def test_there_are_golden_articles() -> None:
    assert len(ARTICLES) >= 3
