"""Rates by group as counts with an interval, so that anybody can work them out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from statsmodels.stats.proportion import proportion_confint

from evals.bias.cases import Cases

Mask = NDArray[np.bool_]


class Measure(StrEnum):
    """What is measured in each group."""

    SELECTION = "seleccion"
    MISSED = "falsos_negativos"
    GRANTED = "falsos_positivos"
    FOUND = "verdaderos_positivos"
    PRECISION = "precision"


JUDGED = (Measure.SELECTION, Measure.MISSED, Measure.GRANTED, Measure.PRECISION)
"""The true positive rate is left out: it is one less the false negative rate."""


@dataclass(frozen=True)
class Rate:
    """`hits` of `of` cases, with a 95 % interval; there is no value where there are no cases."""

    hits: int
    of: int
    value: float | None
    low: float
    high: float
    exact: bool
    """Clopper-Pearson, for few cases, rather than Wilson."""


def rate(hits: int, of: int, minimum: int) -> Rate:
    """Return the rate with the interval of Wilson, or Clopper-Pearson's under `minimum` cases.

    >>> found = rate(8, 40, minimum=30)
    >>> found.value, round(found.low, 4), round(found.high, 4)
    (0.2, 0.105, 0.3476)
    """
    if of == 0:
        return Rate(0, 0, None, 0.0, 1.0, exact=True)
    exact = of < minimum
    low, high = proportion_confint(hits, of, method="beta" if exact else "wilson")
    return Rate(hits, of, hits / of, float(low), float(high), exact)


def masks(cases: Cases, measure: Measure) -> tuple[Mask, Mask]:
    """Return which cases count for `measure`, and which of them are hits.

    Raises:
        ValueError: the measure needs the real outcome, and the cases have none.
    """
    favourable, known = cases.decided == 1, cases.decided >= 0
    if measure is Measure.SELECTION:
        return known, favourable
    if cases.real is None:
        raise ValueError(f"{measure} needs the real outcome")
    known = known & (cases.real >= 0)
    deserved = cases.real == 1
    match measure:
        case Measure.MISSED:
            return known & deserved, known & deserved & ~favourable
        case Measure.GRANTED:
            return known & ~deserved, known & ~deserved & favourable
        case Measure.FOUND:
            return known & deserved, known & deserved & favourable
        case Measure.PRECISION:
            return known & favourable, known & favourable & deserved


def measured(cases: Cases) -> tuple[Measure, ...]:
    """Return the measures that the cases allow: errors need to know what should have been."""
    return tuple(Measure) if cases.real is not None else (Measure.SELECTION,)


def group_rates(
    cases: Cases, groups: dict[str, Mask], minimum: int
) -> Iterator[tuple[Measure, str, Rate]]:
    """Yield each rate of each group."""
    for measure in measured(cases):
        of, hits = masks(cases, measure)
        for label, members in groups.items():
            count, total = int((hits & members).sum()), int((of & members).sum())
            yield measure, label, rate(count, total, minimum)
