"""Surface forms of names, compared without case, accents, dots, titles and the legal form of companies."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from tasks import gazetteer

LEGAL_FORMS: Final = frozenset({
    "inc", "incorporated", "ltd", "limited", "corp", "corporation", "co", "company", "plc", "llc", "llp", "gmbh", "ag", "kft",
    "sa", "nv", "bv", "spa", "oyj", "ab", "as", "pty", "group",
})  # fmt: skip
GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
SMALL: Final = frozenset({
    "the", "of", "for", "and", "in", "on", "to", "at", "a", "an", "de", "la", "le", "des", "du", "&",
})  # fmt: skip
"""Words that initials may skip."""
OWNERS: Final = frozenset({"us", "uk", "un", "eu", "united", "royal"})
"""Words before the name of a body that its initials may skip: the CIA is the U.S. Central Intelligence Agency."""

Words = tuple[str, ...]

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_PIECES = re.compile(r"[^\W_]+(?:'[^\W_]+)*|&")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+(?:[^\W\d_]\b)?")


@lru_cache(maxsize=1 << 16)
def words(surface: str) -> Words:
    """Return the words of a name in the shape in which names are compared.

    >>> words("Recep Tayyip Erdoğan"), words("the U.S. Army"), words("Al-Masdar")
    (('recep', 'tayyip', 'erdogan'), ('us', 'army'), ('al', 'masdar'))
    """
    plain = surface.casefold() if surface.isascii() else _plain(surface)
    if plain.isascii() and plain.replace(" ", "").isalnum():
        found = tuple(plain.split())
        return found[1:] if len(found) > 1 and found[0] == "the" else found
    pieces = _PIECES.findall(_DOTTED.sub(lambda match: match.group().replace(".", ""), plain) if "." in plain else plain)
    found = tuple(piece.removesuffix("'s") for piece in pieces)
    return found[1:] if len(found) > 1 and found[0] == "the" else found


def _plain(surface: str) -> str:
    folded = unicodedata.normalize("NFKD", surface.replace("’", "'").replace("‘", "'").casefold()).translate(_LETTERS)
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def without_legal_form(name: Words) -> Words:
    """Return the words of a company without Inc, Ltd and the like.

    >>> without_legal_form(words("Harbour Mills Ltd."))
    ('harbour', 'mills')
    """
    end = len(name)
    while end > 1 and name[end - 1] in LEGAL_FORMS:
        end -= 1
    return name[:end]


def is_common(name: Words) -> bool:
    """Tell whether the words of a body's name tell it from no namesake in another country.

    >>> is_common(words("Supreme Court")), is_common(words("Harbour Board"))
    (True, False)
    """
    return all(word in gazetteer.nouns("alone") or word in SMALL for word in name)


def without_generation(name: Words) -> Words:
    """Return the words of a person without Jr, Sr, II and the like."""
    return name[:-1] if len(name) > 1 and name[-1] in GENERATIONS else name


def initials(name: Words) -> set[str]:
    """Return the initials that a name may go by: of all its words, and of all but the small ones and whose it is.

    >>> sorted(initials(words("Centre for Tidal Research")))
    ['cftr', 'ctr']
    """
    own = name[1:] if name[0] in OWNERS else name
    return {"".join(word[0] for word in words) for words in (name, own, [word for word in own if word not in SMALL])}
