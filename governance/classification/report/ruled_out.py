"""Conditional duties that the answers rule out for now («si interactúa con personas», P5 = no).

The duty stays in the document, because an answer may change; what it is not is one of the first
things to do.
"""

from __future__ import annotations

from governance.classification.report.sheet import ClassificationSheet
from governance.classification.report.words import answer_name
from governance.policy.model import Requirement

PERSONAL, IN_USE = "datos_personales", "uso_real"

RULED_OUT_BY: dict[str, tuple[tuple[str, str], ...]] = {
    "si interactúa con personas": (("P5", "no"),),
    "si toma o apoya decisiones sobre personas": (("P1", "no"),),
    "si el nivel se debe a la revisión humana efectiva (P3)": (
        ("P1", "no"),
        ("P2", "si"),
        ("P3", "nominal_o_no"),
    ),
    "si procesa datos personales": ((PERSONAL, "no"),),
    "si hay piloto con personas reales": ((IN_USE, "no"),),
}
"""The answers that leave each condition of the policy without effect; any one is enough."""


def ruled_out_by(sheet: ClassificationSheet, requirement: Requirement) -> tuple[str, str] | None:
    """Return the question and answer for which a conditional duty does not apply now, if any."""
    given = {**sheet.assessment.facts, PERSONAL: sheet.personal_data, IN_USE: sheet.in_use}
    for question, value in RULED_OUT_BY.get(requirement.condition or "", ()):
        if given.get(question) == value:
            return question, value
    return None


def not_now(sheet: ClassificationSheet, requirement: Requirement) -> str:
    """Return «no aplica mientras P5 sea no», or nothing when the duty does apply."""
    found = ruled_out_by(sheet, requirement)
    if found is None:
        return ""
    question, value = found
    return f"no aplica mientras {answer_name(sheet.policy, question) or question} sea {value}"
