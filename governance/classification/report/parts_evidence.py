"""Sections 8 and 9: what is still to be shown or settled, and by whom."""

from __future__ import annotations

from governance.classification.report.document import Block, Paragraph, Table
from governance.classification.report.sheet import ClassificationSheet
from governance.classification.report.words import NOTHING, answer_name, cite_all, day
from governance.policy.model import Option, Policy, Reading


def pending_blocks(sheet: ClassificationSheet) -> list[Block]:
    """Return each answer that lacks a support or is not known, and who has to give it."""
    rows = (*_without_support(sheet), *_not_known(sheet), *_conditions(sheet))
    if not rows:
        return [Paragraph("No queda evidencia pendiente de las respuestas.")]
    header = ("Sobre", "Qué falta", "Qué serviría", "Quién responde")
    return [Table("Pendiente", header, rows, (2, 4, 6, 4))]


def _without_support(sheet: ClassificationSheet) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            name,
            f"Respaldo de la respuesta «{fact.value}»",
            fact.evidence or _useful(sheet.policy, fact.question, fact.value),
            fact.ask_whom or sheet.responsible_title or NOTHING,
        )
        for fact in sheet.facts
        if fact.evidence_pending
        and fact.value is not None
        and (name := answer_name(sheet.policy, fact.question))
        # What an answer that does not count rests on is nobody's task.
        and fact.question not in sheet.assessment.hidden
    )


def _not_known(sheet: ClassificationSheet) -> tuple[tuple[str, ...], ...]:
    rows = []
    for name in sheet.assessment.open_questions:
        given = sheet.fact(name)
        whom = (given.ask_whom if given else None) or sheet.responsible_title or NOTHING
        rows.append((name, "La respuesta", _useful(sheet.policy, name, None), whom))
    return tuple(rows)


def _useful(policy: Policy, question: str, value: str | None) -> str:
    for asked in (q for q in policy.questions if q.id == question):
        suggested = asked.value(value).suggests_evidence if value else ()
        return "; ".join(suggested or asked.evidence) or NOTHING
    return NOTHING


def _conditions(sheet: ClassificationSheet) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            f"Condición {condition.id}",
            "Evidencia de que se mantiene",
            "; ".join(condition.evidence),
            sheet.responsible_title or NOTHING,
        )
        for condition in sheet.assessment.conditions
    )


def reading_blocks(sheet: ClassificationSheet) -> list[Block]:
    """Return the ambiguities that this result rests on, how each is read and who settles it."""
    used = [reading for reading in sheet.policy.readings if reading.id in sheet.assessment.readings]
    if not used:
        return [Paragraph("El resultado no descansa en ninguna lectura de un texto ambiguo.")]
    roles = {role.id: role.name for role in sheet.policy.roles}
    rows = tuple(
        (
            reading.id,
            f"{reading.topic} ({cite_all(reading.article)})",
            _applied(reading),
            reading.reason,
            f"{roles.get(reading.settled_by, reading.settled_by)}. {_settled(reading)}",
        )
        for reading in used
    )
    header = ("Lectura", "Qué es dudoso", "Cómo se lee", "Por qué", "Quién la resuelve")
    return [Table("Lecturas de la política", header, rows, (2, 4, 5, 5, 3))]


def _applied(reading: Reading) -> str:
    return "; ".join(
        f"{_said(option)}" for option in reading.options if option.id == reading.in_force
    )


def _said(option: Option) -> str:
    return f"{option.text} Efecto: {option.effect}"


def _settled(reading: Reading) -> str:
    if reading.status == "propuesta":
        return "Propuesta: aún sin resolver"
    act = f", acto {reading.act}" if reading.act else ""
    return f"Resuelta{act}" + (f" del {day(reading.decided_on)}" if reading.decided_on else "")
