"""The best tree over the words of a sentence, given how well each would do as the head of each."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.int64]

NEVER = np.float32(-1e9)


def heads(scores: Scores) -> Heads:
    """Return the head of each word, one of them its own, so that all hang on that one; `scores` are [word, head].

    Mostly the best head of each word makes a tree already; where it does not, the cycles are opened as Chu and Liu, and Edmonds, showed.
    """
    best: Heads = scores.argmax(1)
    own = np.arange(len(scores))
    roots = np.flatnonzero(best == own)
    if len(roots) == 1 and _reach(best, int(roots[0])):
        return best
    root = _root(scores)
    rooted = scores.copy()
    np.fill_diagonal(rooted, NEVER)
    return _spanning(rooted, root)


def _root(scores: Scores) -> int:
    """Return the word that loses least, or gains most, by being its own head."""
    others = scores.copy()
    np.fill_diagonal(others, NEVER)
    return int((scores.diagonal() - others.max(1)).argmax())


def _reach(best: Heads, root: int) -> bool:
    """Tell whether every word comes to the root by going from head to head; jumps double in length each time."""
    jump = best
    for _ in range(len(best).bit_length()):
        jump = jump[jump]
    return bool((jump == root).all())


def _spanning(scores: Scores, root: int) -> Heads:
    """Return the heads of the best tree with this root, which is its own head."""
    best: Heads = scores.argmax(1)
    best[root] = root
    cycle = _cycle(best, root)
    if not cycle.any():
        return best
    inside, outside = np.flatnonzero(cycle), np.flatnonzero(~cycle)
    kept = scores[inside, best[inside]]
    entering = scores[np.ix_(inside, outside)] - kept[:, None]
    leaving = scores[np.ix_(outside, inside)]
    smaller = np.full((len(outside) + 1, len(outside) + 1), NEVER, np.float32)
    smaller[:-1, :-1] = scores[np.ix_(outside, outside)]
    smaller[-1, :-1], smaller[:-1, -1] = entering.max(0), leaving.max(1)
    found = _spanning(smaller, int(np.flatnonzero(outside == root)[0]))
    result: Heads = best.copy()
    hung_on_cycle = found[:-1] == len(outside)
    result[outside] = np.where(hung_on_cycle, inside[leaving.argmax(1)], outside[np.minimum(found[:-1], len(outside) - 1)])
    above = int(found[-1])
    result[inside[entering[:, above].argmax()]] = outside[above]
    return result


def _cycle(best: Heads, root: int) -> NDArray[np.bool_]:
    """Tell which words lie on one cycle that does not hold the root; none where there is no such cycle."""
    on_cycle = np.zeros(len(best), np.bool_)
    jump = best
    for _ in range(len(best).bit_length()):
        jump = jump[jump]
    lost = np.flatnonzero(jump != root)
    if len(lost):
        at = int(jump[lost[0]])
        while not on_cycle[at]:
            on_cycle[at] = True
            at = int(best[at])
    return on_cycle
