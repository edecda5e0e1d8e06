"""Deriving a recorded classification again, which is what an auditor would do by hand."""

from __future__ import annotations

from collections.abc import Sequence

from governance.classification.engine import ENGINE_VERSION, assess
from governance.policy.model import Policy
from governance.registers.classifications import Classification

_EXCEPTION = "P0_excepcion"
"""The answer by which a prohibition of letters c, d or e does not hold (reading A10)."""


def verify(classification: Classification, policies: Sequence[Policy]) -> str | None:
    """Return why the result does not follow from the recorded answers, or None when it does.

    Only what this program can derive is judged: a result of another version of the engine, or of a
    policy that is not in `policies`, stays as it was recorded.
    """
    if classification.engine_version != ENGINE_VERSION:
        return None
    which = f"{classification.system_id}, versión {classification.version}"
    for policy in policies:
        if policy.digest != classification.policy_digest:
            continue
        for question in policy.questions:
            if not _is_the_answer(classification, question.id):
                return f"{which}: el resultado guardado usa otra respuesta a {question.id}."
        again = assess(classification.values, policy, classification.examples)
        if again.to_json() != classification.assessment:
            return f"{which}: el resultado guardado no es el que dan sus hechos con esa política."
    return None


def _is_the_answer(classification: Classification, question: str) -> bool:
    """Whether the engine was given what the person said, or nothing where they did not know."""
    answer = classification.facts.get(question)
    said, used = answer.value if answer else None, classification.values.get(question)
    if question == "P0" and used == "ninguna" and used != said:
        exception = classification.facts.get(_EXCEPTION)
        return said is not None and exception is not None and exception.value == "si"
    return said == used
