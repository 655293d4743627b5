"""Universal Dependencies treebanks as spaCy documents for the tagger, the lemmatizer and the parser."""

import gzip
import random
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from spacy.tokens import Doc
from spacy.vocab import Vocab

SENTENCES_A_DOCUMENT: Final = 4
"""The parser is fed paragraphs, so it learns from stretches of them."""
CURLY: Final = 0.5
"""The share of documents whose straight quotation marks are made curly, as half of the press prints them."""
ID, FORM, LEMMA, UPOS, XPOS, HEAD, DEPREL, MISC = 0, 1, 2, 3, 4, 6, 7, 9


class Sentence(NamedTuple):
    """The columns of one sentence of a treebank; heads count from 0 within it."""

    paragraph: int
    words: list[str]
    spaces: list[bool]
    lemmas: list[str]
    pos: list[str]
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


def read(block: list[str], paragraph: int) -> Sentence:
    """Return one sentence from its CoNLL-U lines."""
    rows = [line.split("\t") for line in block if not line.startswith("#")]
    joined_until, spaces_after = 0, dict[int, bool]()
    for row in rows:
        if "-" in row[ID]:
            first, last = map(int, row[ID].split("-"))
            joined_until = last
            spaces_after.update(dict.fromkeys(range(first, last), False))
            spaces_after[last] = "SpaceAfter=No" not in row[MISC]
        elif row[ID].isdigit() and int(row[ID]) > joined_until:
            spaces_after[int(row[ID])] = "SpaceAfter=No" not in row[MISC]
    tokens = [row for row in rows if row[ID].isdigit()]
    return Sentence(
        paragraph,
        [row[FORM] for row in tokens],
        [spaces_after[int(row[ID])] for row in tokens],
        [row[LEMMA] for row in tokens],
        [row[UPOS] for row in tokens],
        [row[XPOS] for row in tokens],
        [int(row[HEAD]) - 1 if row[HEAD] != "0" else number for number, row in enumerate(tokens)],
        ["ROOT" if row[DEPREL] == "root" else row[DEPREL] for row in tokens],
    )


def documents(path: Path, vocab: Vocab, chance: random.Random) -> Iterator[Doc]:
    """Yield paragraphs of a treebank as documents, half of them with curly quotation marks."""
    for _, paragraph in groupby(sentences(path), key=lambda sentence: sentence.paragraph):
        kept = list(paragraph)
        for first in range(0, len(kept), SENTENCES_A_DOCUMENT):
            yield document(kept[first : first + SENTENCES_A_DOCUMENT], vocab, is_curly=chance.random() < CURLY)


def document(group: list[Sentence], vocab: Vocab, *, is_curly: bool) -> Doc:
    """Return sentences as one document with heads counted from its start."""
    words = [word for sentence in group for word in sentence.words]
    heads, offset = list[int](), 0
    for sentence in group:
        heads += [head + offset for head in sentence.heads]
        offset += len(sentence.words)
    return Doc(
        vocab,
        words=curled(words) if is_curly else words,
        spaces=[space for sentence in group for space in sentence.spaces],
        lemmas=[lemma for sentence in group for lemma in sentence.lemmas],
        pos=[pos for sentence in group for pos in sentence.pos],
        tags=[tag for sentence in group for tag in sentence.tags],
        heads=heads,
        deps=[dep for sentence in group for dep in sentence.deps],
        sent_starts=[number == 0 for sentence in group for number in range(len(sentence.words))],
    )


def curled(words: list[str]) -> list[str]:
    """Return words with straight quotation marks made curly, opening and closing in turn."""
    marks = 0
    result = []
    for word in words:
        if word == '"':
            result.append("“”"[marks % 2])
            marks += 1
        else:
            result.append(word.replace("'", "’"))
    return result
