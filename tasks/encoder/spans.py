"""The best row of BIO labels: what is inside a name goes on with a name of the same kind, in the same sentence."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

NEVER: Final = np.float32(-1e9)


class Rows:
    """The rules of a set of labels: `O`, and `B-` and `I-` of each kind."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = list(labels)
        self.may_begin = np.array([not label.startswith("I-") for label in labels])
        self.may_follow = np.array([[not after.startswith("I-") or before[1:] == after[1:] for after in labels] for before in labels])

    def best(self, scores: NDArray[np.float32], firsts: NDArray[np.int64]) -> list[str]:
        """Return the best permitted row for `scores` [word, label]; `firsts` are the words that begin a sentence.

        Mostly the best label of each word is permitted, and then there is nothing to search.
        """
        begins = np.zeros(len(scores), np.bool_)
        begins[firsts] = True
        best = scores.argmax(1)
        follows = self.may_follow[best[:-1], best[1:]]
        begun = self.may_begin[best]
        if not (begun[0] and (np.where(begins[1:], begun[1:], follows)).all()):
            best = self._searched(scores, begins)
        return [self.labels[number] for number in best.tolist()]

    def _searched(self, scores: NDArray[np.float32], begins: NDArray[np.bool_]) -> NDArray[np.int64]:
        follow = np.where(self.may_follow, np.float32(0), NEVER)
        begin = np.where(self.may_begin, np.float32(0), NEVER)
        came_from = np.zeros(scores.shape, np.int64)
        total = scores[0] + begin
        for number in range(1, len(scores)):
            ways = total[:, None] + (begin if begins[number] else follow)
            came_from[number] = ways.argmax(0)
            total = ways.max(0) + scores[number]
        row = np.zeros(len(scores), np.int64)
        row[-1] = total.argmax()
        for number in range(len(scores) - 1, 0, -1):
            row[number - 1] = came_from[number, row[number]]
        return row
