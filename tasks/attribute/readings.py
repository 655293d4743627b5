"""What the model reads in each word, beside its parse: whether it belongs to a cue or a content. It seconds the rules or speaks against them."""

from typing import Final

from tasks.attribute.cues import Cue
from tasks.attribute.tree import Tree
from tasks.attribute.utterance import Utterance

LIKELY: Final = 50
"""Percent from which a word is more likely one than not."""
FAINT_CUE: Final = 10
FAINT_CONTENT: Final = 15
"""Percent under which the model sees none."""
SECONDED: Final = 0.6
"""What is left of a threshold where the model sees a cue too."""


def reports(tree: Tree, cue: Cue, frame: str, least: float) -> bool:
    """Tell whether a cue reports in a frame at least as often as asked, or more rarely where the model sees a cue there too."""
    marks = tree.tokens.in_cue
    is_seconded = bool(marks) and (marks[cue.head] or 0) >= LIKELY
    return cue.entry.rate(frame) >= (least * SECONDED if is_seconded else least)


def is_credible(tree: Tree, utterance: Utterance) -> bool:
    """Tell whether the model sees a cue or a content where the rules do; true where no model read the words."""
    contents = [tree.tokens.in_content[token] for part in utterance.content for token in range(*part)] if tree.tokens.in_content else []
    known = [value for value in contents if value is not None]
    if not known:
        return True
    inside = sum(known) / len(known)
    cue = tree.tokens.in_cue[utterance.cue_stretch.first] if utterance.cue_stretch else None
    if cue is None or cue >= LIKELY:
        return cue is not None or inside >= FAINT_CONTENT
    return inside >= (FAINT_CONTENT if cue >= FAINT_CUE else LIKELY)
