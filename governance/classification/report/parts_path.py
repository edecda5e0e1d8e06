"""Section 2: the questionnaire step by step, and who answered what on which support."""

from __future__ import annotations

from governance.classification.report.document import Block, Paragraph, Table
from governance.classification.report.sheet import ClassificationSheet, SheetFact
from governance.classification.report.words import (
    NOTHING,
    answer,
    answer_name,
    answers,
    cite_all,
    level_name,
    minute,
)
from governance.policy.model import Question


def path_blocks(sheet: ClassificationSheet) -> list[Block]:
    """Return the literal walk, what the prudent reading adds and who said each thing."""
    found, policy = sheet.assessment, sheet.policy
    walked = tuple(
        (
            f"{number}: {step.question}",
            *_asked(sheet, policy.question(step.question)),
            level_name(policy, step.level) if step.level else f"Sigue {step.goes_to}",
        )
        for number, step in enumerate(found.path, 1)
    )
    header = ("Paso", "Pregunta", "Respuesta", "Frase", "Artículos", "Lleva a")
    widths = (2, 6, 5, 6, 4, 3)
    blocks: list[Block] = [
        Paragraph(
            "P0 revisa primero las prohibiciones (art. 6 y art. 3, nivel 1). Desde P1, el camino "
            "es el de C.3."
        )
    ]
    if walked:
        blocks.append(Table("Camino literal", header, walked, widths))
    if not walked or found.path[-1].level is None:
        blocks.append(Paragraph("El camino se detiene aquí: falta una respuesta para seguir."))
    return blocks + _added(sheet) + _unanswered(sheet) + _sources(sheet)


def _added(sheet: ClassificationSheet) -> list[Block]:
    walked = {step.question for step in sheet.assessment.path}
    added = tuple(
        (question.id, *_asked(sheet, question))
        for question in sheet.policy.questions
        if question.id in sheet.assessment.facts and question.id not in walked
    )
    if not added:
        return []
    header = ("N.º", "Pregunta", "Respuesta", "Frase", "Artículos")
    return [Table("Respuestas que agrega la lectura prudente", header, added, (1, 5, 4, 5, 3))]


def _asked(sheet: ClassificationSheet, question: Question) -> tuple[str, ...]:
    given = sheet.fact(question.id)
    return (
        question.text,
        answer(sheet.policy, question.id, sheet.assessment.facts.get(question.id)),
        f"«{given.phrase}»" if given and given.phrase else NOTHING,
        cite_all(question.article),
    )


def _unanswered(sheet: ClassificationSheet) -> list[Block]:
    found = sheet.assessment
    blocks: list[Block] = []
    if found.open_questions:
        blocks.append(Paragraph(", ".join(found.open_questions) + ".", "Sin respuesta todavía:"))
    if found.hidden:
        blocks.append(
            Paragraph(
                f"{answers(found.hidden, found.hidden)}. Con las demás respuestas, esas preguntas "
                "no se hacen.",
                "Se respondió y no cuenta:",
            )
        )
    return blocks


def _sources(sheet: ClassificationSheet) -> list[Block]:
    rows = tuple(
        (
            name,
            fact.value or "no_se",
            ", ".join(part for part in (fact.by, minute(fact.at) if fact.at else "") if part)
            or NOTHING,
            _support(fact),
        )
        for fact in sheet.facts
        if (name := answer_name(sheet.policy, fact.question))
    )
    header = ("Pregunta", "Valor", "Quién y cuándo", "Respaldo")
    return [Table("Quién respondió y con qué respaldo", header, rows, (3, 3, 5, 6))] if rows else []


def _support(fact: SheetFact) -> str:
    if fact.evidence_pending:
        return f"Pendiente{f': {fact.evidence}' if fact.evidence else ''}"
    return fact.evidence or NOTHING
