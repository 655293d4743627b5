"""A document's parse as the rules read it: phrases with their edges, sentences, and which words stand in quotation marks."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from tasks.article import Article, Tokens
from tasks.attribute.quotations import Quotation, quotations

OUTSIDE: Final = -1
"""The number of the quotation of a token that is in none."""
LONGEST: Final = 500
"""Tokens of a sentence; more are a list or a page without full stops."""
_MARKS: Final = frozenset("“”\"„«»‘’'") | {"``", "''"}


class Stretch(NamedTuple):
    """Tokens from `first` up to but not with `stop`."""

    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Tree:
    """Columns over the tokens of a document, and its sentences, paragraphs and outermost quotations as stretches of tokens.

    `words` are lower case; `base` is a dependency without its subtype; `kids` are dependents in order; `left` and `right`
    are the first and last token of the phrase a token heads; `sentence`, `paragraph` and `quotation` number where it is.
    """

    text: str
    tokens: Tokens
    words: list[str]
    base: list[str]
    kids: list[list[int]]
    left: list[int]
    right: list[int]
    sentence: list[int]
    paragraph: list[int]
    quotation: list[int]
    sentences: list[Stretch]
    paragraphs: list[Stretch]
    paragraph_kinds: list[str]
    quotes: list[Stretch]
    quotations: list[Quotation]

    def __len__(self) -> int:
        """Count the tokens."""
        return len(self.words)

    def child(self, token: int, *relations: str) -> int | None:
        """Return the first dependent of a token in one of the relations, subtypes apart."""
        return next((kid for kid in self.kids[token] if self.base[kid] in relations), None)

    def is_punctuation(self, token: int) -> bool:
        """Tell whether a token is a punctuation mark."""
        return self.tokens.upos[token] == "PUNCT" or not any(map(str.isalnum, self.words[token]))

    def is_mark(self, token: int) -> bool:
        """Tell whether a token is a quotation mark."""
        return self.words[token] in _MARKS

    def surface(self, stretch: tuple[int, int]) -> str:
        """Return the text of a stretch of tokens."""
        first, stop = stretch
        return self.text[self.tokens.start[first] : self.tokens.end[stop - 1]]


def tree(article: Article) -> Tree:
    """Return the parse of an article; a document without tokens has an empty one."""
    words = [article.text[start:end].lower() for start, end in zip(article.tokens.start, article.tokens.end, strict=True)]
    sentences = [piece for segment in article.sentences for piece in _pieces(_covered(article.tokens, segment.start, segment.end))]
    sentence = _numbered(len(words), sentences)
    tokens = _within(_retagged(words, article.tokens), sentence)
    kids, order = _descent(tokens.head)
    left, right = _edges(tokens.head, order)
    found = quotations(article.text, [(segment.start, segment.end) for segment in article.paragraphs])
    outer = [quotation for quotation in found if not quotation.depth]
    quotes = [_covered(tokens, quotation.start, quotation.end) for quotation in outer]
    paragraphs = [_covered(tokens, segment.start, segment.end) for segment in article.paragraphs]
    return Tree(
        text=article.text,
        tokens=tokens,
        words=words,
        base=[dep.partition(":")[0] for dep in tokens.dep],
        kids=kids,
        left=left,
        right=right,
        sentence=sentence,
        paragraph=_numbered(len(words), paragraphs),
        quotation=_numbered(len(words), quotes),
        sentences=sentences,
        paragraphs=paragraphs,
        paragraph_kinds=[segment.kind for segment in article.paragraphs],
        quotes=quotes,
        quotations=outer,
    )


def _retagged(words: Sequence[str], tokens: Tokens) -> Tokens:
    """Return tokens with the verbs that taggers take for plurals: “...,” Lee answers. The rule says that ..."""
    verbs = [token for token, tag in enumerate(tokens.tag) if tag == "NNS" and _is_verb(words, tokens, token)]
    if not verbs:
        return tokens
    tag, upos = list(tokens.tag), list(tokens.upos)
    for token in verbs:
        tag[token], upos[token] = "VBZ", "VERB"
    return replace(tokens, tag=tag, upos=upos)


def _within(tokens: Tokens, sentence: Sequence[int]) -> Tokens:
    """Return tokens none of which hangs on one of another sentence, so that what looks through a phrase stays quick."""
    head = [above if sentence[above] == sentence[token] else token for token, above in enumerate(tokens.head)]
    return tokens if head == tokens.head else replace(tokens, head=head)


def _is_verb(words: Sequence[str], tokens: Tokens, token: int) -> bool:
    """Tell whether a plural is a verb: after a quotation and a name, or as the root before the word that."""
    after = words[token + 1] if token + 1 < len(words) else "."
    if after == "that":
        return tokens.dep[token] == "root" and token > 0 and tokens.upos[token - 1] in {"NOUN", "PROPN"}
    before = token - 1
    while before > 0 and tokens.tag[before] == "NNP":
        before -= 1
    return before < token - 1 and words[before] in _MARKS and after in {".", ",", ":"}


def _descent(head: Sequence[int]) -> tuple[list[list[int]], list[int]]:
    """Return the dependents of each token, and the tokens with every head before its dependents."""
    kids: list[list[int]] = [[] for _ in head]
    order = list[int]()
    for token, above in enumerate(head):
        if above == token:
            order.append(token)
        else:
            kids[above].append(token)
    for token in order:
        order.extend(kids[token])
    return kids, order


def _edges(head: Sequence[int], order: Sequence[int]) -> tuple[list[int], list[int]]:
    left, right = list(range(len(head))), list(range(len(head)))
    for token in reversed(order):
        above = head[token]
        left[above] = min(left[above], left[token])
        right[above] = max(right[above], right[token])
    return left, right


def _covered(tokens: Tokens, start: int, end: int) -> Stretch:
    """Return the tokens that begin within a span of the text."""
    return Stretch(bisect_left(tokens.start, start), bisect_left(tokens.start, end))


def _pieces(sentence: Stretch) -> Iterator[Stretch]:
    """Yield a sentence, one that is no prose in pieces, so that what looks through a sentence stays quick."""
    for first in range(sentence.first, sentence.stop, LONGEST):
        yield Stretch(first, min(first + LONGEST, sentence.stop))


def _numbered(count: int, stretches: Sequence[Stretch]) -> list[int]:
    """Return for each token the number of the stretch it is in, or OUTSIDE."""
    numbers = [OUTSIDE] * count
    for number, (first, stop) in enumerate(stretches):
        numbers[first:stop] = [number] * (stop - first)
    return numbers


def spans(tree: Tree, stretches: Sequence[Stretch]) -> Iterator[tuple[int, int]]:
    """Yield stretches of tokens as spans of the text."""
    for first, stop in stretches:
        yield tree.tokens.start[first], tree.tokens.end[stop - 1]
