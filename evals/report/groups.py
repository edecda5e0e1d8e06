"""The same metric by group, with Fairlearn's `MetricFrame` (Bird et al. 2020).

The frame gives each group's figure, the worst and the gap. Its quantiles are drawn with our own
bootstrap by cluster, because that of Fairlearn resamples case by case, as if all were independent,
and takes about 50 ms each time: minutes for one table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fairlearn.metrics import MetricFrame, count

from evals.report.headline import main_metric
from evals.report.results import Result
from evals.statistics.bootstrap import Interval, cluster_interval
from evals.suites.case import Kind

FEWEST = 50
"""A smaller group is shown, and no conclusion is drawn of it (definition 10 of D2)."""


@dataclass(frozen=True)
class Group:
    """One group: its figure over its cases, between which bounds."""

    name: str
    cases: int
    interval: Interval

    @property
    def is_small(self) -> bool:
        """Whether it has too few cases to conclude anything."""
        return self.cases < FEWEST


@dataclass(frozen=True)
class GroupTable:
    """A metric of a suite by the groups of one kind, lowest first."""

    suite: Kind
    metric: str
    by: str
    groups: tuple[Group, ...]
    gap: float | None
    """Largest minus smallest among the groups with enough cases; None of fewer than two."""


def group_tables(results: Sequence[Result]) -> Iterator[GroupTable]:
    """Yield a table for each suite and each kind of group that its cases name."""
    rows: defaultdict[tuple[Kind, str], list[tuple[str, float, str]]] = defaultdict(list)
    for result in results:
        case = result.case
        value = result.value(main_metric(case.suite))
        if value is None:
            continue
        for by, group in case.groups.items():
            if (case.suite == "equity") == (by == "arm"):
                rows[case.suite, by].append((group, value, case.cluster))
    for (suite, by), found in rows.items():
        if len({group for group, _, _ in found}) > 1:
            yield table(suite, by, found)


def table(suite: Kind, by: str, rows: Sequence[tuple[str, float, str]]) -> GroupTable:
    """Return the table of (group, value, cluster) of every case."""
    frame = _frame(rows)
    cases: Mapping[str, int] = frame.by_group["cases"].to_dict()
    means: Mapping[str, float] = frame.by_group["mean"].to_dict()
    groups = []
    for name in sorted(means, key=lambda n: (means[n], n)):
        mine = [(value, cluster) for group, value, cluster in rows if group == name]
        drawn = cluster_interval([v for v, _ in mine], [c for _, c in mine])
        groups.append(
            Group(name, int(cases[name]), Interval(float(means[name]), drawn.low, drawn.high))
        )
    large = {g.name for g in groups if not g.is_small}
    gap = None
    if len(large) > 1:
        gap = float(_frame([row for row in rows if row[0] in large]).difference()["mean"])
    return GroupTable(suite, main_metric(suite), by, tuple(groups), gap)


def _frame(rows: Sequence[tuple[str, float, str]]) -> MetricFrame:
    values = [value for _, value, _ in rows]
    return MetricFrame(
        metrics={"mean": _mean, "cases": count},
        y_true=[1.0] * len(values),
        y_pred=values,
        sensitive_features=[group for group, _, _ in rows],
    )


def _mean(wanted: Sequence[float], values: Sequence[float]) -> float:
    return sum(values) / len(values)
