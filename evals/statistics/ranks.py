"""How well a confidence tells right from wrong: AUROC, reliability, and the curve of abstention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score


@dataclass(frozen=True)
class Bin:
    """The answers whose confidence fell in one tenth: how sure, how often right, how many."""

    sure: float
    right: float
    total: int


@dataclass(frozen=True)
class Operating:
    """What a threshold would do: of the answerable, refused; of the others, silenced."""

    threshold: float
    refused: float
    silenced: float


def auroc(confidence: Sequence[float], is_answerable: Sequence[bool]) -> float | None:
    """Return the area under the ROC curve; None when one of the classes is missing."""
    if len(set(is_answerable)) < 2:
        return None
    return float(roc_auc_score(list(is_answerable), list(confidence)))


def reliability(confidence: Sequence[float], is_right: Sequence[bool]) -> tuple[Bin, ...]:
    """Return the tenths that hold answers (reliability diagram, Murphy and Winkler 1977)."""
    sure, right = np.asarray(confidence), np.asarray(is_right, dtype=float)
    tenths = np.minimum((sure * 10).astype(int), 9)
    return tuple(
        Bin(float(sure[tenths == n].mean()), float(right[tenths == n].mean()), int(total))
        for n in range(10)
        if (total := (tenths == n).sum())
    )


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Return the expected calibration error (Naeini et al. 2015); None of nothing."""
    total = sum(b.total for b in bins)
    return sum(b.total * abs(b.sure - b.right) for b in bins) / total if total else None


def abstention_curve(answerable: Sequence[float], others: Sequence[float]) -> tuple[Operating, ...]:
    """Return what each threshold from 0 to 1, by hundredths, would do."""
    if not len(answerable) or not len(others):
        return ()
    yes, no = np.asarray(answerable), np.asarray(others)
    return tuple(
        Operating(t / 100, float((yes < t / 100).mean()), float((no < t / 100).mean()))
        for t in range(101)
    )
