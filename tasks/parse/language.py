"""Tell the language of a text."""

from functools import cache
from typing import Any, Final

from tasks.parse.document import Found

SAMPLE: Final = 1500
FEWEST_LETTERS: Final = 20
LEAST_SURE: Final = 0.5


def language(text: str) -> Found[str] | None:
    """Return the ISO 639-1 code of the language of a text, or None where there is too little to tell by.

    >>> language("The mayor said on Monday that the harbour would close.")
    Found(value='en', method='py3langid')
    """
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample)) < FEWEST_LETTERS:
        return None
    code, probability = identifier().classify(sample)
    return Found(code, "py3langid") if probability >= LEAST_SURE else None


@cache
def identifier() -> Any:  # noqa: ANN401 - the library is untyped
    """Return what tells languages; loading it takes half a second, once per process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - brings numpy

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
