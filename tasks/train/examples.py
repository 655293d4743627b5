"""What the network learns from, as numbers: pieces, where words begin and end in them, and the answers."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from tasks.encoder import WINDOW, lemmas
from tasks.encoder.pieces import WordPieces, case
from tasks.encoder.weights import Labels
from tasks.encoder.words import words
from tasks.train.passages import DOUBTFUL, Passage, Span
from tasks.train.treebank import Sentence

NAME_LABELS: Final = ("PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT", "MISC", "DATE")
NAMES: Final = ("O", *(f"B-{label}" for label in NAME_LABELS), *(f"I-{label}" for label in NAME_LABELS))
RAREST_EDIT: Final = 3
"""Edits seen less often are left to the table of words."""
PARTS: Final = ("source", "cue", "content")
PART: Final = ("O", "B", "I")
"""Whether a word begins a part of a claim, goes on with it, or lies outside; each of the parts has a head of its own, since they may nest."""
IGNORED: Final = -100
"""The answer where there is none, as torch knows it."""


Place = tuple[int, int]


class Example(NamedTuple):
    """A sequence; `sentence` numbers the sentence of each word, and `answers` are by head: a number a word."""

    pieces: list[int]
    first: list[int]
    last: list[int]
    cases: list[int]
    sentence: list[int]
    answers: dict[str, list[int]]


def labels(bank: Iterable[Sentence]) -> Labels:
    """Return the labels that occur in a treebank, in alphabetical order."""
    upos, tags, deps, edits = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for sentence in bank:
        upos.update(sentence.upos)
        tags.update(sentence.tags)
        deps.update(sentence.deps)
        edits.update(map(lemmas.edit, sentence.words, sentence.lemmas))
    frequent = [rule for rule, times in edits.items() if times >= RAREST_EDIT]
    return Labels(NAMES, *(sorted(kinds) for kinds in (upos, tags, frequent, deps)))


def irregular(bank: Iterable[Sentence], known: Labels) -> dict[str, str]:
    """Return the usual lemma of each word whose usual edit is not among the labels, by `word/UPOS` in lower case."""
    edits, found = set(known.edits), defaultdict[str, Counter[tuple[str, str]]](Counter)
    for sentence in bank:
        for word, lemma, upos in zip(sentence.words, sentence.lemmas, sentence.upos, strict=True):
            found[f"{word.lower()}/{upos}"][lemmas.edit(word, lemma), lemma] += 1
    usual = {key: votes.most_common(1)[0][0] for key, votes in sorted(found.items())}
    return {key: lemma for key, (edit, lemma) in usual.items() if edit not in edits}


def of_trees(stretches: Iterable[list[Sentence]], known: Labels, pieces: WordPieces, counts: Counter[str]) -> Iterator[Example]:
    """Yield stretches of a treebank as examples for tags, lemmas and the parse."""
    numbers = {kind: {label: number for number, label in enumerate(getattr(known, kind))} for kind in ("upos", "tags", "edits", "deps")}
    for stretch in stretches:
        answers: dict[str, list[int]] = {"upos": [], "tags": [], "edits": [], "deps": [], "heads": []}
        before = 0
        for sentence in stretch:
            answers["upos"] += [numbers["upos"][label] for label in sentence.upos]
            answers["tags"] += [numbers["tags"][label] for label in sentence.tags]
            answers["deps"] += [numbers["deps"][label] for label in sentence.deps]
            answers["heads"] += [before + head for head in sentence.heads]
            answers["edits"] += [
                numbers["edits"].get(lemmas.edit(word, lemma), IGNORED) for word, lemma in zip(sentence.words, sentence.lemmas, strict=True)
            ]
            before += len(sentence.words)
        example = _example([sentence.words for sentence in stretch], answers, pieces)
        if len(example.pieces) > WINDOW + 2:
            counts["too long, left out"] += 1
        else:
            counts["stretches"] += 1
            counts["words"] += before
            yield example


def of_passages(passages: Iterable[Passage], known: Labels, pieces: WordPieces, counts: Counter[str]) -> Iterator[Example]:
    """Yield passages as examples for names and claims; a span that cuts a word is counted and takes the whole word."""
    for passage in passages:
        spans = words(passage.text)
        answers = {"names": _names(spans, passage.names, known, counts)} | _claims(spans, passage.claims, counts)
        for first, last in _windows([passage.text[start:end] for start, end in spans], pieces):
            surfaces = [passage.text[start:end] for start, end in spans[first:last]]
            counts["passages"] += 1
            counts["words"] += len(surfaces)
            yield _example([surfaces], {head: numbers[first:last] for head, numbers in answers.items()}, pieces)


def _windows(surfaces: list[str], pieces: WordPieces) -> Iterator[tuple[int, int]]:
    """Yield the ranges of words that fit into a sequence."""
    first, size = 0, 0
    for number, word in enumerate(surfaces):
        if size + len(pieces(word)) > WINDOW:
            yield first, number
            first, size = number, 0
        size += len(pieces(word))
    if first < len(surfaces):
        yield first, len(surfaces)


def _names(words: list[Place], spans: list[Span] | None, known: Labels, counts: Counter[str]) -> list[int]:
    if spans is None:
        return [IGNORED] * len(words)
    tags = ["O"] * len(words)
    for start, end, label in spans:
        inside = _inside(words, start, end, counts)
        for number in inside:
            tags[number] = f"{'B' if number == inside[0] else 'I'}-{label}"
    return [known.names.index(tag) for tag in tags]


def _claims(words: list[Place], spans: list[Span] | None, counts: Counter[str]) -> dict[str, list[int]]:
    """Return the answers for each part of a claim; words of doubtful claims that are in no other have none."""
    rows = {part: [PART.index("O") if spans is not None else IGNORED] * len(words) for part in PARTS}
    for start, end, label in sorted(spans or (), key=lambda span: (span[2] != DOUBTFUL, span[0] - span[1])):
        inside = _inside(words, start, end, counts)
        for number in inside:
            if label == DOUBTFUL:
                for row in rows.values():
                    row[number] = IGNORED
            else:
                rows[label][number] = PART.index("B" if number == inside[0] else "I")
    return rows


def _inside(words: list[Place], start: int, end: int, counts: Counter[str]) -> list[int]:
    """Return the numbers of the words that a span touches."""
    inside = [number for number, (first, last) in enumerate(words) if first < end and start < last]
    counts["spans"] += 1
    counts["spans that cut a word"] += bool(inside) and (words[inside[0]][0] != start or words[inside[-1]][1] != end)
    return inside


def _example(sentences: list[list[str]], answers: dict[str, list[int]], pieces: WordPieces) -> Example:
    numbers, first, last, cases, sentence = [pieces.first], list[int](), list[int](), list[int](), list[int]()
    for number, surfaces in enumerate(sentences):
        for word in surfaces:
            first.append(len(numbers))
            numbers.extend(pieces(word))
            last.append(len(numbers) - 1)
            cases.append(case(word))
            sentence.append(number)
    return Example([*numbers, pieces.last], first, last, cases, sentence, answers)


def batches(examples: list[Example], size: int, chance: random.Random) -> list[list[Example]]:
    """Return the examples in batches of about `size` pieces, those of a length together, in random order."""
    ordered = sorted(examples, key=lambda example: len(example.pieces) + chance.random() * 8)
    result, batch = list[list[Example]](), list[Example]()
    for example in ordered:
        if batch and (len(batch) + 1) * len(example.pieces) > size:
            result.append(batch)
            batch = []
        batch.append(example)
    result.append(batch)
    chance.shuffle(result)
    return result
