"""The numbers of a measurement."""

from typing import NamedTuple


class Rates(NamedTuple):
    """Precision, recall and their harmonic mean, in per cent with one decimal."""

    precision: float
    recall: float
    f1: float


def rates(hits: float, predicted: float, gold: float) -> Rates:
    """Return the rates of so many hits among so many predicted and so many in gold.

    >>> rates(1, 2, 4)
    Rates(precision=50.0, recall=25.0, f1=33.3)
    """
    return averaged(hits / predicted if predicted else 0.0, hits / gold if gold else 0.0)


def averaged(precision: float, recall: float) -> Rates:
    """Return the rates of a precision and a recall between 0 and 1."""
    total = precision + recall
    return Rates(percent(precision), percent(recall), percent(2 * precision * recall / total if total else 0.0))


def share(part: int, whole: int) -> float | None:
    """Return a part in per cent of a whole; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def percent(value: float) -> float:
    """Return a value between 0 and 1 in per cent with one decimal."""
    return round(100 * value, 1)
