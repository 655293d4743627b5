"""A spaCy pipeline as a reader: its tokens, labels and parse in our terms, kept to our sentences."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from tasks.labels import NAMES, relation
from tasks.reader import Word

if TYPE_CHECKING:  # Importing spaCy costs a second, and it may not be installed.
    from spacy.language import Language
    from spacy.tokens import Doc, Token

PARAGRAPHS_AT_ONCE: Final = 32
LONGEST_WORD: Final = 200
"""A run of so many characters without white space is no word; the time of spaCy's tokenizer grows with the square of its length."""

Place = tuple[int, int, int]
"""The number of the sentence that a token is in, and its span there."""


class Foreign:
    """A reader that asks a spaCy pipeline."""

    def __init__(self, nlp: "Language") -> None:
        self.nlp = nlp

    def read(self, paragraphs: Iterable[list[str]]) -> Iterator[list[list[Word]]]:
        """Yield the words of each sentence of each paragraph; a paragraph is one text to the pipeline."""
        with self.nlp.memory_zone():  # Otherwise every new word would stay in the vocabulary of a process that runs for days.
            laid_out = (self._lay_out(sentences) for sentences in paragraphs)
            for doc, (places, many) in self.nlp.pipe(laid_out, as_tuples=True, batch_size=PARAGRAPHS_AT_ONCE):
                found: list[list[Word]] = [[] for _ in range(many)]
                for token in doc:
                    found[places[token.i][0]].append(_word(token, places))
                yield found

    def _lay_out(self, sentences: list[str]) -> tuple["Doc", tuple[list[Place], int]]:
        """Return the text to the pipeline, with its sentence starts set, the place of each token, and the number of sentences.

        Each sentence is divided into tokens by itself, so that none reaches over its end, and white space is left out, since a
        line break among the words spoils the parse.
        """
        from spacy.tokens import Doc  # noqa: PLC0415 - as above

        surfaces, spaces, places, starts = list[str](), list[bool](), list[Place](), list[bool | int | None]()
        for number, sentence in enumerate(sentences):
            for count, (start, surface) in enumerate(self._tokens(sentence)):
                end = start + len(surface)
                surfaces.append(surface)
                spaces.append(end == len(sentence) or sentence[end].isspace())
                places.append((number, start, end))
                starts.append(not count)
        return Doc(self.nlp.vocab, words=surfaces, spaces=spaces, sent_starts=starts), (places, len(sentences))

    def _tokens(self, sentence: str) -> list[tuple[int, str]]:
        """Return where each token starts, and the token; what is left of an endless word is one."""
        if len(sentence) == LONGEST_WORD and len(sentence.split()) == 1:
            return [(0, sentence)]
        return [(token.idx, token.text) for token in self.nlp.make_doc(sentence) if not token.is_space]


def _word(token: "Token", places: list[Place]) -> Word:
    name, (sentence, start, end) = NAMES.get(token.ent_type_), places[token.i]
    first = token.i
    while first and places[first - 1][0] == sentence:
        first -= 1
    is_root = token.head.i == token.i or places[token.head.i][0] != sentence  # A foreign parser may not keep to our sentences.
    return Word(
        start,
        end,
        token.lemma_ or token.lower_,
        token.pos_ or "X",
        token.tag_,
        (token.i if is_root else token.head.i) - first,
        "root" if is_root else relation(token.dep_),
        f"{token.ent_iob_}-{name}" if name else "O",
    )
