"""Universal Dependencies treebanks as sentences, and stretches of them as the encoder will meet them."""

import gzip
import random
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

MOST_SENTENCES: Final = 4
"""The encoder is fed paragraphs, so it learns from stretches of one to so many sentences."""
MOST_WORDS: Final = 110
"""A stretch ends before it would have more."""
CURLY: Final = 0.5
"""The share of stretches whose straight quotation marks are made curly, as half of the press prints them."""
NEW_DOCUMENT, TEXT = "# newdoc id", "# text"
ID, FORM, LEMMA, UPOS, XPOS, HEAD, DEPREL, MISC = 0, 1, 2, 3, 4, 6, 7, 9


class Sentence(NamedTuple):
    """The columns of one sentence of a treebank; heads count from 0 within it, and the head of the root is itself.

    `spaces` tells which words have a space behind them.
    """

    paragraph: int
    words: list[str]
    spaces: list[bool]
    lemmas: list[str]
    upos: list[str]
    tags: list[str]
    heads: list[int]
    deps: list[str]


def sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a gzipped CoNLL-U file; contractions stand as their syntactic words."""
    paragraph, block = 0, list[str]()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                paragraph += line.startswith(("# newpar", "# newdoc"))
                block.append(line.rstrip("\n"))
            elif block:
                yield read(block, paragraph)
                block = []


def documents(path: Path) -> dict[str, str]:
    """Return the text of each document of a gzipped CoNLL-U file by its id, a sentence a line."""
    found = dict[str, list[str]]()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            name, _, value = line.rstrip("\n").partition(" = ")
            if name == NEW_DOCUMENT:
                found[value] = []
            elif name == TEXT:
                next(reversed(found.values())).append(value)
    return {name: "\n".join(kept) for name, kept in found.items()}


def read(block: list[str], paragraph: int) -> Sentence:
    """Return one sentence from its CoNLL-U lines."""
    lines = [line.split("\t") for line in block if not line.startswith("#")]
    rows = [row for row in lines if row[ID].isdigit()]
    return Sentence(
        paragraph,
        [row[FORM] for row in rows],
        _spaces(lines),
        [row[LEMMA] for row in rows],
        [row[UPOS] for row in rows],
        [row[XPOS] for row in rows],
        [int(row[HEAD]) - 1 if row[HEAD] != "0" else number for number, row in enumerate(rows)],
        [row[DEPREL] for row in rows],
    )


def _spaces(lines: list[list[str]]) -> list[bool]:
    """Tell which words have a space behind them; of a contraction the last has what is said of the whole."""
    joined_until, after = 0, dict[int, bool]()
    for line in lines:
        has_space = "SpaceAfter=No" not in line[MISC]
        if "-" in line[ID]:
            first, joined_until = map(int, line[ID].split("-"))
            after.update({**dict.fromkeys(range(first, joined_until), False), joined_until: has_space})
        elif line[ID].isdigit() and int(line[ID]) > joined_until:
            after[int(line[ID])] = has_space
    return [after[number] for number in sorted(after)]


def stretches(path: Path, chance: random.Random) -> Iterator[list[Sentence]]:
    """Yield neighbouring sentences of the same paragraph together, one to four of them."""
    for _, paragraph in groupby(sentences(path), key=lambda sentence: sentence.paragraph):
        stretch, most = list[Sentence](), chance.randint(1, MOST_SENTENCES)
        for sentence in paragraph:
            if stretch and (len(stretch) == most or sum(len(kept.words) for kept in stretch) + len(sentence.words) > MOST_WORDS):
                yield curled(stretch) if chance.random() < CURLY else stretch
                stretch, most = [], chance.randint(1, MOST_SENTENCES)
            stretch.append(sentence)
        yield curled(stretch) if chance.random() < CURLY else stretch


def curled(stretch: list[Sentence]) -> list[Sentence]:
    """Return sentences with straight quotation marks made curly, opening and closing in turn."""
    marks, result = 0, list[Sentence]()
    for sentence in stretch:
        words = list[str]()
        for word in sentence.words:
            words.append("“”"[marks % 2] if word == '"' else word.replace("'", "’"))
            marks += word == '"'
        result.append(sentence._replace(words=words))
    return result
