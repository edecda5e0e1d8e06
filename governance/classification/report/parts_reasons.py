"""Sections 2 to 5: the path, the rules that hold, what would change the level, the conditions."""

from __future__ import annotations

from governance.classification.report.document import Block, Bullets, Notice, Paragraph, Table
from governance.classification.report.sheet import ClassificationSheet, SheetFact
from governance.classification.report.words import (
    NOTHING,
    answer,
    answer_name,
    answers,
    cite_all,
    day,
    expiry,
    level_name,
    level_names,
    minute,
    rank,
)
from governance.policy.model import Level, Question, Rule


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
