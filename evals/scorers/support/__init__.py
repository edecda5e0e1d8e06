"""Whether a passage supports a sentence, with no model judge.

A sentence that is in the passage in its own words passes. Any other is laid beside the one to three
sentences nearest to it, and passes if no figure, subject, denial, duty, quantity or condition
differs, hardly a word is new, and the meaning is near. A wrong «yes» is worse than a wrong «no», so
a free paraphrase is often refused. How far it may go was chosen on half of the labelled pairs
(`python -m evals.fitting.support`), and how often the whole check is right on the other half is
printed beside everything that it measures.
"""

from evals.scorers.support.check import Embed, SupportCheck
from evals.scorers.support.fitted import FITTED, Fitted, Limits, Right, load_fitted
from evals.scorers.support.literal import is_literal

__all__ = [
    "FITTED",
    "Embed",
    "Fitted",
    "Limits",
    "Right",
    "SupportCheck",
    "is_literal",
    "load_fitted",
]
