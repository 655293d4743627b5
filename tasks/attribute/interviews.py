"""Find what is said in interviews and transcripts: paragraphs that each begin with a name and a colon."""

from collections.abc import Iterator
from typing import Final

from tasks.attribute.cues import QUOTE
from tasks.attribute.source import Source
from tasks.attribute.tree import OUTSIDE, Stretch, Tree
from tasks.attribute.utterance import Utterance, clipped

LONGEST: Final = 5
"""Tokens of a label: Harbour Radio News, Dr. Ann B. Lee."""
LEAST: Final = 3
"""Labelled paragraphs that make an interview; one or two are headings."""


def interviews(tree: Tree) -> Iterator[Utterance]:
    """Yield the labelled paragraphs of a document that has several: Lee: We will stay."""
    labelled = [(paragraph, colon) for paragraph in tree.paragraphs if (colon := _label_end(tree, paragraph))]
    if len(labelled) < LEAST:
        return
    for paragraph, colon in labelled:
        content = clipped(tree, colon + 1, paragraph.stop)
        if content is not None:
            source = Source(Stretch(paragraph.first, colon), colon - 1)
            yield Utterance("interview", [content], None, None, QUOTE, source)


def _label_end(tree: Tree, paragraph: Stretch) -> int:
    """Return the colon after the name that a paragraph begins with, 0 where it begins otherwise."""
    first, stop = paragraph
    colon = next((token for token in range(first, min(first + LONGEST + 1, stop)) if tree.words[token] == ":"), first)
    if colon == first or colon + 1 >= stop or tree.quotation[colon + 1] != OUTSIDE:
        return 0
    return colon if all(tree.tokens.entity[token][2:] in {"PERSON", "ORG"} for token in range(first, colon)) else 0
