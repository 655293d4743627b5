"""Passages with their names marked: carefully read ones, and machine-labelled ones after cleaning."""

import csv
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

TITLES: Final = frozenset(
    {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "president", "prime", "minister"}
    | {"senator", "gen.", "general", "king", "queen", "secretary", "foreign"}
)
GMB_LABELS: Final = {"per": "PERSON", "org": "ORG", "geo": "GPE", "gpe": "NORP", "tim": "DATE", "eve": "EVENT", "art": "MISC", "nat": "MISC"}
WIDE_AREAS: Final = frozenset(
    {"africa", "europe", "asia", "america", "middle", "east", "west", "bank", "gaza", "strip"}
    | {"north", "south", "mediterranean", "gulf", "sea", "ocean", "river", "mount"}
)
READ_WEIGHT: Final = 20
"""What a careful reader called a string outweighs so many labels of the machine."""

Span = tuple[int, int, str]


class Passage(NamedTuple):
    """A text and its labelled character spans."""

    text: str
    spans: list[Span]


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


def machine_labelled(path: Path, read: Iterable[Passage], counts: Counter[str]) -> Iterator[Passage]:
    """Yield the sentences of the GMB file that nobody has read, after cleaning; `counts` gets the number of each change.

    Titles come off persons, and a string that is labelled in several ways keeps its most frequent label; what the readers
    called it counts most.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    seen = set[str]()
    for passage in read:
        seen.add(_squeezed(passage.text))
        for start, end, label in passage.spans:
            votes[passage.text[start:end]][label] += READ_WEIGHT
    unread = [block for block in _gmb(path, counts) if _squeezed("".join(block[0])) not in seen]
    counts["read already, left out"] = counts["sentences"] - len(unread)
    for words, spans in unread:
        for first, last, label in spans:
            votes[" ".join(words[first:last])][label] += 1
    for words, spans in unread:
        yield _passage(words, spans, votes, counts)


def _passage(words: list[str], spans: list[Span], votes: dict[str, Counter[str]], counts: Counter[str]) -> Passage:
    starts, text = list[int](), ""
    for word in words:
        glued = not text or word in {".", ",", ";", ":", "?", "!", "'s", "'", "n't"}
        text += word if glued else " " + word
        starts.append(len(text) - len(word))
    labelled = list[Span]()
    for first, last, label in spans:
        winner, times = votes[" ".join(words[first:last])].most_common(1)[0]
        counts["relabelled by vote"] += winner != label and times > 1
        labelled.append((starts[first], starts[last - 1] + len(words[last - 1]), winner if times > 1 else label))
    return Passage(text, labelled)


def _gmb(path: Path, counts: Counter[str]) -> Iterator[tuple[list[str], list[Span]]]:
    for block in _blocks(path):
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


def _chunks(block: list[tuple[str, str]], counts: Counter[str]) -> tuple[list[str], list[Span]]:
    words, spans = [word for word, _ in block], list[Span]()
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


def _squeezed(text: str) -> str:
    return "".join(text.split())
