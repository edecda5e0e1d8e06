"""Shares with their intervals: Wilson (1927) to describe, Clopper-Pearson (1934) to guarantee."""

from __future__ import annotations

import math
from dataclasses import dataclass

from statsmodels.stats.proportion import proportion_confint

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Share:
    """How many of how many, and between which bounds the true share lies (Wilson, 95 %)."""

    right: int
    total: int

    @property
    def value(self) -> float:
        """The share, in [0, 1]; NaN of nothing."""
        return self.right / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson interval; NaN of nothing."""
        if not self.total:
            return math.nan, math.nan
        low, high = proportion_confint(self.right, self.total, 1 - CONFIDENCE, method="wilson")
        return float(low), float(high)

    @property
    def worst_failing(self) -> float:
        """The one-sided exact bound on the share that is not right (Clopper-Pearson, 95 %).

        >>> round(Share(299, 299).worst_failing, 4)
        0.01
        """
        if not self.total:
            return math.nan
        failing = self.total - self.right
        _, high = proportion_confint(failing, self.total, 2 * (1 - CONFIDENCE), method="beta")
        return 1.0 if failing == self.total else float(high)

    def __str__(self) -> str:
        """Return it as a reader wants it."""
        low, high = self.interval
        return f"{self.value:.1%} ({self.right}/{self.total}; {low:.1%}–{high:.1%})"
