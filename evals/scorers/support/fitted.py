"""How far a sentence may depart from its passage, and how right the whole check was."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FITTED = Path(__file__).parent.with_name("support.json")


class Right(BaseModel):
    """How many pairs of a kind the check got right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    right: int
    pairs: int


class Limits(BaseModel):
    """What is still the same sentence in other words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    foreign: int
    """Words that the passage says of something else, at most."""
    run: int
    """Words in a row that are nowhere in the passage, at most."""
    tail: int
    """The same at the end of the sentence, where things are added."""
    missing: float
    """Share of its words that the window lacks, at most."""
    duty: bool
    """Whether it may say «debe» where the passage only states."""
    meaning: float
    """Cosine with the window, at least."""


class Fitted(BaseModel):
    """The limits, and how right the whole check was on pairs that did not choose them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limits: Limits
    pairs: int
    precision: float
    recall: float
    by_kind: dict[str, Right]
    fitted_on: str
    """Digest of the pairs."""


def load_fitted(path: Path = FITTED) -> Fitted:
    """Return the limits that the labelled pairs chose."""
    return Fitted.model_validate(json.loads(path.read_text(encoding="utf-8")))
