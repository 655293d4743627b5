"""Closed classes of words and of Penn tags that several rules read."""

from typing import Final

FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
PAST: Final = FINITE | {"VBN"}
"""Finite verbs, and what taggers make of some of them."""
NOMINAL: Final = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "SYM", "X"))
"""Parts of speech that a source can be headed by."""
NAMING: Final = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "HYPH", "POS", "DT", "FW"))
LINKING: Final = frozenset(("of", "for", "at", "(", ")", "-", ".", "from"))
"""Tags and words that stand inside the name and title of a source."""
RELATIVE: Final = frozenset(("who", "which", "that"))
TIMES: Final = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today", "tomorrow", "weekend"),
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
        *("week", "month", "year", "day", "night", "morning", "afternoon", "evening"),
    )
)
"""Nouns that tell when: between a verb of saying and what was said they belong to neither."""
