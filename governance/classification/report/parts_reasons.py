"""Sections 3 to 5: the rules that hold, what would change the level, the conditions."""

from __future__ import annotations

from governance.classification.report.document import Block, Bullets, Notice, Paragraph, Table
from governance.classification.report.sheet import ClassificationSheet
from governance.classification.report.words import (
    answer,
    answers,
    cite_all,
    day,
    expiry,
    level_name,
    level_names,
    rank,
)
from governance.policy.model import Level, Rule


def rule_blocks(sheet: ClassificationSheet) -> list[Block]:
    """Return the rules that hold with what they demand, and the answers that suffice."""
    found = sheet.assessment
    rows = tuple(_rule(sheet, rule) for rule in found.fired)
    header = ("Regla", "Se cumple cuando", "Nivel", "Motivo", "Artículos")
    blocks: list[Block] = []
    if rows:
        blocks.append(Table("Reglas que se cumplen", header, rows, (3, 4, 2, 6, 4)))
        blocks.append(Paragraph("El nivel prudente es el más alto de las reglas que se cumplen."))
    else:
        blocks.append(Paragraph("Con lo que se sabe, ninguna regla se cumple con certeza."))
    if found.because:
        blocks.append(
            Paragraph(
                f"bastan estas respuestas para el resultado prudente "
                f"({level_names(sheet.policy, found.prudente)}): "
                f"{answers(found.facts, found.because)}.",
                "Explicación mínima:",
            )
        )
    return blocks


def _rule(sheet: ClassificationSheet, rule: Rule) -> tuple[str, ...]:
    when = " y ".join(f"{name} = {' o '.join(values)}" for name, values in rule.when.items())
    reading = f"; lectura {rule.reading}" if rule.reading else ""
    return (
        rule.id,
        when,
        level_name(sheet.policy, rule.level),
        rule.reason,
        cite_all(rule.article) + reading,
    )


def change_blocks(sheet: ClassificationSheet) -> list[Block]:
    """Return the single answers that would give another prudent result."""
    found, policy = sheet.assessment, sheet.policy
    rows = tuple(
        (
            change.question,
            answer(policy, change.question, found.facts[change.question]),
            answer(policy, change.question, change.value),
            f"{_direction(found.prudente, change.levels)} {level_names(policy, change.levels)}",
        )
        for change in found.changes
    )
    if not rows:
        return [Paragraph("Ninguna respuesta distinta, por sí sola, cambia el nivel prudente.")]
    header = ("Pregunta", "Respuesta de hoy", "Si fuera", "El nivel prudente")
    blocks: list[Block] = [
        Table("Si una sola respuesta fuera distinta", header, rows, (2, 5, 5, 4)),
        Paragraph(
            "Una respuesta que baja el nivel necesita un hecho o un documento que la pruebe."
        ),
    ]
    if found.floor:
        floor = level_name(policy, found.floor)
        blocks.append(Paragraph(f"El ejemplo del art. 3 mantiene la propuesta en {floor} o más."))
    return blocks


def _direction(now: tuple[Level, ...], then: tuple[Level, ...]) -> str:
    if len(then) > 1:
        return "Quedaría sin determinar:"
    (low_now, high_now), (_, level) = rank(now), rank(then)
    if level > high_now:
        return "Subiría a"
    return "Bajaría a" if level < low_now else "Sería"


def condition_blocks(sheet: ClassificationSheet) -> list[Block]:
    """Return what the level rests on, how it is shown, until when and what follows if lost."""
    conditions = sheet.assessment.conditions
    if not conditions:
        return [Paragraph("El nivel no depende de ninguna condición.")]
    blocks: list[Block] = []
    for condition in conditions:
        reading = f"; lectura {condition.reading}" if condition.reading else ""
        blocks += [
            Notice(
                f"Condición {condition.id}",
                f"{condition.text} Sostiene que el nivel pueda ser "
                f"{level_name(sheet.policy, condition.keeps)} "
                f"({cite_all(condition.article)}{reading}).",
                "aviso",
            ),
            Paragraph("se demuestra con:", "Evidencia:"),
            Bullets(condition.evidence),
            Paragraph(
                f"{day(expiry(sheet, condition))} ({condition.expires_months} meses). Si antes "
                "deja de cumplirse, o no se renueva la evidencia, se propone reclasificar.",
                "Vence:",
            ),
        ]
    return blocks
