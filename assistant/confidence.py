"""How sure the search is that its best passage answers the question: a calibrated probability.

Logistic regression over features of what the search found (not of the text of the answer), fitted
by `evals/fitting/confidence.py` on cases of the repository, with their passage and without it.
Measured in the evals report: AUROC, reliability, and the curve of abstention.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from knowledge_base.model import Evidence

CONFIDENCE_FILE = Path(__file__).with_name("confidence.json")


FOREIGN: Mapping[str, float] = MappingProxyType({"en": 0.872, "pt": 0.890})
"""Cosine at which a question in another language is as likely answered as not: its words are not
ours, so only the meaning speaks. Set by hand on a dozen questions of each; Portuguese lies nearer
to everything Spanish."""


class Fit(BaseModel):
    """One fitted logistic regression."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    def probability(self, values: Mapping[str, float]) -> float:
        """Return the probability, in [0, 1], for these features."""
        rows = zip(self.features, self.means, self.scales, self.weights, strict=True)
        score = self.bias + sum(w * (values[f] - m) / s for f, m, s, w in rows)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


class Calibration(BaseModel):
    """The fitted weights, and from which probability on an answer is shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    official: Fit
    """For documents that do not say how people ask for them."""
    ours: Fit
    """For sections that do: their ways of asking are evidence too, and their siblings are near."""
    threshold: float
    """Below it nothing is shown."""
    sure: float
    """From it on an answer is shown as one; between both, as the nearest that was found."""
    fitted_on: str
    """Digest of the cases that it was fitted on."""

    def probability(self, evidence: Sequence[Evidence], language: str = "es") -> float:
        """Return the probability, in [0, 1], that the best passage answers the question."""
        if not evidence:
            return 0.0
        if language in FOREIGN:
            nearest = max(evidence[0].best_question, evidence[0].best_sentence)
            return 1 / (1 + math.exp((FOREIGN[language] - nearest) / 0.01))
        fit = self.ours if evidence[0].passage.questions else self.official
        return fit.probability(evidence_features(evidence))


def evidence_features(evidence: Sequence[Evidence]) -> Mapping[str, float]:
    """Return what the calibration looks at; `evidence` is not empty, best first."""
    top = evidence[0]
    scores = [e.score for e in evidence]
    others = [e for e in evidence[1:] if e.passage.document_id != top.passage.document_id]

    def share(scale: float) -> float:
        return 1 / sum(math.exp((s - top.score) / scale) for s in scores)

    def behind(position: int) -> float:
        return top.score - scores[min(position, len(scores) - 1)]

    return {
        "score": top.score,
        "dense": top.dense,
        "sentence": top.best_sentence,
        "question": top.best_question,
        "lexical": top.lexical,
        "coverage": top.coverage,
        "missing": top.missing,
        "margin": behind(1),
        "margin_5": behind(4),
        "margin_last": behind(len(scores) - 1),
        "share": share(0.02),
        "lead_sentence": top.best_sentence
        - max((e.best_sentence for e in evidence[1:]), default=0.7),
        "lead_lexical": top.lexical - max((e.lexical for e in evidence[1:]), default=0.0),
        "lead_document": top.score - max((e.score for e in others), default=scores[-1]),
    }


OFFICIAL = tuple(
    "score dense sentence lexical coverage missing margin margin_5 margin_last share lead_sentence "
    "lead_lexical".split()
)
OURS = (*OFFICIAL, "question", "lead_document")
"""Features of each fit."""


def load_calibration(path: Path = CONFIDENCE_FILE) -> Calibration:
    """Return the fitted calibration."""
    return Calibration.model_validate(json.loads(path.read_text(encoding="utf-8")))
