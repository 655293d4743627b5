"""Tell speech from attitudes, for corpora that mark both."""

from typing import Final

from tasks.score.words import WORD, Span

REPORTING: Final = (
    frozenset({"according", "accuse", "acknowledge", "add", "admit", "agree", "allege", "announce", "answer", "argue", "ask", "assert"})
    | {"assure", "believe", "blame", "blast", "boast", "call", "caution", "charge", "cite", "claim", "clarify", "comment"}
    | {"complain", "concede", "conclude", "confirm", "contend", "continue", "counter", "criticize", "declare", "demand", "deny"}
    | {"describe", "disclose", "discuss", "emphasize", "estimate", "explain", "find", "indicate", "inform", "insist", "joke"}
    | {"maintain", "mention", "note", "observe", "pledge", "point", "predict", "proclaim", "promise", "propose", "question", "quip"}
    | {"quote", "read", "recall", "recommend", "reiterate", "release", "remark", "remind", "reply", "report", "request", "respond"}
    | {"reveal", "say", "shout", "show", "speak", "state", "stress", "suggest", "talk", "tell", "testify", "think", "tweet", "urge"}
    | {"vow", "warn", "wonder", "write"}
)
"""The verbs that report speech, by their dictionary form."""
IRREGULAR: Final = frozenset(
    {"said", "says", "saying", "told", "wrote", "written", "found", "thought", "spoke", "shown", "denied", "denies", "replied"},
)
"""Their forms that no ending explains."""
ENDINGS: Final = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("d", ""), ("es", ""), ("s", ""))
"""Endings of verb forms, and what stands in their place in the dictionary form."""


def is_speech(text: str, kind: str, cue: Span | None) -> bool:
    """Tell whether a claim is quoted or has a reporting verb for a cue.

    >>> is_speech("Ruiz replied in kind.", "indirect", Span(5, 12))
    True
    >>> is_speech("Ruiz hoped in vain.", "indirect", Span(5, 10))
    False
    """
    if kind in {"direct", "mixed"}:
        return True
    return cue is not None and any(_reports(word.lower()) for word in WORD.findall(text[cue.start : cue.end]))


def _reports(word: str) -> bool:
    if word in REPORTING or word in IRREGULAR:
        return True
    return any(word.endswith(ending) and word.removesuffix(ending) + rest in REPORTING for ending, rest in ENDINGS)
