"""From the scores of every case to figures. Pure: the same results give the same figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from evals.report.results import Figure, Latency, Parity, Result
from evals.running.observation import TIMED
from evals.scorers.conduct import SILENT
from evals.statistics.bootstrap import cluster_interval
from evals.statistics.paired import Equivalence, compare, equivalence
from evals.statistics.ranks import (
    Bin,
    Operating,
    abstention_curve,
    auroc,
    calibration_error,
    reliability,
)
from evals.statistics.shares import Share
from evals.suites.case import Kind
from evals.suites.equity import CONTRASTS

MARGIN = 0.05
"""Equity: the 95 % of a paired difference must lie within ±5 points (issue; D2, definition 10)."""

FEWEST_PAIRS = 300
FEWEST_TURNS = 200
"""Below it a 95th percentile says nothing."""


def figures(results: Sequence[Result]) -> Iterator[Figure]:
    """Yield every metric of every suite, over all its cases and by stratum."""
    groups: defaultdict[tuple[Kind, str, str], list[tuple[float | None, str]]] = defaultdict(list)
    for result in results:
        case = result.case
        for score in result.scores:
            row = (score.value, case.cluster)
            groups[case.suite, score.metric, ""].append(row)
            if case.stratum and case.suite not in ("figures",):
                groups[case.suite, score.metric, case.stratum].append(row)
    strata = {(suite, metric): 0 for suite, metric, _ in groups}
    for suite, metric, _ in groups:
        strata[suite, metric] += 1
    for (suite, metric, stratum), rows in groups.items():
        if not stratum or strata[suite, metric] > 2:
            yield figure(suite, metric, stratum, rows)


def figure(
    suite: Kind, metric: str, stratum: str, rows: Sequence[tuple[float | None, str]]
) -> Figure:
    """Return a figure from (value, cluster) of each case; no value is counted apart."""
    known = [(value, cluster) for value, cluster in rows if value is not None]
    values, clusters = [v for v, _ in known], [c for _, c in known]
    low = high = mean = wide_low = wide_high = failing = None
    if values:
        wide = cluster_interval(values, clusters)
        mean, low, high = wide.mean, wide.low, wide.high
        wide_low, wide_high = wide.low, wide.high
        if set(values) <= {0.0, 1.0}:
            share = Share(int(sum(values)), len(values))
            low, high = share.interval
            failing = share.worst_failing
    return Figure(
        suite=suite,
        metric=metric,
        stratum=stratum,
        cases=len(values),
        unscored=len(rows) - len(values),
        mean=mean,
        low=low,
        high=high,
        clustered_low=wide_low,
        clustered_high=wide_high,
        worst_failing=failing,
    )


def parities(results: Iterable[Result]) -> Iterator[Parity]:
    """Yield every contrast of the equity suite, for each of its metrics."""
    arms: defaultdict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for result in results:
        if result.case.suite == "equity":
            for score in result.scores:
                if score.value is not None:
                    arms[score.metric, result.case.stratum][result.case.cluster] = score.value
    for metric in sorted({metric for metric, _ in arms}):
        for contrast, (one, other) in CONTRASTS.items():
            first, second = arms[metric, one], arms[metric, other]
            shared = sorted(first.keys() & second.keys())
            if not shared:
                continue
            found = compare([first[c] for c in shared], [second[c] for c in shared], shared)
            verdict = equivalence(found.difference, MARGIN)
            if len(shared) < FEWEST_PAIRS and verdict == Equivalence.EQUAL:
                verdict = Equivalence.UNSETTLED
            yield Parity(
                contrast=contrast,
                arms=(one, other),
                metric=metric,
                pairs=len(shared),
                first=float(np.mean([first[c] for c in shared])),
                second=float(np.mean([second[c] for c in shared])),
                difference=found.difference.mean,
                low=found.difference.low,
                high=found.difference.high,
                verdict=verdict.value,
            )


def latencies(results: Iterable[Result]) -> Iterator[Latency]:
    """Yield the percentiles of every step of the turns of the timed suite."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    for result in results:
        if result.case.suite == TIMED and result.seen.is_recorded:
            for step, took in {**result.seen.timings_ms, "total": result.seen.total_ms}.items():
                times[step].append(took)
    for step, taken in times.items():
        p50, p95, p99 = np.percentile(taken, [50, 95, 99])
        yield Latency(step=step, turns=len(taken), p50=p50, p95=p95, p99=p99)


def sureness(results: Iterable[Result]) -> tuple[list[float], list[float]]:
    """Return the confidence on questions that are answered in the base, and on those that are not.

    Only questions that were searched have one: those of the suites of answers and abstention.
    """
    answerable, others = [], []
    for result in results:
        sure = result.seen.confidence
        if sure is None:
            continue
        if result.case.suite == "answers" and result.case.expected_action == "answer":
            answerable.append(sure)
        elif result.case.suite == "abstention" and "answer" not in result.case.also_ok:
            others.append(sure)
    return answerable, others


def reliability_of(results: Iterable[Result]) -> tuple[Bin, ...]:
    """Return how often answers were right, by how sure the search was."""
    shown = [
        (r.seen.confidence, r.value("right"))
        for r in results
        if r.case.suite in ("answers", "abstention")
        and r.seen.confidence is not None
        and r.value("right") is not None
        and r.seen.action not in SILENT
    ]
    sure = [float(c) for c, _ in shown if c is not None]
    return reliability(sure, [value == 1.0 for _, value in shown])


def curve_of(results: Sequence[Result]) -> tuple[Operating, ...]:
    """Return what every threshold of confidence would refuse and silence."""
    return abstention_curve(*sureness(results))


def extras(results: Sequence[Result], seconds: float) -> Mapping[str, float | None]:
    """Return the figures of the whole run."""
    answerable, others = sureness(results)
    marks = [r.seen.reference_ms for r in results if r.seen.reference_ms is not None]
    return {
        "auroc": auroc(answerable + others, [True] * len(answerable) + [False] * len(others)),
        "calibration_error": calibration_error(reliability_of(results)),
        "reference_ms": float(np.median(marks)) if marks else None,
        "seconds": round(seconds, 1),
    }
