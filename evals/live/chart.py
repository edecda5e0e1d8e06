"""The control chart of the share of turns that ended without an answer.

A p-chart (Shewhart 1931): the mean of the last nights and, around it, as many standard errors as
the turns of tonight allow. Days of people differ more than throws of a coin, so the error is
widened by how much those nights varied among themselves (Laney 2002, «Improved control charts for
attributes», Quality Engineering 14(4)); it is never narrowed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from evals.live.bands import AbstentionBand, Verdict

_MOVING_RANGE = 1.128
"""Mean distance of two values of a normal distribution, in standard deviations (d₂ of two)."""


class Silence(NamedTuple):
    """Of the turns that asked something, how many got no answer."""

    silent: int
    asked: int


@dataclass(frozen=True)
class Limits:
    """The mean of the last nights, and between which shares a night like them lies."""

    nights: int
    mean: float
    low: float
    high: float


def limits(nights: Sequence[Silence], asked: int, sigmas: float) -> Limits:
    """Return where the share of a night with that many turns is expected.

    >>> found = limits([Silence(20, 100), Silence(22, 100), Silence(18, 100)], 100, 3)
    >>> round(found.mean, 2), round(found.low, 2), round(found.high, 2)
    (0.2, 0.07, 0.33)
    """
    silent, total = sum(n.silent for n in nights), sum(n.asked for n in nights)
    # Laplace: nights without a single silence must not forbid the first one.
    share = (silent + 1) / (total + 2)
    spread = share * (1 - share)
    places = [(n.silent / n.asked - share) / math.sqrt(spread / n.asked) for n in nights]
    ranges = [abs(b - a) for a, b in pairwise(places)]
    unrest = sum(ranges) / len(ranges) / _MOVING_RANGE if ranges else 1.0
    # One turn more or less never decides: with few turns the steps are coarser than the error.
    reach = sigmas * max(1.0, unrest) * math.sqrt(spread / asked) + 1 / asked
    mean = silent / total
    return Limits(len(nights), mean, max(0.0, mean - reach), min(1.0, mean + reach))


def judge(
    tonight: Silence, before: Sequence[Silence], band: AbstentionBand
) -> tuple[Verdict, Limits | None]:
    """Return whether tonight is like the nights before it, the latest last, and the limits."""
    known = [night for night in before if night.asked][-band.nights :]
    if len(known) < band.fewest_nights or not tonight.asked:
        return Verdict.FEW, None
    found = limits(known, tonight.asked, band.sigmas)
    if tonight.asked < band.fewest_turns:
        return Verdict.FEW, found
    is_in = found.low <= tonight.silent / tonight.asked <= found.high
    return (Verdict.IN if is_in else Verdict.OUT), found
