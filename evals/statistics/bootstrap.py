"""Percentile bootstrap that resamples clusters: cases on one fact are not independent evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES, SEED = 10_000, 8


@dataclass(frozen=True)
class Interval:
    """A mean and the bounds between which it lies."""

    mean: float
    low: float
    high: float


def resampled_means(values: Sequence[float], clusters: Sequence[str]) -> NDArray[np.float64]:
    """Return `RESAMPLES` means of the values, drawing whole clusters with replacement.

    The mean of a draw weighs every case alike, so larger clusters weigh more, as in the sample
    (Field and Welsh 2007, «Bootstrapping clustered data»). The seed is fixed.

    Raises:
        ValueError: there is nothing to resample.
    """
    if not len(values):
        raise ValueError("nothing to resample")
    names, which = np.unique(np.asarray(clusters), return_inverse=True)
    sums = np.bincount(which, weights=np.asarray(values, dtype=float), minlength=len(names))
    sizes = np.bincount(which, minlength=len(names)).astype(float)
    chance = np.random.default_rng(SEED)
    means = np.empty(RESAMPLES)
    for start in range(0, RESAMPLES, 500):
        drawn = chance.integers(0, len(names), size=(500, len(names)))
        means[start : start + 500] = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    return means


def cluster_interval(
    values: Sequence[float], clusters: Sequence[str], confidence: float = 0.95
) -> Interval:
    """Return the mean with its percentile interval.

    >>> cluster_interval([1.0, 1.0, 1.0], ["a", "b", "c"])
    Interval(mean=1.0, low=1.0, high=1.0)

    Raises:
        ValueError: there is nothing to resample.
    """
    if len(set(values)) == 1:
        return Interval(float(values[0]), float(values[0]), float(values[0]))
    means = resampled_means(values, clusters)
    tail = 50 * (1 - confidence)
    low, high = np.percentile(means, [tail, 100 - tail])
    return Interval(float(np.mean(values)), float(low), float(high))
