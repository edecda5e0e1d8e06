"""The verdict on a run. Every rule fails closed: what is missing, broken or unknown does not pass.

Three verdicts: pass, fail, and not enough data, which is not a pass either.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evals.gates.baseline import Baseline
from evals.gates.rules import Floor, Kept, LatencyRule, ParityRule, Regression, Rules, Zero
from evals.report.results import Result, RunRecord
from evals.statistics.paired import Comparison, compare
from evals.suites.case import Kind


class Verdict(StrEnum):
    """What a rule, or the whole gate, says."""

    PASS = "pass"
    FAIL = "fail"
    NOT_ENOUGH = "not_enough"


EXIT_CODES = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.NOT_ENOUGH: 3}
"""Exit codes of `asistente eval gate`; 2 stays for what could not be done at all."""


@dataclass(frozen=True)
class Finding:
    """What one rule says, in words."""

    rule: str
    verdict: Verdict
    text: str


@dataclass(frozen=True)
class GateReport:
    """Every finding, and the verdict of all."""

    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """Fail if anything fails; else not enough data if anything lacks it; else pass."""
        found = {f.verdict for f in self.findings}
        if Verdict.FAIL in found or not found:
            return Verdict.FAIL
        return Verdict.NOT_ENOUGH if Verdict.NOT_ENOUGH in found else Verdict.PASS


@dataclass(frozen=True)
class Gate:
    """Judges runs by the rules and, where they say so, against the baseline."""

    rules: Rules
    baseline: Baseline | None

    def check(self, record: RunRecord, results: Sequence[Result]) -> GateReport:
        """Return what every rule says of a run."""
        findings = [*self._run(record, results)]
        findings += [self._zero(rule, record) for rule in self.rules.zero]
        findings += [self._floor(rule, record) for rule in self.rules.floor]
        findings += [self._regression(rule, results) for rule in self.rules.regression]
        findings += [self._kept(rule, results) for rule in self.rules.kept]
        findings += [self._parity(rule, record) for rule in self.rules.parity]
        findings += [self._latency(rule, record) for rule in self.rules.latency]
        for extra in self.rules.extra:
            value = record.extras.get(extra.name)
            holds = value is not None and value >= extra.floor
            told = "sin dato" if value is None else f"{value:.3f}"
            findings.append(_finding(extra.name, holds, f"{told}; piso {extra.floor}"))
        return GateReport(tuple(findings))

    def hopeless(self, suite: Kind, record: RunRecord, results: Sequence[Result]) -> bool:
        """Whether what a suite shows already fails, whatever the rest will say."""
        mine: list[Finding] = []
        for zero in self.rules.zero:
            mine += [self._zero(zero, record)] if zero.suite == suite else []
        for floor in self.rules.floor:
            mine += [self._floor(floor, record)] if floor.suite == suite else []
        for loss in self.rules.regression:
            mine += [self._regression(loss, results)] if loss.suite == suite else []
        for kept in self.rules.kept:
            mine += [self._kept(kept, results)] if kept.suite == suite else []
        return any(f.verdict == Verdict.FAIL for f in mine)

    def _run(self, record: RunRecord, results: Sequence[Result]) -> Iterator[Finding]:
        asked = {s.name: s for s in record.suites}
        rule = self.rules.run
        missing = [s for s in rule.suites if s not in asked or not asked[s].is_whole]
        yield _finding(
            "suites completas", not missing, f"faltan o están incompletas: {', '.join(missing)}"
        )
        errors = [r.case.id for r in results if r.seen.error]
        yield _finding("sin errores", not errors, f"{len(errors)} casos con error: {errors[:5]}")
        unscored = sum(s.value is None for r in results for s in r.scores)
        yield _finding(
            "casos puntuados", unscored <= rule.unscored, f"{unscored} puntajes no se pudieron dar"
        )
        strange = [
            r.case.id
            for r in results
            for s in r.scores
            if s.value is not None and not 0 <= s.value <= 1
        ]
        yield _finding("puntajes válidos", not strange, f"fuera de [0, 1]: {strange[:5]}")
        own = sum(r.case.source == "own" for r in results)
        yield _finding("casos propios", own >= rule.cases, f"{own}, y se exigen {rule.cases}")
        if self.baseline is None:
            yield Finding("línea base", Verdict.FAIL, "no hay con qué comparar")
            return
        other = [
            name
            for name in rule.suites
            if name in asked
            and (
                name not in self.baseline.suites
                or self.baseline.suites[name].digest != asked[name].digest
            )
        ]
        yield _finding(
            "mismas suites que la línea base",
            not other,
            f"cambiaron los casos de {', '.join(other)}: revisa y acepta una línea base nueva",
        )

    def _zero(self, rule: Zero, record: RunRecord) -> Finding:
        figure = record.figure(rule.suite, rule.metric, rule.stratum)
        if figure is None or figure.mean is None or math.isnan(figure.mean):
            return _missing(rule.name)
        failing = round((1 - figure.mean) * figure.cases, 6)
        if failing > 0:
            return Finding(rule.name, Verdict.FAIL, f"{failing:g} de {figure.cases} fallan")
        if figure.cases < rule.cases:
            text = f"ninguno falla, pero son {figure.cases} y se exigen {rule.cases}"
            return Finding(rule.name, Verdict.NOT_ENOUGH, text)
        bound = figure.worst_failing or 0.0
        text = f"ninguno de {figure.cases} falla (con 95 % de confianza, menos de {bound:.1%})"
        return Finding(rule.name, Verdict.PASS, text)

    def _floor(self, rule: Floor, record: RunRecord) -> Finding:
        figure = record.figure(rule.suite, rule.metric, rule.stratum)
        if figure is None or figure.mean is None or figure.low is None or math.isnan(figure.low):
            return _missing(rule.name)
        text = (
            f"{figure.mean:.1%} de {figure.cases} (desde {figure.low:.1%}); piso {rule.floor:.1%}"
        )
        if figure.cases < rule.cases:
            return Finding(rule.name, Verdict.NOT_ENOUGH, f"{text}; se exigen {rule.cases} casos")
        return _finding(rule.name, figure.low >= rule.floor, text, text)

    def _regression(self, rule: Regression, results: Sequence[Result]) -> Finding:
        name = f"{rule.name} frente a la línea base"
        found = self._paired(rule, results)
        if found is None:
            return _missing(name)
        text = (
            f"cambio de {100 * found.difference.mean:+.1f} puntos en {found.pairs} casos; pérdida "
            f"posible hasta {100 * max(found.worst_loss, 0.0):.1f}; se tolera {100 * rule.budget:g}"
        )
        if found.worst_loss <= rule.budget:
            return Finding(name, Verdict.PASS, text)
        fails = -found.difference.mean > rule.budget
        return Finding(name, Verdict.FAIL if fails else Verdict.NOT_ENOUGH, text)

    def _paired(self, rule: Regression, results: Sequence[Result]) -> Comparison | None:
        if self.baseline is None or rule.suite not in self.baseline.suites:
            return None
        before = self.baseline.suites[rule.suite].values(rule.metric)
        mine = {
            r.case.id: (value, r.case.cluster)
            for r in results
            if r.case.suite == rule.suite
            and (not rule.stratum or r.case.stratum == rule.stratum)
            and (value := r.value(rule.metric)) is not None
        }
        shared = sorted(before.keys() & mine.keys())
        if not shared:
            return None
        return compare(
            [before[i] for i in shared],
            [mine[i][0] for i in shared],
            [mine[i][1] for i in shared],
        )

    def _kept(self, rule: Kept, results: Sequence[Result]) -> Finding:
        name = f"{rule.name}: casos que estaban bien"
        if self.baseline is None or rule.suite not in self.baseline.suites:
            return _missing(name)
        before = self.baseline.suites[rule.suite].values(rule.metric)
        now = {
            r.case.id: r.value(rule.metric)
            for r in results
            if r.case.suite == rule.suite and (not rule.stratum or r.case.stratum == rule.stratum)
        }
        if not before or not now:
            return _missing(name)
        # A case that had the metric and lost it (an answer that is now a refusal) is not a loss
        # here: whether it had to answer is measured on its own.
        lost = [
            i
            for i, value in before.items()
            if value == 1.0 and (is_now := now.get(i)) is not None and is_now < 1
        ]
        text = f"{len(lost)} dejaron de estarlo ({', '.join(lost[:6])}); se toleran {rule.lost}"
        return _finding(name, len(lost) <= rule.lost, text)

    def _parity(self, rule: ParityRule, record: RunRecord) -> Finding:
        name = f"equidad · {rule.contrast} · {rule.metric}"
        found = next(
            (p for p in record.parities if (p.contrast, p.metric) == (rule.contrast, rule.metric)),
            None,
        )
        if found is None:
            return _missing(name)
        text = (
            f"{100 * found.difference:+.1f} puntos (de {100 * found.low:+.1f} a "
            f"{100 * found.high:+.1f}) en {found.pairs} pares"
        )
        if found.verdict == "different":
            return Finding(name, Verdict.FAIL, text)
        if found.verdict == "equal" or rule.required == "not_different":
            return Finding(name, Verdict.PASS, text)
        return Finding(name, Verdict.NOT_ENOUGH, text)

    def _latency(self, rule: LatencyRule, record: RunRecord) -> Finding:
        name = f"tiempo · {rule.step}"
        found = next((x for x in record.latencies if x.step == rule.step), None)
        mark, base = record.extras.get("reference_ms"), self.baseline
        before = base.medians_ms.get(rule.step) if base is not None else None
        if found is None or not mark or base is None or not before or not base.reference_ms:
            return _missing(name)
        if found.turns < rule.turns:
            return Finding(name, Verdict.NOT_ENOUGH, f"solo {found.turns} turnos")
        times = (found.p50 / mark) / (before / base.reference_ms)
        text = (
            f"mediana {found.p50:.1f} ms: {times:.2f} veces la de la línea base en una máquina "
            f"igual de rápida; se toleran {rule.times:g}"
        )
        return _finding(name, times <= rule.times, text, text)


def _finding(rule: str, holds: bool, told: str, fine: str = "sí") -> Finding:
    """Return a finding that tells what is wrong, or `fine` where nothing is."""
    if holds:
        return Finding(rule, Verdict.PASS, fine)
    return Finding(rule, Verdict.FAIL, told)


def _missing(rule: str) -> Finding:
    return Finding(rule, Verdict.FAIL, "no se midió")


__all__ = ["EXIT_CODES", "Finding", "Gate", "GateReport", "Verdict"]
