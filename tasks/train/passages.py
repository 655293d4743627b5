"""Passages with their names and claims marked: carefully read ones, and machine-labelled ones after cleaning."""

import csv
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

TITLES: Final = frozenset(
    {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "president", "prime", "minister"}
    | {"senator", "gen.", "general", "king", "queen", "secretary", "foreign"}
)
GMB_LABELS: Final = {"per": "PERSON", "org": "ORG", "geo": "GPE", "gpe": "NORP", "tim": "DATE", "eve": "EVENT", "art": "MISC", "nat": "MISC"}
WIDE_AREAS: Final = frozenset(
    {"africa", "europe", "asia", "america", "middle", "east", "west", "bank", "gaza", "strip"}
    | {"north", "south", "mediterranean", "gulf", "sea", "ocean", "river", "mount"}
)
MACHINE: Final = "names/gmb_ner_dataset.csv.zip"
SENTENCES_TOGETHER: Final = 3
"""How many lines are shown together of a text that has a sentence a line, and does not tell its paragraphs."""
MARK: Final = re.compile(r"⟦(?P<label>[A-Z]+):(?P<name>[^⟦⟧]+)⟧")
READ_WEIGHT: Final = 20
"""What a careful reader called a string outweighs so many labels of the machine."""

Span = tuple[int, int, str]

DOUBTFUL: Final = "doubtful"
"""The label of words of which a reader was not sure whether they report anything."""


class Passage(NamedTuple):
    """A text and its labelled character spans: names and dates, and the parts of claims; `None` where nobody looked for them."""

    text: str
    names: list[Span] | None = None
    claims: list[Span] | None = None


def annotated(path: Path, lines: int = 1) -> Iterator[Passage]:
    """Yield the texts of a file of names or of claims in the format of the shared scorers, so many lines at a time."""
    with path.open(encoding="utf-8") as documents:
        for document in documents:
            yield from divided(_whole(json.loads(document)), lines)


def _whole(document: dict[str, Any]) -> Passage:
    names, claims = document.get("mentions"), document.get("attributions")
    return Passage(
        document["text"],
        None if names is None else [(mention["start_char"], mention["end_char"], mention["label"]) for mention in names],
        None if claims is None else [span for claim in claims for span in _parts(claim)],
    )


def _parts(claim: dict[str, Any]) -> Iterator[Span]:
    """Yield the spans of a claim with the part that each plays, or as doubtful."""
    for part in ("source", "cue"):
        if claim[part]:
            yield *claim[part], DOUBTFUL if claim["optional"] else part
    for start, end in claim["content"]:
        yield start, end, DOUBTFUL if claim["optional"] else "content"


def written(path: Path) -> Iterator[Passage]:
    """Yield the texts of a file that was written for this project: a sentence a line, an empty line between texts, names as ⟦PERSON:Ann Orr⟧."""
    for text in path.read_text("utf-8").split("\n\n"):
        yield _unmarked(text.strip("\n"))


def _unmarked(marked: str) -> Passage:
    text, names, done = "", list[Span](), 0
    for mark in MARK.finditer(marked):
        text += marked[done : mark.start()]
        names.append((len(text), len(text) + len(mark["name"]), mark["label"]))
        text, done = text + mark["name"], mark.end()
    return Passage(text + marked[done:], names)


def divided(passage: Passage, lines: int) -> Iterator[Passage]:
    """Yield a passage so many lines at a time, with the spans that lie in them; a line is a paragraph, or only a sentence in some texts."""
    for part in re.finditer(rf"[^\n]+(?:\n[^\n]+){{,{lines - 1}}}", passage.text):
        yield Passage(part.group(), *(_inside(spans, *part.span()) for spans in (passage.names, passage.claims)))


def _inside(spans: list[Span] | None, start: int, end: int) -> list[Span] | None:
    if spans is None:
        return None
    return [(first - start, last - start, label) for first, last, label in spans if start <= first and last <= end]


def together(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Yield each text once, with the names and the claims that were marked in it at different times."""
    found = dict[str, Passage]()
    for passage in passages:
        before = found.get(passage.text, passage)
        found[passage.text] = Passage(
            passage.text,
            before.names if passage.names is None else passage.names,
            before.claims if passage.claims is None else passage.claims,
        )
    yield from found.values()


def machine_labelled(path: Path, read: Iterable[Passage], counts: Counter[str]) -> Iterator[Passage]:
    """Yield the sentences of the GMB file that nobody has read, after cleaning; `counts` gets the number of each change.

    Titles come off persons, and a string that is labelled in several ways keeps its most frequent label; what the readers
    called it counts most.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    seen = set[str]()
    for passage in read:
        seen.update(map(_squeezed, passage.text.split("\n")))
        for start, end, label in passage.names or ():
            votes[passage.text[start:end]][label] += READ_WEIGHT
    unread = [block for block in _gmb(path, counts) if _squeezed("".join(block[0])) not in seen]
    counts["read already, left out"] = counts["sentences"] - len(unread)
    for words, spans in unread:
        for first, last, label in spans:
            votes[" ".join(words[first:last])][label] += 1
    for words, spans in unread:
        yield _passage(words, spans, votes, counts)


def _passage(words: list[str], spans: list[Span], votes: dict[str, Counter[str]], counts: Counter[str]) -> Passage:
    text, starts = _text(words)
    labelled = list[Span]()
    for first, last, label in spans:
        winner, times = votes[" ".join(words[first:last])].most_common(1)[0]
        counts["relabelled by vote"] += winner != label and times > 1
        labelled.append((starts[first], starts[last - 1] + len(words[last - 1]), winner if times > 1 else label))
    return Passage(text, labelled)


def _text(words: list[str]) -> tuple[str, list[int]]:
    """Return the sentence that words make, and where each of them starts."""
    starts, text = list[int](), ""
    for word in words:
        glued = not text or word in {".", ",", ";", ":", "?", "!", "'s", "'", "n't"}
        text += word if glued else " " + word
        starts.append(len(text) - len(word))
    return text, starts


def machine_sentences(path: Path) -> Iterator[str]:
    """Yield the sentences of the GMB file, as text."""
    for block in _blocks(path):
        yield _text([word for word, _ in block])[0]


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
