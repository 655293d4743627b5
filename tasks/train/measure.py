"""Measure a pipeline on treebanks and on read names."""

from collections import Counter
from itertools import groupby
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from tasks.train import names, trees

LAYERS = ("tag", "upos", "lemma", "uas", "las")


def trees_of(nlp: Language, path: Path) -> dict[str, float]:
    """Return the share of words, punctuation included, whose tag, part of speech, lemma, head, and head and relation are right.

    Words and sentence ends are those of the treebank, contractions being divided as there; paragraphs are given whole.
    """
    right = Counter[str]()
    for _, paragraph in groupby(trees.sentences(path), key=lambda sentence: sentence.paragraph):
        gold = trees.document(list(paragraph), nlp.vocab, is_curly=False)
        starts: list[bool | int | None] = [token.is_sent_start for token in gold]
        found = nlp(Doc(nlp.vocab, words=[token.text for token in gold], spaces=[bool(token.whitespace_) for token in gold], sent_starts=starts))
        for ours, theirs in zip(found, gold, strict=True):
            is_attached = ours.head.i == theirs.head.i
            right["words"] += 1
            right["tag"] += ours.tag_ == theirs.tag_
            right["upos"] += ours.pos_ == theirs.pos_
            right["lemma"] += ours.lemma_ == theirs.lemma_
            right["uas"] += is_attached
            right["las"] += is_attached and ours.dep_ == theirs.dep_
    return {layer: round(right[layer] / right["words"], 4) for layer in LAYERS}


def names_of(nlp: Language, path: Path) -> float:
    """Return the F1 over names and dates with exactly the right span and label."""
    ours, theirs = set[tuple[int, int, int, str]](), set[tuple[int, int, int, str]]()
    for number, passage in enumerate(names.annotated(path)):
        theirs.update((number, *span) for span in passage.spans)
        ours.update((number, name.start_char, name.end_char, name.label_) for name in nlp(passage.text).ents)
    return round(2 * len(ours & theirs) / (len(ours) + len(theirs) or 1), 4)
