"""What a language model does for this project, whoever made it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol


class Word(NamedTuple):
    """A token of a sentence: `sentence[start:end]`.

    `head` counts the words of the sentence from 0, and the head of a root is itself; `entity` is `O`, or `B-` or `I-` and one of our labels.
    `in_source`, `in_cue` and `in_content` say in percent how sure the model is that the word belongs to that part of a claim; a model may not know.
    """

    start: int
    end: int
    lemma: str
    upos: str
    tag: str
    head: int
    dep: str
    entity: str
    in_source: int | None = None
    in_cue: int | None = None
    in_content: int | None = None


class Reader(Protocol):
    """A loaded model."""

    def read(self, paragraphs: Iterable[list[str]]) -> Iterator[list[list[Word]]]:
        """Yield for each paragraph, given as its sentences, the words of each of them; what is not white space lies in a word."""
        ...
