"""Section 1: the level in words, the two readings side by side and what stands in the way."""

from __future__ import annotations

from governance.classification.report.clean import paragraphs
from governance.classification.report.document import Block, Notice, Paragraph, Table
from governance.classification.report.parts_range import range_blocks
from governance.classification.report.sheet import ClassificationSheet
from governance.classification.report.words import (
    NOTHING,
    UNNAMED,
    cite_all,
    day,
    level_name,
    level_names,
    status,
)

_PILOT = "piloto_con_personas"
_SAID = {"si": "sí", "no": "no", None: "por confirmar"}


def result_blocks(sheet: ClassificationSheet) -> list[Block]:
    """Return the result, its state and the system that it is about."""
    return [
        _headline(sheet),
        *_prohibited(sheet),
        *_use(sheet),
        _levels(sheet),
        *_difference(sheet),
        *_floor(sheet),
        *range_blocks(sheet),
        *_system(sheet),
    ]


def _headline(sheet: ClassificationSheet) -> Block:
    found = sheet.assessment
    if sheet.is_approved and sheet.act and sheet.act.level:
        departs = (
            "" if found.proposal == (sheet.act.level,) else
            f" Aparta de la propuesta, que era {level_names(sheet.policy, found.proposal)}."
        )  # fmt: skip
        return Notice(
            f"Nivel: {level_name(sheet.policy, sheet.act.level)}", f"{status(sheet)}.{departs}"
        )
    level = level_names(sheet.policy, found.proposal)
    title = "Nivel propuesto:" if found.is_determined else "Nivel sin determinar, puede ser"
    return Notice(
        f"{title} {level}",
        f"{status(sheet)}. Esto no es una decisión: clasifica el Subcomité de IA, en un acta "
        "(art. 3 y C.3, fase 1).",
        "aviso",
    )


def _prohibited(sheet: ClassificationSheet) -> list[Block]:
    if sheet.assessment.can_be_approved:
        return []
    letter = sheet.assessment.facts.get("P0")
    named = [p for p in sheet.policy.prohibitions if p.letter == letter]
    blocks: list[Block] = [
        Notice(
            "No puede aprobarse",
            "Es un uso prohibido: solo se puede retirar o rediseñar. Ninguna respuesta posterior "
            "ni acta lo cambia.",
            "alto",
        )
    ]
    for prohibition in named:
        cited = cite_all((*prohibition.articles, *prohibition.see_also))
        blocks.append(
            Paragraph(f"{prohibition.text.rstrip('.')} ({cited}).", f"{prohibition.title}.")
        )
        if prohibition.exception:
            cited = cite_all(prohibition.exception.article)
            blocks.append(
                Paragraph(
                    f"{prohibition.exception.text} Todo ello con documentos ({cited}).",
                    "Excepción.",
                )
            )
    return blocks


def _use(sheet: ClassificationSheet) -> list[Block]:
    if sheet.in_use != "si":
        return []
    title = "Ya se usa con personas reales"
    if not sheet.assessment.can_be_approved:
        return [
            Notice(title, "Un uso prohibido no puede seguir: hay que detenerlo (art. 6).", "alto")
        ]
    return [
        Notice(
            title,
            f"Llamarlo piloto no lo exime. {pilot.text} "
            f"({cite_all(pilot.articles)}; lectura {pilot.reading}).",
            "aviso",
        )
        for pilot in sheet.policy.obligations
        if pilot.id == _PILOT
    ]


def _levels(sheet: ClassificationSheet) -> Block:
    found, policy = sheet.assessment, sheet.policy
    rows = (
        (
            "Literal",
            level_names(policy, found.literal),
            "Sigue los saltos que C.3 imprime junto a cada respuesta.",
        ),
        (
            "Prudente",
            level_names(policy, found.prudente),
            "Pregunta todo lo que puede influir y toma el nivel más alto (C.3, resultado).",
        ),
        (
            "Propuesta",
            level_names(policy, found.proposal),
            "El resultado prudente, o el del ejemplo del art. 3 si es más alto.",
        ),
    )
    return Table("Las dos lecturas, lado a lado", ("Lectura", "Nivel", "Cómo se obtiene"), rows,
                 (2, 3, 6))  # fmt: skip


def _difference(sheet: ClassificationSheet) -> list[Block]:
    found = sheet.assessment
    if not found.differs:
        return [Paragraph("Las dos lecturas coinciden.")]
    readings = ", ".join(found.readings) or NOTHING
    return [
        Notice(
            "Las lecturas difieren",
            f"La literal da {level_names(sheet.policy, found.literal)} y la prudente, "
            f"{level_names(sheet.policy, found.prudente)}. Se propone la prudente y la diferencia "
            f"va a la tabla del Subcomité (lecturas en juego: {readings}).",
            "aviso",
        )
    ]


def _floor(sheet: ClassificationSheet) -> list[Block]:
    floor = sheet.assessment.floor
    matched = [example for example in sheet.policy.examples if example.id in sheet.examples]
    if floor is None or not matched:
        return []
    texts = tuple(
        f"{example.text} ({level_name(sheet.policy, example.level)}; {cite_all(example.article)})"
        for example in matched
    )
    return [
        Notice(
            f"Coincide con un ejemplo del art. 3: no se propone menos que "
            f"{level_name(sheet.policy, floor)}",
            "Para ir por debajo hace falta una decisión fundada del Subcomité (lectura A04).",
            "aviso",
            texts,
        )
    ]


def _system(sheet: ClassificationSheet) -> list[Block]:
    rows = (
        ("Identificador", sheet.system_id if sheet.is_registered else "sin registrar"),
        ("Sistema", sheet.name or UNNAMED),
        ("Unidad", sheet.unit or NOTHING),
        ("Responsable (cargo)", sheet.responsible_title or NOTHING),
        ("Quién respondió", sheet.answered_by or NOTHING),
        ("Fecha y versión", f"{day(sheet.on)}, versión {sheet.version}"),
        ("Trata datos personales", _SAID[sheet.personal_data]),
        ("Ya se usa con personas reales", _SAID[sheet.in_use]),
    )
    table = Table("El sistema", ("Dato", "Valor"), rows, (1, 3))
    texts = [
        Paragraph(text, "" if number else "Qué hace.")
        for number, text in enumerate(paragraphs(sheet.description))
    ]
    return [table, *texts]
