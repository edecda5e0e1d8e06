"""The rules of `gates.toml`, read strictly: a rule that nobody can check is an error."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.scorers.score import METRICS
from evals.suites.case import Kind

GATES_FILE = Path(__file__).with_name("gates.toml")


class GateError(Exception):
    """The gates cannot be used; raised when the file is wrong, with every mistake."""


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RunRule(_Rule):
    """What a run must be to be judged at all."""

    suites: tuple[Kind, ...]
    cases: int = Field(ge=1)
    """Cases of our own, in all."""
    unscored: int = Field(ge=0)
    """Scores that could not be given, in all."""


class _Measured(_Rule):
    suite: Kind
    metric: str
    stratum: str = ""

    @property
    def name(self) -> str:
        """The rule's subject, as the report names it."""
        return f"{self.suite}.{self.metric}" + (f".{self.stratum}" if self.stratum else "")


class Zero(_Measured):
    """No case may fail, and there must be enough of them to mean something."""

    cases: int = Field(ge=1)


class Floor(_Measured):
    """The lower bound of the 95 % interval may not be under `floor`."""

    floor: float = Field(gt=0, le=1)
    cases: int = Field(default=50, ge=1)


class Regression(_Measured):
    """The one-sided 95 % bound of the paired loss against the baseline may not pass `budget`."""

    budget: float = Field(ge=0, lt=1)


class Kept(_Measured):
    """At most `lost` cases that were right in the baseline may be wrong now."""

    lost: int = Field(ge=0)


class ParityRule(_Rule):
    """The paired difference of a contrast may not lie outside the margin.

    `required`: what must be proved. `equal` passes only equivalence; `not_different` also passes an
    interval that crosses the margin.
    """

    contrast: str
    metric: str
    required: Literal["equal", "not_different"]


class LatencyRule(_Rule):
    """A step's median may not be `times` that of the baseline, for equally fast machines."""

    step: str
    times: float = Field(gt=1)
    turns: int = Field(default=200, ge=1)


class ExtraRule(_Rule):
    """A figure of the whole run may not be under `floor`."""

    name: str
    floor: float


class Rules(_Rule):
    """Every rule of the gate."""

    run: RunRule
    zero: tuple[Zero, ...] = ()
    floor: tuple[Floor, ...] = ()
    regression: tuple[Regression, ...] = ()
    kept: tuple[Kept, ...] = ()
    parity: tuple[ParityRule, ...] = ()
    latency: tuple[LatencyRule, ...] = ()
    extra: tuple[ExtraRule, ...] = ()


def load_rules(path: Path = GATES_FILE) -> Rules:
    """Return the rules.

    Raises:
        GateError: the file is missing or wrong; every mistake is told.
    """
    try:
        rules = Rules.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise GateError(f"{path.name}: no se puede leer: {error}") from error
    except ValidationError as error:
        told = [f"{path.name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise GateError("\n".join(told)) from error
    measured: list[_Measured] = [*rules.zero, *rules.floor, *rules.regression, *rules.kept]
    if unknown := sorted({r.metric for r in measured} - set(METRICS)):
        raise GateError(f"{path.name}: no existen las medidas: {', '.join(unknown)}")
    if absent := sorted({r.suite for r in measured} - set(rules.run.suites)):
        raise GateError(f"{path.name}: reglas de suites que no se exigen: {', '.join(absent)}")
    return rules
