"""Bodies that every state has, under the name of theirs: Norway's Defence Ministry is the Norwegian Ministry of Defense."""

from functools import lru_cache
from typing import Final, NamedTuple

from tasks import gazetteer
from tasks.resolve import forms

GOVERNMENT: Final = "Government of {}"
SPELLINGS: Final = {"defence": "defense", "affair": "affairs", "armed": "military", "forces": "military", "dept": "department"}
SINGLE: Final = frozenset({
    "government", "military", "army", "navy", "regime", "parliament", "senate", "congress", "police", "treasury", "presidency", "cabinet",
})  # fmt: skip
"""What a state has one of: a single other word, as party, tells nothing."""
LEVELS: Final = frozenset({"federal", "central", "national"})
LONGEST: Final = 4
"""Words of a country's name before what it has."""


class Body(NamedTuple):
    """Whose a body is, and what it is, its words in an order of their own."""

    country: str
    words: str

    @property
    def is_government(self) -> bool:
        """Whether it is the government itself."""
        return self.words == "government"


@lru_cache(maxsize=1 << 14)
def body(name: str) -> Body | None:
    """Return which body of which country a name means; None when it is none, or its other words would not fit any country's.

    >>> body("Norwegian government"), body("Norwegian Harbour Board")
    (Body(country='Norway', words='government'), None)
    >>> body("Supreme Court of Norway") == body("Norway's Supreme Court")
    True
    """
    pieces = name.removeprefix("the ").split()
    for at in range(min(LONGEST, len(pieces) - 1), 0, -1):
        whose = " ".join(pieces[:at])
        if found := _of(whose.removesuffix("'s").removesuffix("’s"), pieces[at:]):
            return found
    if "of" in pieces:
        at = len(pieces) - 1 - pieces[::-1].index("of")
        return _of(" ".join(pieces[at + 1 :]).removeprefix("the "), pieces[:at])
    return None


def _of(whose: str, what: list[str]) -> Body | None:
    country = gazetteer.country(whose)
    words = {SPELLINGS.get(word, word) for word in forms.words(" ".join(what)) if word not in forms.SMALL} if country else set()
    if "government" in words:
        words -= LEVELS
    is_any = words <= SINGLE if len(words) == 1 else all(word in SINGLE or word in gazetteer.nouns("alone") for word in words)
    return Body(country, " ".join(sorted(words))) if country and words and is_any else None
