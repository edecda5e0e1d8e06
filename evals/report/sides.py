"""One side of a comparison: the value of every case, from a run or from the accepted baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evals.gates.baseline import Baseline
from evals.report.results import Result, RunRecord
from evals.suites.catalogue import TITLES


@dataclass(frozen=True)
class SideSuite:
    """A suite as one side asked it."""

    title: str
    digest: str
    is_whole: bool


@dataclass(frozen=True)
class Side:
    """What a comparison needs of a run."""

    made_at: str
    day: str
    about: str
    """Why it is the one to compare with, where somebody said so."""
    machine: Mapping[str, str]
    configuration: Mapping[str, str]
    suites: Mapping[str, SideSuite]
    values: Mapping[tuple[str, str], Mapping[str, float]] = field(repr=False)
    """By suite and metric, the value of every case that has one."""
    answers: Mapping[tuple[str, str], str] = field(repr=False)
    """By suite and case, what was answered, where it was kept."""

    def value(self, suite: str, metric: str, case: str) -> float | None:
        """Return the value of a metric on a case; None when it has none."""
        return self.values.get((suite, metric), {}).get(case)


def side_of_run(record: RunRecord, results: Sequence[Result]) -> Side:
    """Return the side that a whole run is."""
    values: dict[tuple[str, str], dict[str, float]] = {}
    for result in results:
        for score in result.scores:
            if score.value is not None:
                key = (result.case.suite, score.metric)
                values.setdefault(key, {})[result.case.id] = score.value
    return Side(
        made_at=record.made_at,
        day=record.day,
        about="",
        machine=record.machine,
        configuration=record.configuration,
        suites={s.name: SideSuite(s.title, s.digest, s.is_whole) for s in record.suites},
        values=values,
        answers={(r.case.suite, r.case.id): r.seen.text for r in results},
    )


def side_of_baseline(baseline: Baseline) -> Side:
    """Return the side that the accepted baseline is: values, and no answers."""
    return Side(
        made_at=baseline.made_at,
        day=baseline.day,
        about=baseline.reason,
        machine=baseline.machine,
        configuration=baseline.configuration,
        suites={
            name: SideSuite(TITLES[name], suite.digest, is_whole=True)
            for name, suite in baseline.suites.items()
        },
        values={
            (name, metric): suite.values(metric)
            for name, suite in baseline.suites.items()
            for metric in suite.metrics
        },
        answers={},
    )
