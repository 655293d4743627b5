"""What readers marked for this project in the texts of the data: offsets and labels only, kept in `read/` beside the recipe; and texts of our own.

A line of `names.jsonl`, `claims.jsonl` or `held.jsonl` holds the `doc_id` of a text, the SHA-256 of that text, and `spans`: start and end (half-open,
code points) and label, which is that of a name or date, or the part of a claim, or `doubtful`. A text is a document of press, voa or a treebank,
or the ten sentences of GMB from number NNNNN on (counted from 0), as `gmbNNNNN`; all but those of press have a sentence a line.

Texts with invented persons and events, written for kinds of text of which the data hold little, lie whole in `*.txt`, with their names marked.
"""

import hashlib
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

from tasks.train import passages, treebank
from tasks.train.passages import MACHINE, SENTENCES_TOGETHER, Passage

FOLDER: Final = Path(__file__).with_name("read")
"""Where they are kept."""
NAMES: Final = "names.jsonl"
CLAIMS: Final = "claims.jsonl"
IN_PARAGRAPHS: Final = "press/train.claims.jsonl"
IN_SENTENCES: Final = "names/voa.names.jsonl"
BANKS: Final = ("ud/ewt.train.conllu.gz", "ud/gum.train.conllu.gz")
OF_SENTENCES: Final = "gmb"
"""How the doc_id of sentences of GMB begins."""
SENTENCES: Final = 10
"""How many of them make a text that was read."""


class AnotherTextError(ValueError):
    """The data hold another text than the one that was read."""


def read(data: Path, folder: Path) -> Iterator[Passage]:
    """Yield the texts of the data that were read, in parts, with the names or the claims that a folder says are in them; then our own texts."""
    paragraphs = _texts(data / IN_PARAGRAPHS)
    sentences = _texts(data / IN_SENTENCES) | dict(chain.from_iterable(treebank.documents(data / bank).items() for bank in BANKS))
    machine = list(passages.machine_sentences(data / MACHINE))
    for name in (NAMES, CLAIMS):
        for line in _lines(folder / name):
            text = paragraphs.get(line["doc_id"]) or sentences.get(line["doc_id"]) or _of_sentences(machine, line["doc_id"])
            if hashlib.sha256(text.encode()).hexdigest() != line["sha256"]:
                raise AnotherTextError(f"{line['doc_id']} of {data} is not the text that {name} was made for")
            spans = [(start, end, label) for start, end, label in line["spans"]]
            whole = Passage(text, names=spans) if name == NAMES else Passage(text, claims=spans)
            yield from passages.divided(whole, 1 if line["doc_id"] in paragraphs else SENTENCES_TOGETHER)
    for path in sorted(folder.glob("*.txt")):
        for whole in passages.written(path):
            yield from passages.divided(whole, SENTENCES_TOGETHER)


def _texts(path: Path) -> dict[str, str]:
    return {document["doc_id"]: document["text"] for document in _lines(path)}


def _of_sentences(sentences: list[str], doc_id: str) -> str:
    first = int(doc_id.removeprefix(OF_SENTENCES))
    return "\n".join(sentences[first : first + SENTENCES])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
