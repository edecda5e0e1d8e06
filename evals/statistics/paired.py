"""Two runs on the same cases, or two arms of the same pairs: is one better, are they equal?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from evals.statistics.bootstrap import Interval, cluster_interval, resampled_means


class Equivalence(StrEnum):
    """What an interval of a difference says of a margin."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNSETTLED = "unsettled"


@dataclass(frozen=True)
class Comparison:
    """The second of each pair minus the first, over the pairs that both have."""

    pairs: int
    difference: Interval
    worst_loss: float
    """One-sided 95 % bound on how much worse the second is; 0.02 is two points."""
    better: int
    worse: int
    p: float
    """Exact McNemar (1947) on the pairs that changed side; 1 when none did."""


def compare(first: Sequence[float], second: Sequence[float], clusters: Sequence[str]) -> Comparison:
    """Return the comparison of paired values in [0, 1].

    McNemar's test takes a value of at least one half as right.

    Raises:
        ValueError: the lengths differ, or there are no pairs.
    """
    if not len(first) == len(second) == len(clusters):
        raise ValueError("pairs must have both values and a cluster")
    change = np.asarray(second, float) - np.asarray(first, float)
    means = resampled_means([*change], clusters)
    was, now = np.asarray(first) >= 0.5, np.asarray(second) >= 0.5
    better, worse = int((~was & now).sum()), int((was & ~now).sum())
    low, high = np.percentile(means, [2.5, 97.5])
    table = [[int((was & now).sum()), worse], [better, int((~was & ~now).sum())]]
    return Comparison(
        pairs=len(change),
        difference=Interval(float(change.mean()), float(low), float(high)),
        worst_loss=float(-np.percentile(means, 5)),
        better=better,
        worse=worse,
        p=float(mcnemar(table, exact=True).pvalue) if better + worse else 1.0,
    )


def equivalence(difference: Interval, margin: float) -> Equivalence:
    """Return whether the difference is inside ±`margin`, outside it, or not known yet.

    The 95 % interval inside the margin is the two one-sided tests of Schuirmann (1987) at 2.5 %.

    >>> equivalence(Interval(0.0, -0.02, 0.03), 0.05)
    <Equivalence.EQUAL: 'equal'>
    >>> equivalence(Interval(-0.1, -0.14, -0.06), 0.05)
    <Equivalence.DIFFERENT: 'different'>
    >>> equivalence(Interval(-0.04, -0.07, 0.0), 0.05)
    <Equivalence.UNSETTLED: 'unsettled'>
    """
    if -margin <= difference.low and difference.high <= margin:
        return Equivalence.EQUAL
    if difference.high < -margin or difference.low > margin:
        return Equivalence.DIFFERENT
    return Equivalence.UNSETTLED


def holm(values: Mapping[str, float]) -> Mapping[str, float]:
    """Return the p values, by name, corrected for how many there are (Holm 1979).

    >>> {k: round(float(v), 3) for k, v in holm({"a": 0.01, "b": 0.04}).items()}
    {'a': 0.02, 'b': 0.04}
    """
    if not values:
        return {}
    _, corrected, _, _ = multipletests(list(values.values()), method="holm")
    return dict(zip(values, map(float, corrected), strict=True))


__all__ = [
    "Comparison",
    "Equivalence",
    "Interval",
    "cluster_interval",
    "compare",
    "equivalence",
    "holm",
]
