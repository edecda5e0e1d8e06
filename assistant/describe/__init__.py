"""From the officer's own words to the questionnaire: suggestions to confirm, never answers.

A description is made plain (`reading`), cut into sentences (`clauses`) and matched with families of
words (`cues`) and labelled sentences (`examples`). What they add up to (`verdicts`, `questions`) is
suggested with the words that support it, beside the warnings that a person must read (`warnings`).
A chat model may add to it (`model`, `merge`). The policy's engine decides, with confirmed facts.
"""

from assistant.describe.describer import Describer
from assistant.describe.description import (
    Description,
    DescriptionJson,
    ExampleMatch,
    Suggestion,
    Warning_,
)

__all__ = [
    "Describer",
    "Description",
    "DescriptionJson",
    "ExampleMatch",
    "Suggestion",
    "Warning_",
]
