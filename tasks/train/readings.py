"""What readers marked for this project in the texts of the data: offsets and labels only, kept in `read/` beside the recipe.

A line of `names.jsonl`, `claims.jsonl` or `held.jsonl` holds the `doc_id` of a text, the SHA-256 of that text, and `spans`: start and end (half-open,
code points) and label, which is that of a name or date, or the part of a claim, or `doubtful`. A text is a document of press or of voa,
or the ten sentences of GMB from number NNNNN on (counted from 0), as `gmbNNNNN`, one a line.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tasks.train import passages
from tasks.train.passages import MACHINE, SENTENCES_TOGETHER, Passage

FOLDER: Final = Path(__file__).with_name("read")
"""Where they are kept."""
NAMES: Final = "names.jsonl"
CLAIMS: Final = "claims.jsonl"
TEXTS: Final = ("press/train.claims.jsonl", "names/voa.names.jsonl")
OF_SENTENCES: Final = "gmb"
"""How the doc_id of a text begins that has a sentence a line."""
SENTENCES: Final = 10
"""How many sentences of GMB make a text that was read."""


class AnotherTextError(ValueError):
    """The data hold another text than the one that was read."""


def read(data: Path, folder: Path) -> Iterator[Passage]:
    """Yield the texts of the data that were read, in parts, with the names or the claims that a folder says are in them."""
    texts = {document["doc_id"]: document["text"] for path in TEXTS for document in _lines(data / path)}
    sentences = list(passages.machine_sentences(data / MACHINE))
    for name in (NAMES, CLAIMS):
        for line in _lines(folder / name):
            text = texts.get(line["doc_id"]) or _of_sentences(sentences, line["doc_id"])
            if hashlib.sha256(text.encode()).hexdigest() != line["sha256"]:
                raise AnotherTextError(f"{line['doc_id']} of {data} is not the text that {name} was made for")
            spans = [(start, end, label) for start, end, label in line["spans"]]
            whole = Passage(text, names=spans) if name == NAMES else Passage(text, claims=spans)
            yield from passages.divided(whole, SENTENCES_TOGETHER if line["doc_id"].startswith(OF_SENTENCES) else 1)


def _of_sentences(sentences: list[str], doc_id: str) -> str:
    first = int(doc_id.removeprefix(OF_SENTENCES))
    return "\n".join(sentences[first : first + SENTENCES])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
