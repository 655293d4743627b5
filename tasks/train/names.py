"""Annotated names as spaCy documents, and the cleaning of the machine-labelled corpus."""

import csv
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

TITLES: Final = frozenset(
    {
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "dr",
        "dr.",
        "president",
        "prime",
        "minister",
        "senator",
        "gen.",
        "general",
        "king",
        "queen",
        "secretary",
        "foreign",
    }
)
GMB_LABELS: Final = {"per": "PERSON", "org": "ORG", "geo": "GPE", "gpe": "NORP", "tim": "DATE", "eve": "EVENT", "art": "MISC", "nat": "MISC"}
WIDE_AREAS: Final = frozenset(
    {
        "africa",
        "europe",
        "asia",
        "america",
        "middle",
        "east",
        "west",
        "bank",
        "gaza",
        "strip",
        "north",
        "south",
        "mediterranean",
        "gulf",
        "sea",
        "ocean",
        "river",
        "mount",
    }
)


class Passage(NamedTuple):
    """A text and its labelled character spans."""

    text: str
    spans: list[tuple[int, int, str]]


def annotated(path: Path) -> Iterator[Passage]:
    """Yield the paragraphs of a names file in the format of the shared scorer."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            for paragraph in re.finditer(r"[^\n]+", document["text"]):
                start, end = paragraph.span()
                yield Passage(
                    paragraph.group(),
                    [
                        (m["start_char"] - start, m["end_char"] - start, m["label"])
                        for m in document["mentions"]
                        if start <= m["start_char"] and m["end_char"] <= end
                    ],
                )


def machine_labelled(path: Path, sentences: int, counts: Counter[str]) -> Iterator[Passage]:
    """Yield sentences of the GMB file after cleaning; `counts` gets the number of each change.

    Titles come off persons, and a string that is labelled in several ways keeps its most frequent label.
    """
    kept = list(_gmb(path, sentences, counts))
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for words, spans in kept:
        for first, last, label in spans:
            votes[" ".join(words[first:last])][label] += 1
    for words, spans in kept:
        starts, text = [], ""
        for word in words:
            glued = not text or word in {".", ",", ";", ":", "?", "!", "'s", "'", "n't"}
            text += word if glued else " " + word
            starts.append(len(text) - len(word))
        labelled = []
        for first, last, label in spans:
            winner, times = votes[" ".join(words[first:last])].most_common(1)[0]
            counts["relabelled by vote"] += winner != label
            labelled.append((starts[first], starts[last - 1] + len(words[last - 1]), winner if times > 1 else label))
        yield Passage(text, labelled)


def _gmb(path: Path, sentences: int, counts: Counter[str]) -> Iterator[tuple[list[str], list[tuple[int, int, str]]]]:
    for block in islice(_blocks(path), sentences):
        counts["sentences"] += 1
        yield _chunks(block, counts)


def _blocks(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield the words and tags of each sentence; its number stands in the row of its first word only."""
    with zipfile.ZipFile(path) as archive:
        rows = csv.DictReader(io.StringIO(archive.read(archive.namelist()[0]).decode("latin-1")))
        block: list[tuple[str, str]] = []
        for row in rows:
            if row["Sentence #"] and block:
                yield block
                block = []
            block.append((row["Word"], row["Tag"]))
        yield block


def _chunks(block: list[tuple[str, str]], counts: Counter[str]) -> tuple[list[str], list[tuple[int, int, str]]]:
    words, spans = [word for word, _ in block], list[tuple[int, int, str]]()
    number = 0
    while number < len(block):
        tag = block[number][1]
        if tag == "O":
            number += 1
            continue
        last = number + 1
        while last < len(block) and block[last][1] == "I-" + tag[2:]:
            last += 1
        first, label = number, GMB_LABELS[tag[2:]]
        while label == "PERSON" and first < last and words[first].lower() in TITLES:
            first += 1
            counts["titles off persons"] += 1
        if label == "GPE" and any(word.lower() in WIDE_AREAS for word in words[first:last]):
            label = "LOC"
        if first < last:
            spans.append((first, last, label))
        number = last
    return words, spans


def documents(passages: Iterator[Passage], nlp: Language, counts: Counter[str]) -> Iterator[Doc]:
    """Yield passages as documents with entities; spans that cut a token are counted and dropped."""
    for passage in passages:
        doc = nlp.make_doc(passage.text)
        spans = [doc.char_span(start, end, label) for start, end, label in passage.spans]
        counts["spans off token boundaries"] += sum(span is None for span in spans)
        doc.set_ents([span for span in spans if span is not None], default="outside")
        yield doc
