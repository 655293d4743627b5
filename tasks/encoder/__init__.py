"""The built-in reader: one small transformer that tells tags, lemmas, parse and names of a paragraph in one pass."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tasks.encoder import marks, trees, weights
from tasks.encoder.lemmas import Lemmatizer
from tasks.encoder.pieces import WordPieces, case
from tasks.encoder.spans import Rows
from tasks.encoder.words import words
from tasks.reader import Word

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

WINDOW: Final = 254
"""Pieces looked at together; with those that begin and end a sequence, as long as any in training."""
OVERLAP: Final = WINDOW // 4
"""Pieces at the end of a window that the next one may see again."""


class Token(NamedTuple):
    """A word before it is read: where it is in its sentence, and what it is."""

    start: int
    end: int
    surface: str


class Stretch(NamedTuple):
    """Words of a sentence that are looked at together: nearly always all of them, and of an endless sentence some."""

    sentence: int
    before: int
    """How many words of the sentence come before these."""
    tokens: list[Token]
    pieces: list[tuple[int, ...]]


class Window(NamedTuple):
    """Stretches that are looked at together; the first of them may be known from the window before, and only give sight to the others."""

    stretches: list[Stretch]
    known: int


class Numbers(NamedTuple):
    """What goes into the network: pieces and their cases, and for each word its first piece, its last piece and its case."""

    pieces: NDArray[np.int64]
    piece_cases: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    cases: NDArray[np.int64]


class Encoder:
    """A reader that runs the network of a weights file; what it says of a paragraph does not depend on other paragraphs."""

    def __init__(self, path: Path) -> None:
        content = weights.read(path)
        self.labels = content.labels
        self._encoder, self._relations = _session(content.encoder), _session(content.relations)
        self._pieces = WordPieces(content.vocabulary)
        self._rows = Rows(content.labels.names)
        self._lemmatizer = Lemmatizer(content.labels.edits, content.lemmas)

    def read(self, paragraphs: Iterable[list[str]]) -> Iterator[list[list[Word]]]:
        """Yield the words of each sentence of each paragraph; sentences that fit into a window are read in sight of each other."""
        for sentences in paragraphs:
            divided = [words(sentence) for sentence in sentences]
            yield self._read(
                [[Token(start, end, sentence[start:end]) for start, end in spans] for sentence, spans in zip(sentences, divided, strict=True)]
            )

    def read_divided(self, sentences: list[list[str]]) -> list[list[Word]]:
        """Return the words of the sentences of a paragraph that somebody else divided, as a treebank is; their spans mean nothing."""
        return self._read([[Token(0, len(word), word) for word in sentence] for sentence in sentences])

    def _read(self, sentences: list[list[Token]]) -> list[list[Word]]:
        has_words = [not marks.is_marks(token.surface for token in sentence) for sentence in sentences]
        found = [[] if is_read else marks.read(sentence) for sentence, is_read in zip(sentences, has_words, strict=True)]
        for window in self._windows([sentence if is_read else [] for sentence, is_read in zip(sentences, has_words, strict=True)]):
            for stretch, parsed in islice(zip(window.stretches, self._parsed(window.stretches), strict=True), window.known, None):
                found[stretch.sentence].extend(parsed)
        return found

    def _windows(self, sentences: list[list[Token]]) -> Iterator[Window]:
        window, known = list[Stretch](), 0
        for stretch in (stretch for number, sentence in enumerate(sentences) for stretch in self._stretches(number, sentence)):
            if window and _size(window) + _size([stretch]) > WINDOW:
                yield Window(window, known)
                window = _seen_again(window, min(OVERLAP, WINDOW - _size([stretch])))
                known = len(window)
            window.append(stretch)
        if window:
            yield Window(window, known)

    def _stretches(self, number: int, sentence: list[Token]) -> Iterator[Stretch]:
        """Yield the words of a sentence together, or as many at once as fit into a window."""
        pieces = [self._pieces(word) for _, _, word in sentence]
        first, size = 0, 0
        for last, divided in enumerate(pieces):
            if size + len(divided) > WINDOW:
                yield Stretch(number, first, sentence[first:last], pieces[first:last])
                first, size = last, 0
            size += len(divided)
        if first < len(sentence):
            yield Stretch(number, first, sentence[first:], pieces[first:])

    def _parsed(self, window: list[Stretch]) -> Iterator[list[Word]]:
        """Yield the words of each stretch of a window."""
        names, upos, tags, edits, claims, arcs, as_word, as_head = self._encoder.run(None, self._numbers(window)._asdict())
        sizes = [len(stretch.tokens) for stretch in window]
        bounds = np.cumsum([0, *sizes])
        heads = np.concatenate([trees.heads(arcs[first:last, first:last]) for first, last in pairwise(bounds)])
        (deps,) = self._relations.run(None, {"as_word": as_word, "as_head": as_head, "heads": heads + np.repeat(bounds[:-1], sizes)})
        starts, ends, surfaces = zip(*(token for stretch in window for token in stretch.tokens), strict=True)
        pos = _named(self.labels.upos, upos)
        found = map(
            Word,
            starts,
            ends,
            self._lemmatizer(surfaces, pos, edits),
            pos,
            _named(self.labels.tags, tags),
            (heads + np.repeat([stretch.before for stretch in window], sizes)).tolist(),
            _named(self.labels.deps, deps),
            self._rows.best(names, bounds[:-1]),
            *claims.T.tolist(),
        )
        yield from (list(islice(found, size)) for size in sizes)

    def _numbers(self, window: list[Stretch]) -> Numbers:
        divided = [pieces for stretch in window for pieces in stretch.pieces]
        cases = np.array([case(surface) for stretch in window for _, _, surface in stretch.tokens])
        pieces = np.array([self._pieces.first, *(number for piece in divided for number in piece), self._pieces.last])
        last = np.cumsum([len(piece) for piece in divided])
        first = last - np.array([len(piece) for piece in divided]) + 1
        piece_cases = np.zeros(len(pieces), np.int64)
        piece_cases[last] = cases
        piece_cases[first] = cases
        return Numbers(pieces, piece_cases, first, last, cases)


def _size(window: list[Stretch]) -> int:
    return sum(sum(map(len, stretch.pieces)) for stretch in window)


def _seen_again(window: list[Stretch], room: int) -> list[Stretch]:
    """Return the last stretches of a window that fit into so many pieces."""
    first = len(window)
    while first and _size(window[first - 1 :]) <= room:
        first -= 1
    return window[first:]


def _named(labels: Sequence[str], numbers: NDArray[np.int64]) -> list[str]:
    return [labels[number] for number in numbers.tolist()]


def _session(network: bytes) -> "InferenceSession":
    import onnxruntime  # noqa: PLC0415 - a process that only plans the work does not need it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # The flow runs a process a core; more threads would only get in each other's way.
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Fusing the addition into the normalisation makes this network a quarter slower.
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"])
