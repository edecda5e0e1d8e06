"""The bands that a night must stay in, read strictly: a measure that nobody judges is an error."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

BANDS_FILE = Path(__file__).with_name("bands.toml")

Metric = Literal["supported", "hard_facts", "citations_valid", "caveat", "no_verdict", "readable"]
METRICS: tuple[Metric, ...] = get_args(Metric)
"""What is scored of each turn, by the ids of `evals.scorers.score.METRICS`."""


class Verdict(StrEnum):
    """What a band, or the whole night, says."""

    IN = "in_band"
    OUT = "out_of_band"
    FEW = "not_enough_data"


class BandsError(Exception):
    """The bands cannot be used; raised when the file is wrong, with every mistake."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Floor(_Strict):
    """The least mean of a measure; one is zero tolerance: a single turn that fails is enough."""

    metric: Metric
    floor: float = Field(gt=0, le=1)
    turns: int = Field(default=1, ge=1)
    required: bool = False

    def judge(self, values: Sequence[float]) -> Verdict:
        """Return what the values of a night say."""
        if self.floor == 1 and any(value < 1 for value in values):
            return Verdict.OUT
        if len(values) < self.turns:
            return Verdict.FEW
        return Verdict.OUT if sum(values) / len(values) < self.floor else Verdict.IN


class AbstentionBand(_Strict):
    """How far the share of turns without an answer may lie from that of the last nights."""

    nights: int = Field(ge=2)
    fewest_nights: int = Field(ge=2)
    fewest_turns: int = Field(ge=1)
    sigmas: float = Field(gt=0)


class Bands(_Strict):
    """Every band."""

    floor: tuple[Floor, ...]
    abstention: AbstentionBand


def load_bands(path: Path = BANDS_FILE) -> Bands:
    """Return the bands.

    Raises:
        BandsError: the file is missing or wrong, or a measure has not exactly one band.
    """
    try:
        bands = Bands.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BandsError(f"{path.name}: no se puede leer: {error}") from None
    except ValidationError as error:
        told = [f"{path.name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise BandsError("\n".join(told)) from None
    if sorted(rule.metric for rule in bands.floor) != sorted(METRICS):
        raise BandsError(f"{path.name}: cada medida lleva una banda: {', '.join(METRICS)}")
    return bands


def digest_of(path: Path = BANDS_FILE) -> str:
    """Return the start of the SHA-256 of the file, to know by which bands a night was judged."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
