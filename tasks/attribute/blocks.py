"""Find paragraphs without quotation marks that a cue with a colon leads to, and those that go on: She wrote: | We will not go. | I stay."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from tasks.attribute.cues import QUOTE, Cue
from tasks.attribute.source import Source
from tasks.attribute.sources import source_of
from tasks.attribute.tree import OUTSIDE, Stretch, Tree
from tasks.attribute.utterance import Utterance, clipped

NEAR: Final = 12
"""Tokens between a cue and the colon that ends its paragraph."""
SPEAKING: Final = frozenset(("i", "we", "my", "our", "me", "us"))
"""The words by which a speaker is heard in a paragraph without quotation marks."""
MOST: Final = 30
"""Paragraphs of a statement; farther on nobody remembers who began."""


def blocks(tree: Tree, cues: Sequence[Cue | None]) -> Iterator[Utterance]:
    """Yield the paragraphs that a cue with a colon leads to, each with what goes on after it."""
    for number, (before, paragraph) in enumerate(pairwise(tree.paragraphs), start=1):
        cue = _leading(tree, before, cues) if paragraph.first < paragraph.stop and tree.quotation[paragraph.first] == OUTSIDE else None
        content = clipped(tree, *paragraph) if cue is not None else None
        if cue is None or content is None:
            continue
        source = source_of(tree, cue.head)
        yield Utterance("block", [content], cue, cue.stretch, QUOTE, source)
        yield from _continued(tree, number, source)


def _leading(tree: Tree, paragraph: Stretch, cues: Sequence[Cue | None]) -> Cue | None:
    """Return the cue near the colon that ends a paragraph."""
    last = paragraph.stop - 1
    if paragraph.first >= paragraph.stop or tree.words[last] != ":":
        return None
    sentence = tree.sentences[tree.sentence[last]]
    found = [cue for cue in cues[sentence.first : sentence.stop] if cue is not None and QUOTE in cue.entry.frames and cue.head > last - NEAR]
    return found[-1] if found and tree.quotation[found[-1].head] == OUTSIDE else None


def _continued(tree: Tree, number: int, source: Source | None) -> Iterator[Utterance]:
    """Yield the paragraphs after a block, up to the last one that says I or we, as long as none names the speaker again."""
    following = list[Stretch]()
    for paragraph in tree.paragraphs[number + 1 : number + 1 + MOST]:
        if paragraph.first >= paragraph.stop or tree.quotation[paragraph.first] != OUTSIDE or _is_of_writer(tree, paragraph, source):
            break
        following.append(paragraph)
    while following and not _speaks(tree, following[-1]):
        following.pop()
    for paragraph in following:
        content = clipped(tree, *paragraph)
        if content is not None:
            yield Utterance("floating", [content], frame=QUOTE)


def _is_of_writer(tree: Tree, paragraph: Stretch, source: Source | None) -> bool:
    """Tell whether a paragraph leads to another block, or tells of the speaker."""
    if tree.words[paragraph.stop - 1] == ":":
        return True
    return source is not None and tree.words[source.head] in tree.words[paragraph.first : paragraph.stop]


def _speaks(tree: Tree, paragraph: Stretch) -> bool:
    return any(tree.words[token] in SPEAKING and tree.quotation[token] == OUTSIDE for token in range(*paragraph))
