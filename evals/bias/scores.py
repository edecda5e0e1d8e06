"""The score that the system gives, by group, where the file brings it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from statsmodels.stats.weightstats import DescrStatsW

from evals.bias.cases import Cases
from evals.bias.grouping import Grouping


@dataclass(frozen=True)
class MeanScore:
    """The mean score of a group with its 95 % interval (Student's t), and the median."""

    grouping: str
    group: str
    of: int
    mean: float
    low: float
    high: float
    median: float


def mean_scores(cases: Cases, minimum: int) -> tuple[MeanScore, ...]:
    """Return the mean score of each group that has at least `minimum` scores."""
    if cases.score is None:
        return ()
    return tuple(
        found
        for grouping in cases.groupings
        for label in grouping.labels
        if (found := _mean(cases.score, grouping, label, minimum))
    )


def _mean(
    score: np.typing.NDArray[np.float64], grouping: Grouping, label: str, minimum: int
) -> MeanScore | None:
    values = score[grouping.members(label) & ~np.isnan(score)]
    if len(values) < minimum:
        return None
    low, high = DescrStatsW(values).tconfint_mean()
    return MeanScore(
        grouping.name, label, len(values), float(values.mean()), float(low), float(high),
        float(np.median(values)),
    )  # fmt: skip
