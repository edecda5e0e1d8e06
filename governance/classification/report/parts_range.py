"""The part of section 1 for a level that is still open: what to ask, what it would settle, whom."""

from __future__ import annotations

from governance.classification.engine import possible_levels
from governance.classification.report.document import Block, Notice, Table
from governance.classification.report.sheet import ClassificationSheet
from governance.classification.report.words import NOTHING, level_names
from governance.policy.model import Question


def range_blocks(sheet: ClassificationSheet) -> list[Block]:
    """Return the questions that narrow the range, the most useful first; none without a range."""
    found, policy = sheet.assessment, sheet.policy
    if found.is_determined:
        return []
    order = (found.next_question, *found.open_questions)
    questions = {question.id: question for question in policy.questions}
    rows = tuple(
        _missing(sheet, questions[name]) for name in dict.fromkeys(order) if name in questions
    )
    table = Table(
        "Qué falta saber, lo más útil primero",
        ("Pregunta", "Qué se pregunta", "Nivel prudente según la respuesta", "Quién lo sabe"),
        rows,
        (2, 5, 5, 3),
    )
    return [
        Notice(
            "Falta información",
            "Con un rango no hay aprobación posible. Mientras tanto se listan las obligaciones del "
            "nivel más alto que todavía puede resultar.",
            "aviso",
        ),
        *([table] if rows else []),
    ]


def _missing(sheet: ClassificationSheet, question: Question) -> tuple[str, ...]:
    facts, policy = sheet.assessment.facts, sheet.policy
    outcomes = [
        (value.value, level_names(policy, possible_levels({**facts, question.id: value.value},
                                                          policy)))
        for value in question.values
    ]  # fmt: skip
    given = sheet.fact(question.id)
    return (
        question.id,
        question.text,
        "; ".join(f"{value}: {level}" for value, level in outcomes),
        (given.ask_whom if given else None) or sheet.responsible_title or NOTHING,
    )
