"""From the sheet to the document: its ten sections, in the order in which an auditor reads them."""

from __future__ import annotations

from governance.classification.report.document import Block, Document, Heading
from governance.classification.report.parts_duties import checklist_blocks, duty_blocks
from governance.classification.report.parts_evidence import pending_blocks, reading_blocks
from governance.classification.report.parts_path import path_blocks
from governance.classification.report.parts_provenance import provenance_blocks
from governance.classification.report.parts_reasons import (
    change_blocks,
    condition_blocks,
    rule_blocks,
)
from governance.classification.report.parts_result import result_blocks
from governance.classification.report.sheet import ClassificationSheet
from governance.classification.report.words import UNNAMED, day, status

_SECTIONS = (
    ("Resultado", result_blocks),
    ("Camino del cuestionario, paso a paso", path_blocks),
    ("Reglas que se cumplen y explicación mínima", rule_blocks),
    ("Qué cambiaría el nivel", change_blocks),
    ("Condiciones que deben mantenerse", condition_blocks),
    ("Obligaciones", duty_blocks),
    ("Lista de verificación antes de producción", checklist_blocks),
    ("Evidencia pendiente y quién responde", pending_blocks),
    ("Lecturas aplicadas", reading_blocks),
    ("Procedencia y comprobación a mano", provenance_blocks),
)


def compose(sheet: ClassificationSheet) -> Document:
    """Return the whole document of a classification; the same sheet gives the same document."""
    blocks: list[Block] = []
    for number, (title, section) in enumerate(_SECTIONS, 1):
        blocks.append(Heading(f"{number}. {title}"))
        blocks += section(sheet)
    name = sheet.system_id if sheet.is_registered else "sin registrar"
    kind = "Clasificación" if sheet.is_approved else "Propuesta de clasificación"
    return Document(
        title=f"{kind} de riesgo: {sheet.name or UNNAMED}",
        subtitle=(
            f"Sistema {name}, versión {sheet.version} del {day(sheet.on)}. Estado: {status(sheet)}"
        ),
        footer=(
            f"Sistema {name}, versión {sheet.version}, {day(sheet.on)}. "
            f"Política {sheet.policy.version.policy}. {kind}."
        ),
        blocks=tuple(blocks),
    )
