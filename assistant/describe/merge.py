"""What a chat model adds to what the text says by itself, and where the two do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.describe.cues import Evidence
from assistant.describe.description import Suggestion
from assistant.describe.verdicts import AGAINST, Verdict, weigh

DEPENDENT = ("P2", "P3")
"""Questions about a decision: without one (P1) there is nothing to suggest."""


def merge(
    plain: Iterable[Suggestion],
    answered: Mapping[str, Suggestion],
    verdicts: Mapping[str, Verdict],
    evidence: Iterable[Evidence],
) -> tuple[tuple[Suggestion, ...], Sequence[str]]:
    """Return the suggestions of both, and the questions on which they do not agree.

    A fact of the model is taken where the text gave none, unless the text speaks against it. What
    the text contradicts itself about, the model does not settle.
    """
    suggested = {s.question: s for s in plain}
    weights = weigh(evidence)
    disputed = []
    for question, fact in answered.items():
        own = suggested.get(question)
        against = max(
            (w for value, w in weights.get(question, {}).items() if value != fact.value),
            default=0.0,
        )
        if own is not None:
            if own.value != fact.value:
                del suggested[question]
                disputed.append(question)
        elif verdicts[question].is_conflict or against >= AGAINST:
            disputed.append(question)
        else:
            suggested[question] = fact
    if "P1" not in suggested or suggested["P1"].value != "si":
        suggested = {q: s for q, s in suggested.items() if q not in DEPENDENT}
    ordered = tuple(suggested[question] for question in verdicts if question in suggested)
    return ordered, disputed
