"""Everything that the page shows, gathered from a run; nothing here knows of HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.confidence import CONFIDENCE_FILE, load_calibration
from evals.gates.gate import Finding, GateReport, Verdict
from evals.report import plots, plots_paired
from evals.report.compare import Comparison
from evals.report.compare_page import ComparePage, build_compare_page
from evals.report.drawing import Drawing
from evals.report.failures import Failure, failures
from evals.report.fitting_in import fitting
from evals.report.gate_words import findings_of, verdict_words
from evals.report.groups import GroupTable, group_tables
from evals.report.headline import gravity, headline_figures, is_apart, main_metric
from evals.report.names import ASKS, step_place
from evals.report.results import Figure, Latency, Result, RunRecord, SuiteRun
from evals.report.routing import Confusion, confusion
from evals.report.summary import curve_of, reliability_of
from evals.suites.catalogue import TITLES
from knowledge_base.model import Passage


@dataclass(frozen=True)
class Section:
    """One suite."""

    suite: SuiteRun
    asks: str
    whole: tuple[Figure, ...]
    """Each metric over all its cases, gravest first."""
    strata: tuple[Figure, ...]
    """The main metric by class of case."""
    other_strata: tuple[Figure, ...]
    groups: tuple[GroupTable, ...]
    drawings: tuple[Drawing, ...]
    shown: tuple[Failure, ...]
    failed: int

    @property
    def hidden(self) -> int:
        """Failed cases that do not fit in the page."""
        return self.failed - len(self.shown)


@dataclass(frozen=True)
class Page:
    """The report of a run."""

    record: RunRecord
    verdict: str
    meaning: str
    kind: str
    failing: tuple[Finding, ...]
    lacking: tuple[Finding, ...]
    passing: tuple[Finding, ...]
    headline: tuple[Figure, ...]
    sections: tuple[Section, ...]
    not_asked: tuple[str, ...]
    unscored: tuple[Figure, ...]
    confusion: Confusion | None
    equity: tuple[Drawing, ...]
    latencies: tuple[Latency, ...]
    """The steps in the order of a turn."""
    latency: Drawing | None
    compared: ComparePage | None

    @property
    def cases(self) -> int:
        """How many cases were asked, in all."""
        return sum(s.cases for s in self.record.suites)

    @property
    def failed(self) -> int:
        """How many cases are not right in everything."""
        return sum(s.failed for s in self.sections)

    @property
    def failed_metrics(self) -> tuple[str, ...]:
        """The metrics that some shown case fails, gravest first."""
        found = {r.metric for s in self.sections for case in s.shown for r in case.reasons}
        return tuple(sorted(found, key=lambda metric: (gravity(metric), metric)))


def build_page(
    record: RunRecord,
    results: Sequence[Result],
    baseline: Comparison | None,
    gate: GateReport | None,
    passages: Mapping[str, Passage],
) -> Page:
    """Return the page of a run."""
    verdict, meaning = verdict_words(gate)
    matrix = confusion(results)
    asked = {s.name for s in record.suites}
    steps = tuple(sorted(record.latencies, key=lambda x: step_place(x.step)))
    return Page(
        record=record,
        verdict=verdict,
        meaning=meaning,
        kind=gate.verdict.value if gate is not None else "none",
        failing=findings_of(gate, Verdict.FAIL),
        lacking=findings_of(gate, Verdict.NOT_ENOUGH),
        passing=findings_of(gate, Verdict.PASS),
        headline=tuple(headline_figures(record)),
        sections=_sections(record, results, matrix, passages),
        not_asked=tuple(title for name, title in TITLES.items() if name not in asked),
        unscored=tuple(f for f in record.figures if f.unscored and not f.stratum),
        confusion=matrix,
        equity=tuple(
            plots_paired.equity(metric, [p for p in record.parities if p.metric == metric])
            for metric in sorted({p.metric for p in record.parities}, key=gravity)
        ),
        latencies=steps,
        latency=plots.latency(steps) if steps else None,
        compared=build_compare_page(baseline, passages) if baseline is not None else None,
    )


def _sections(
    record: RunRecord,
    results: Sequence[Result],
    matrix: Confusion | None,
    passages: Mapping[str, Passage],
) -> tuple[Section, ...]:
    tables = list(group_tables(results))
    broken = {
        s.name: list(failures([r for r in results if r.case.suite == s.name], passages))
        for s in record.suites
    }
    shown = fitting(broken)
    confident = tuple(_confidence(record, results))
    sections = []
    for suite in record.suites:
        mine = sorted(
            (f for f in record.figures if f.suite == suite.name),
            key=lambda f: (gravity(f.metric), f.metric, f.mean if f.mean is not None else -1.0),
        )
        strata = [f for f in mine if f.stratum and suite.name != "equity"]
        main = main_metric(suite.name)
        drawings: tuple[Drawing, ...] = ()
        if suite.name == "router" and matrix is not None:
            drawings = (plots.confusion(matrix),)
        if suite.name == "abstention":
            drawings = confident
        sections.append(
            Section(
                suite=suite,
                asks=ASKS[suite.name],
                whole=tuple(
                    f
                    for f in mine
                    if not f.stratum and not (is_apart(f.suite, f.metric) and strata)
                ),
                strata=tuple(f for f in strata if f.metric == main),
                other_strata=tuple(f for f in strata if f.metric != main),
                groups=tuple(t for t in tables if t.suite == suite.name),
                drawings=drawings,
                shown=shown[suite.name],
                failed=len(broken[suite.name]),
            )
        )
    return tuple(sections)


def _confidence(record: RunRecord, results: Sequence[Result]) -> Iterable[Drawing]:
    if curve := curve_of(results):
        yield plots.abstention(curve, thresholds(record))
    if bins := reliability_of(results):
        yield plots.reliability(bins)


def thresholds(record: RunRecord) -> plots.Thresholds | None:
    """Return the thresholds that the run used; None when they are others now."""
    now = hashlib.sha256(CONFIDENCE_FILE.read_bytes()).hexdigest()
    if not now.startswith(record.configuration.get("umbrales", "-")):
        return None
    fitted = load_calibration()
    return plots.Thresholds(fitted.threshold, fitted.sure)
