"""A run as it is kept: what was measured, with what, and every case with its scores.

`run.json` says what was measured, with what, and the figures; `results.jsonl` has a line for each
case, from which every figure can be recomputed by anybody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.running.observation import Observation
from evals.scorers.score import Score
from evals.scorers.support import Fitted
from evals.suites.case import Case, Kind

SCHEMA = 1


class RunError(Exception):
    """A run cannot be read; raised when its files are missing, damaged or of another schema."""


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Result(_Value):
    """A case, what was done, and every score."""

    case: Case
    seen: Observation
    scores: tuple[Score, ...]

    def value(self, metric: str) -> float | None:
        """Return the value of a metric on this case; None when it has none."""
        return next((s.value for s in self.scores if s.metric == metric), None)

    @property
    def failures(self) -> tuple[Score, ...]:
        """The scores that are not one."""
        return tuple(s for s in self.scores if s.value is None or s.value < 1)


class SuiteRun(_Value):
    """A suite as it was asked."""

    name: Kind
    title: str
    digest: str
    cases: int
    is_whole: bool
    """Whether every case was asked: a part of a suite cannot be compared or gated."""


class Figure(_Value):
    """One metric over one suite, or over one stratum of it."""

    suite: Kind
    metric: str
    stratum: str = ""
    cases: int
    unscored: int
    mean: float | None
    low: float | None
    high: float | None
    """95 %: Wilson for what holds or not, bootstrap by cluster for the rest."""
    clustered_low: float | None
    clustered_high: float | None
    """95 % by cluster: wider when many cases rest on one fact."""
    worst_failing: float | None
    """One-sided exact bound (Clopper-Pearson, 95 %) on the share that fails."""


class Latency(_Value):
    """Milliseconds of one step, over the turns of the run."""

    step: str
    turns: int
    p50: float
    p95: float
    p99: float


class Parity(_Value):
    """One contrast of the equity suite: the second arm minus the first, paired."""

    contrast: str
    arms: tuple[str, str]
    metric: str
    pairs: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    verdict: str


class RunRecord(_Value):
    """What was measured, with what, and the figures."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="constants")

    schema_version: int = SCHEMA
    made_at: str
    day: str
    machine: Mapping[str, str]
    configuration: Mapping[str, str]
    """Versions and fingerprints of what answered: knowledge base, model, texts, thresholds."""
    support: Fitted
    suites: tuple[SuiteRun, ...]
    figures: tuple[Figure, ...]
    latencies: tuple[Latency, ...]
    parities: tuple[Parity, ...]
    extras: Mapping[str, float | None]
    """Figures of the whole run: AUROC, calibration error, reference time, seconds."""

    def figure(self, suite: str, metric: str, stratum: str = "") -> Figure | None:
        """Return a figure, if it was measured."""
        wanted = (suite, metric, stratum)
        return next((f for f in self.figures if (f.suite, f.metric, f.stratum) == wanted), None)


def write_run(folder: Path, record: RunRecord, results: list[Result]) -> None:
    """Write both files; a reader sees the whole run or the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(r.model_dump_json() + "\n" for r in results)
    for name, content in (
        ("results.jsonl", lines),
        ("run.json", record.model_dump_json(indent=1) + "\n"),
    ):
        draft = folder / f"{name}.tmp"
        draft.write_text(content, encoding="utf-8")
        draft.replace(folder / name)


def read_run(folder: Path) -> tuple[RunRecord, list[Result]]:
    """Return a run.

    Raises:
        RunError: it is not there, or it is not one of ours.
    """
    try:
        raw = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        if raw.get("schema_version") != SCHEMA:
            raise RunError(f"{folder}: la corrida es de otra versión del programa; repítela")
        lines = (folder / "results.jsonl").read_text(encoding="utf-8").split("\n")
        return RunRecord.model_validate(raw), [Result.model_validate_json(x) for x in lines if x]
    except (OSError, ValueError) as error:
        raise RunError(
            f"{folder}: no se puede leer la corrida ({type(error).__name__}). Debe ser una carpeta "
            "con run.json y results.jsonl, como las que escribe «asistente eval run»."
        ) from error
