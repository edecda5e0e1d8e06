"""A text and the probability of each of its labels: logistic regression over hashed n-grams.

Fitted by scripts in `evals`; what is shipped is a few matrices of weights, and nothing here needs
the library that fitted them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.ngrams import ngrams


@dataclass(frozen=True)
class Classifier:
    """Logistic regression over hashed n-grams: the probability of each label."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    """Shape (labels, dimensions)."""
    bias: NDArray[np.float32]
    examples: str
    """Digest of the examples that it was fitted on."""

    def probabilities(self, text: str) -> dict[str, float]:
        """Return the probability of each label; they add up to 1."""
        numbers, values = ngrams(text)
        scores = self.weights[:, numbers] @ values + self.bias
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return dict(zip(self.labels, map(float, shares), strict=True))
