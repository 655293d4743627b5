import json

import pyarrow as pa
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tasks.parse import SEEDS, parse
from tasks.parse.sidecar import read_sidecar
from tasks.stage import Batch
from warehouse.errors import UnreadableSeed

ARTICLE = b"Harbour to close\nBy Ada Lindqvist\n5 March 2024\n\nThe harbour of Port Ellery will close in May, its master said on Tuesday.\n"
YAML = b"""publisher: Maravia Herald
authors:
- Maren Okonjo
- Pavel Salas
published_at: 2023-11-09
section: Sea
canonical_url: https://herald.example/harbour
language: en-GB
"""


def parsed(sidecar: bytes) -> Batch:
    row = {"source_uri": "harbour.txt", "content": ARTICLE, "sidecar": sidecar}
    return parse({"seeds": pa.Table.from_pylist([row], SEEDS)})


@pytest.mark.parametrize(
    "sidecar",
    [
        YAML,
        json.dumps(
            {
                "publisher": "Maravia Herald",
                "authors": ["Maren Okonjo", "Pavel Salas"],
                "date": "2023-11-09",
                "section": "Sea",
                "url": "https://herald.example/harbour",
                "language": "en",
            }
        ).encode(),
    ],
)
def test_a_sidecar_wins_over_what_the_document_says_and_leaves_the_rest(sidecar: bytes) -> None:
    (document,) = parsed(sidecar)["documents"].to_pylist()
    told = ("publisher", "authors", "section", "canonical_url", "language", "published_at")
    assert {document[f"{name}_method"] for name in told} == {"sidecar"}
    assert (document["publisher"], document["authors"], document["section"]) == ("Maravia Herald", ["Maren Okonjo", "Pavel Salas"], "Sea")
    assert (document["published_at"].date().isoformat(), document["published_precision"]) == ("2023-11-09", "day")
    assert (document["language"], document["canonical_url"]) == ("en", "https://herald.example/harbour")
    assert (document["title"], document["title_method"]) == ("Harbour to close", "first-line")


@pytest.mark.parametrize(
    ("sidecar", "told"),
    [
        (b"{broken", "no JSON"),
        (b"publisher: [", "no YAML"),
        (b"just a line", "names with values"),
        (b"[1, 2]", "names with values"),
        (b"published_at: the day after the storm", "published_at"),
        (b"a: &a [x]\nb: [*a, *a]", "references"),
        (b"", "white space"),
        (b"\x00\x01\x02", "control characters"),
    ],
)
def test_a_sidecar_that_cannot_be_read_is_a_reject_and_costs_nothing_else(sidecar: bytes, told: str) -> None:
    tables = parsed(sidecar)
    (reject,), (document,) = tables["rejects"].to_pylist(), tables["documents"].to_pylist()
    assert (reject["source_uri"], reject["container_path"]) == ("harbour.txt", "sidecar")
    assert told in reject["detail"]
    assert (document["authors"], document["authors_method"]) == (["Ada Lindqvist"], "byline")


@given(st.binary(max_size=200) | st.text("abct: \n-[]{}&*!'\"\\#|>%@`0", max_size=60).map(str.encode))
def test_any_bytes_are_facts_or_a_refusal(sidecar: bytes) -> None:
    try:
        read_sidecar(sidecar)
    except UnreadableSeed as refusal:
        event(refusal.reason)
