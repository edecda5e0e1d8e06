"""Each group against everybody else, with what the data allow to say of the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep

from evals.bias.cases import Cases
from evals.bias.rates import JUDGED, Mask, Measure, Rate, group_rates, masks, measured, rate
from evals.bias.verdicts import Outcome, judge

FEWEST_SHOWN = 5
"""A group with fewer cases is not shown apart: its rate would say what was decided on somebody."""

_FEW_GROUPINGS = 4
"""With more, a table or a plot has room for one group of each at the least, not for two."""


@dataclass(frozen=True)
class Comparison:
    """A rate of one group, and of those who are not in it but whose group is known."""

    grouping: str
    group: str
    size: int
    measure: Measure
    rate: Rate
    rest: Rate
    difference: float | None = None
    low: float = -1.0
    high: float = 1.0
    p: float = 1.0
    adjusted: float = 1.0
    outcome: Outcome = Outcome.NOT_JUDGED

    @property
    def is_adverse(self) -> bool:
        """Whether it is the group, and not the others, who come off worse."""
        lower_is_worse = self.measure in (Measure.SELECTION, Measure.FOUND, Measure.PRECISION)
        return ((self.difference or 0) < 0) is lower_is_worse

    def mirrors(self, other: Comparison) -> bool:
        """Whether both are the same comparison, told from either of the only two groups."""
        same = self.grouping == other.grouping and self.measure is other.measure
        return same and self.group != other.group and self.rest == other.rate


def first_to_look_at(one: Comparison) -> tuple[int, float]:
    """Return a key that sorts comparisons: the most serious first, and the widest of those."""
    return tuple(Outcome).index(one.outcome), -abs(one.difference or 0)


def told_once(found: Sequence[Comparison]) -> list[Comparison]:
    """Return the comparisons, but of the only two groups just the one that comes off worse."""
    return [
        one
        for place, one in enumerate(found)
        if not any(
            one.mirrors(other) and (not one.is_adverse, place) > (not other.is_adverse, there)
            for there, other in enumerate(found)
        )
    ]


def picked(found: Sequence[Comparison], most: int) -> list[Comparison]:
    """Return the `most` comparisons to look at first, some of each grouping at the least.

    Else a grouping of many small groups, such as the communes, would push out all the others.
    """
    ordered = sorted(found, key=first_to_look_at)
    names = list(dict.fromkeys(one.grouping for one in ordered))
    each = 2 if len(names) <= _FEW_GROUPINGS else 1
    kept = [
        one for name in names for one in [one for one in ordered if one.grouping == name][:each]
    ]
    others = [one for one in ordered if one not in kept]
    kept += others[: max(0, most - len(kept))]
    return sorted(kept, key=first_to_look_at)


def compare(
    cases: Cases, groupings: Mapping[str, Mapping[str, Mask]], minimum: int, margin: float
) -> tuple[Comparison, ...]:
    """Return every comparison, the intervals of Newcombe and Holm's correction over all of them."""
    found = [
        one
        for name, groups in groupings.items()
        for one in _compare_grouping(cases, name, dict(groups), minimum)
    ]
    return tuple(_judged(found, margin))


def _compare_grouping(
    cases: Cases, name: str, groups: dict[str, Mask], minimum: int
) -> list[Comparison]:
    everybody = np.logical_or.reduce(list(groups.values()))
    rates = {(m, label): one for m, label, one in group_rates(cases, groups, minimum)}
    found = []
    for measure in measured(cases):
        of, hits = masks(cases, measure)
        for label, members in groups.items():
            others = everybody & ~members
            rest = rate(int((hits & others).sum()), int((of & others).sum()), minimum)
            size = int(members.sum())
            one = Comparison(name, label, size, measure, rates[measure, label], rest)
            enough = min(one.rate.of, rest.of) >= minimum and measure in JUDGED
            found.append(_with_difference(one) if enough else one)
    return found


def _with_difference(one: Comparison) -> Comparison:
    counts = (one.rate.hits, one.rate.of, one.rest.hits, one.rest.of)
    low, high = confint_proportions_2indep(*counts, method="newcomb")
    # statsmodels also works out an odds ratio, which nobody asks for and which may divide by zero.
    with np.errstate(divide="ignore", invalid="ignore"):
        tested = test_proportions_2indep(*counts, method="agresti-caffo")
    assert one.rate.value is not None and one.rest.value is not None
    difference = one.rate.value - one.rest.value
    return replace(
        one, difference=difference, low=float(low), high=float(high), p=float(tested.pvalue)
    )


def _judged(found: Sequence[Comparison], margin: float) -> list[Comparison]:
    """Correct the p values and judge. Of two groups that are all there are, one is the mirror."""
    family: dict[tuple[str, Measure, frozenset[tuple[int, int]]], list[int]] = {}
    for place, one in enumerate(found):
        if one.difference is not None:
            sides = frozenset({(one.rate.hits, one.rate.of), (one.rest.hits, one.rest.of)})
            family.setdefault((one.grouping, one.measure, sides), []).append(place)
    judged = list(found)
    if family:
        values = [found[places[0]].p for places in family.values()]
        corrected = multipletests(values, method="holm")[1]
        for places, value in zip(family.values(), corrected, strict=True):
            for place in places:
                one = found[place]
                outcome = judge(one.low, one.high, float(value), margin)
                judged[place] = replace(one, adjusted=float(value), outcome=outcome)
    return judged
