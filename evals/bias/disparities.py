"""The measures that the policy names, by Fairlearn, with intervals by resampling.

`MetricFrame` gives the values. Its own resampling builds a table for each sample, and takes minutes
for what is here a draw of counts: every measure depends only on how many cases have each group,
decision and real outcome, and to resample the rows is to draw those counts from a multinomial. A
test compares both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.bias.cases import Cases
from evals.bias.grouping import Grouping

Counts = NDArray[np.int_]
Values = NDArray[np.float64]

FOUR_FIFTHS = 0.8
"""«Four-fifths rule», United States: Uniform Guidelines, 29 CFR 1607.4(D) (1978). A reference."""


@dataclass(frozen=True)
class Disparity:
    """A measure between the groups of a grouping that have cases enough, with a 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Disparities:
    """The largest distance between two groups of a grouping, and which groups were measured."""

    grouping: str
    groups: tuple[str, ...]
    parity_difference: Disparity
    parity_ratio: Disparity
    equalized_odds: Disparity | None
    """None where the real outcome is not known, or too few cases of a group have it."""


def disparities(
    cases: Cases, grouping: Grouping, minimum: int, samples: int, seed: int
) -> Disparities | None:
    """Return the disparities of a grouping; None if fewer than two groups have cases enough."""
    judged = [label for label in grouping.labels if _enough(cases, grouping, label, minimum)]
    if len(judged) < 2:
        return None
    counts = np.stack([_counts(cases, grouping, label) for label in judged])
    draws = _draw(counts, samples, seed)
    rates = _by_fairlearn(counts)
    selected = _selection(draws)
    difference, ratio = rates["seleccion"].difference(), rates["seleccion"].ratio()
    odds = None
    if cases.real is not None and (counts[:, :2, :].sum(axis=2) >= minimum).all():
        found = max(rates["vp"].difference(), rates["fp"].difference())
        odds = _with_interval(found, np.maximum(_spread(_hits(draws, 1)), _spread(_hits(draws, 0))))
    return Disparities(
        grouping.name,
        tuple(judged),
        _with_interval(difference, _spread(selected)),
        _with_interval(ratio, _ratio(selected)),
        odds,
    )


def _enough(cases: Cases, grouping: Grouping, label: str, minimum: int) -> bool:
    return int((grouping.members(label) & (cases.decided >= 0)).sum()) >= minimum


def _counts(cases: Cases, grouping: Grouping, label: str) -> Counts:
    """Return the cases of a group by real outcome (0, 1, not known) and decision (0, 1)."""
    members = grouping.members(label)
    real = cases.real if cases.real is not None else np.full(len(cases), -1)
    return np.array(
        [
            [int((members & (real == truth) & (cases.decided == said)).sum()) for said in (0, 1)]
            for truth in (0, 1, -1)
        ]
    )


def _draw(counts: Counts, samples: int, seed: int) -> Counts:
    flat = counts.ravel()
    drawn = np.random.default_rng(seed).multinomial(flat.sum(), flat / flat.sum(), size=samples)
    return drawn.reshape(samples, *counts.shape)


def _by_fairlearn(counts: Counts) -> dict[str, Any]:
    """Return the frames of the rates, from the cases that the counts stand for."""
    from fairlearn.metrics import (
        MetricFrame,
        false_positive_rate,
        selection_rate,
        true_positive_rate,
    )

    def frame(metric: Callable[..., float], truths: Sequence[int]) -> MetricFrame:
        cells = [
            (group, truth, said, int(counts[group, truth, said]))
            for group in range(len(counts))
            for truth in truths
            for said in (0, 1)
        ]
        times = [count for *_, count in cells]
        group, truth, said = (np.repeat([cell[i] for cell in cells], times) for i in range(3))
        return MetricFrame(
            metrics=metric, y_true=np.minimum(truth, 1), y_pred=said, sensitive_features=group
        )

    frames = {"seleccion": frame(selection_rate, (0, 1, 2))}
    if counts[:, :2, :].sum(axis=2).all():
        frames["vp"] = frame(true_positive_rate, (0, 1))
        frames["fp"] = frame(false_positive_rate, (0, 1))
    return frames


def _selection(draws: Counts) -> Values:
    return _share(draws[..., 1].sum(axis=2), draws.sum(axis=(2, 3)))


def _hits(draws: Counts, truth: int) -> Values:
    return _share(draws[:, :, truth, 1], draws[:, :, truth, :].sum(axis=2))


def _share(hits: Counts, of: Counts) -> Values:
    return np.where(of > 0, hits / np.maximum(of, 1), np.nan)


def _spread(rates: Values) -> Values:
    return np.asarray(np.nanmax(rates, axis=1) - np.nanmin(rates, axis=1))


def _ratio(rates: Values) -> Values:
    highest = np.nanmax(rates, axis=1)
    return np.where(highest > 0, np.nanmin(rates, axis=1) / np.where(highest > 0, highest, 1), 1.0)


def _with_interval(value: float, drawn: Values) -> Disparity:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Disparity(float(value), float(low), float(high))
