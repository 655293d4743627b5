"""How a speaker stands to what is reported, and whether the text says that it was said at all."""

from typing import Final

from tasks.attribute.tree import Tree
from tasks.attribute.utterance import Utterance

NEUTRAL: Final = "neutral"
NEGATIONS: Final = frozenset(("not", "n't", "n’t", "never", "neither", "nor"))


def stance(utterance: Utterance) -> str:
    """Return the stance of the cue in the frame it is used in; a quotation without a cue and a source after `according to` are neutral."""
    return utterance.cue.entry.stance(utterance.frame) if utterance.cue is not None else NEUTRAL


def is_negated(tree: Tree, utterance: Utterance) -> bool:
    """Tell whether the act of saying is negated: she did not say, nobody claims."""
    if utterance.cue is None:
        return False
    head = utterance.cue.head
    kids = [kid for kid in tree.kids[head] if kid < head and tree.base[kid] in {"advmod", "aux", "cc", "dep"}]
    return any(tree.words[kid] in NEGATIONS for kid in kids)
