"""Percentiles of measured times, with intervals that assume nothing about their distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEAST = {0.5: 20, 0.95: 200, 0.99: 1000}
"""Times without which a percentile is not said: with fewer, the tail is a handful of them."""


@dataclass(frozen=True)
class Percentile:
    """A percentile as it was measured, and between which bounds the true one lies (95 %)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Spread:
    """How long something took, `n` times; a percentile that `n` does not allow is None."""

    n: int
    p50: Percentile | None
    p95: Percentile | None
    p99: Percentile | None


def build_spread(times: Sequence[float]) -> Spread:
    """Return the percentiles of `times`.

    >>> build_spread([7.0] * 50)
    Spread(n=50, p50=Percentile(value=7.0, low=7.0, high=7.0), p95=None, p99=None)
    """
    ordered = sorted(times)
    return Spread(len(ordered), *(_percentile(ordered, share) for share in (0.5, 0.95, 0.99)))


def _percentile(ordered: Sequence[float], share: float) -> Percentile | None:
    n = len(ordered)
    ranks = find_ranks(n, share) if n >= LEAST[share] else None
    if ranks is None:
        return None
    low, high = ranks
    return Percentile(ordered[math.ceil(share * n) - 1], ordered[low - 1], ordered[high - 1])


def find_ranks(n: int, share: float, miss: float = 0.05) -> tuple[int, int] | None:
    """Return the ranks, from one, of the two times that hold the percentile between them.

    How many of `n` times are below the true percentile is binomial, whatever their distribution
    (David and Nagaraja 2003, «Order Statistics», 7.1). At most `miss / 2` is left out at each end;
    None where not even the shortest or the longest time reaches that far.

    >>> find_ranks(100, 0.5), find_ranks(1000, 0.99), find_ranks(100, 0.99)
    ((40, 61), (983, 997), None)
    """
    below, low, high = 0.0, 0, 0
    for count in range(n + 1):
        below += _binomial(n, count, share)
        if below <= miss / 2:
            low = count + 1
        if below >= 1 - miss / 2:
            high = count + 1
            break
    return (low, high) if low >= 1 and 1 <= high <= n else None


def _binomial(n: int, count: int, share: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(count + 1) - math.lgamma(n - count + 1)
    return math.exp(ways + count * math.log(share) + (n - count) * math.log1p(-share))
