"""The figures that must not be lost: every score of an accepted run, case by case, in small.

A row of marks has one character for each case of the suite, in the order of `ids`: `1` and `0` are
what they look like, `-` was not scored, `p` is a part of one and its value is in `parts`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.report.results import Result, RunRecord
from evals.suites.case import Kind

BASELINE_FILE = Path(__file__).with_name("baseline.json")


class BaselineError(Exception):
    """There is nothing to compare with; raised when the baseline is missing or damaged."""


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Marks(_Value):
    """One metric over the cases of a suite."""

    row: str
    parts: Mapping[str, float] = {}


class SuiteBaseline(_Value):
    """A suite of the accepted run."""

    digest: str
    ids: tuple[str, ...]
    metrics: Mapping[str, Marks]

    def values(self, metric: str) -> dict[str, float]:
        """Return the value of every case that has one."""
        marks = self.metrics.get(metric)
        if marks is None:
            return {}
        return {
            case: marks.parts[case] if mark == "p" else float(mark)
            for case, mark in zip(self.ids, marks.row, strict=True)
            if mark != "-"
        }


class Baseline(_Value):
    """The accepted run."""

    made_at: str
    reason: str
    """Why it was accepted, in the words of who did."""
    day: str
    machine: Mapping[str, str]
    configuration: Mapping[str, str]
    suites: Mapping[Kind, SuiteBaseline]
    medians_ms: Mapping[str, float]
    reference_ms: float | None


def make_baseline(record: RunRecord, results: Sequence[Result], reason: str) -> Baseline:
    """Return the baseline that a run gives.

    Raises:
        BaselineError: a suite was asked in part, so it cannot be what others are compared with.
    """
    partial = [s.name for s in record.suites if not s.is_whole]
    if partial:
        raise BaselineError(f"suites incompletas: {', '.join(partial)}; corre la evaluación entera")
    suites: dict[Kind, SuiteBaseline] = {}
    for suite in record.suites:
        mine = sorted((r for r in results if r.case.suite == suite.name), key=lambda r: r.case.id)
        names = sorted({s.metric for r in mine for s in r.scores})
        suites[suite.name] = SuiteBaseline(
            digest=suite.digest,
            ids=tuple(r.case.id for r in mine),
            metrics={name: _marks(mine, name) for name in names},
        )
    return Baseline(
        made_at=record.made_at,
        reason=reason,
        day=record.day,
        machine=record.machine,
        configuration=record.configuration,
        suites=suites,
        medians_ms={x.step: round(x.p50, 3) for x in record.latencies},
        reference_ms=record.extras.get("reference_ms"),
    )


def _marks(results: Sequence[Result], metric: str) -> Marks:
    row, parts = "", {}
    for result in results:
        value = result.value(metric)
        if value is None:
            row += "-"
        elif value in (0.0, 1.0):
            row += str(int(value))
        else:
            row, parts[result.case.id] = row + "p", round(value, 6)
    return Marks(row=row, parts=parts)


def write_baseline(baseline: Baseline, path: Path = BASELINE_FILE) -> None:
    """Write the baseline, whole or not at all; its lines are few, so that a review sees them."""
    draft = path.with_suffix(".tmp")
    draft.write_text(
        json.dumps(baseline.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    draft.replace(path)


def read_baseline(path: Path = BASELINE_FILE) -> Baseline:
    """Return the accepted run.

    Raises:
        BaselineError: it is not there or cannot be read.
    """
    try:
        return Baseline.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise BaselineError(
            f"{path.name}: no hay línea base con que comparar ({type(error).__name__}). Acepta una "
            "corrida con «asistente eval accept»."
        ) from error
