"""Measure a model file on treebanks and on read names."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from tasks import sentences
from tasks.encoder import Encoder
from tasks.reader import Word
from tasks.train import passages, treebank
from tasks.train.treebank import Sentence

LAYERS: Final = ("tag", "upos", "lemma", "uas", "las")
CORE: Final = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "NORP": "NORP"}

Found = set[tuple[int, int, int, str]]


def trees_of(encoder: Encoder, path: Path) -> dict[str, float]:
    """Return the share of words, punctuation included, whose tag, part of speech, lemma, head, and head and relation are right.

    Words and sentence ends are those of the treebank, contractions being divided as there; paragraphs are given whole.
    """
    right = Counter[str]()
    for _, paragraph in groupby(treebank.sentences(path), key=lambda sentence: sentence.paragraph):
        kept = list(paragraph)
        for gold, found in zip(kept, encoder.read_divided([sentence.words for sentence in kept]), strict=True):
            _compare(gold, found, right)
    return {layer: round(right[layer] / right["words"], 4) for layer in LAYERS}


def _compare(gold: Sentence, found: list[Word], right: Counter[str]) -> None:
    for number, word in enumerate(found):
        is_attached = word.head == gold.heads[number]
        right["words"] += 1
        right["tag"] += word.tag == gold.tags[number]
        right["upos"] += word.upos == gold.upos[number]
        right["lemma"] += word.lemma == gold.lemmas[number]
        right["uas"] += is_attached
        right["las"] += is_attached and word.dep == gold.deps[number]


def names_of(encoder: Encoder, path: Path) -> dict[str, float]:
    """Return the F1 over all names and dates with exactly the right span and label, and over names with places as one."""
    ours, theirs = Found(), Found()
    for number, passage in enumerate(passages.annotated(path)):
        theirs.update((number, *span) for span in passage.names or ())
        ours.update((number, *span) for span in _names(encoder, passage.text))
    return {"exact": _f1(ours, theirs), "names": _f1(_core(ours), _core(theirs))}


def _names(encoder: Encoder, text: str) -> Iterator[passages.Span]:
    """Yield the names in a paragraph."""
    spans = list(sentences.split(text))
    for parsed in encoder.read([[text[start:end] for start, end in spans]]):
        for (before, _), words in zip(spans, parsed, strict=True):
            starts = [number for number, word in enumerate(words) if word.entity.startswith("B-")]
            for first in starts:
                last = first
                while last + 1 < len(words) and words[last + 1].entity.startswith("I-"):
                    last += 1
                yield before + words[first].start, before + words[last].end, words[first].entity[2:]


def _core(found: Found) -> Found:
    return {(number, start, end, CORE[label]) for number, start, end, label in found if label in CORE}


def _f1(ours: Found, theirs: Found) -> float:
    return round(2 * len(ours & theirs) / (len(ours) + len(theirs) or 1), 4)
