"""Which system and data were evaluated, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from evals.bias.evaluation import Evaluation
from evals.bias.report import words
from evals.bias.texts import thousands
from governance.classification.report.document import Block, Heading, Notice, Table


def subject(evaluation: Evaluation, day: date) -> Iterator[Block]:
    """Yield the system, the data, and who answers for the evaluation."""
    columns, missing = evaluation.columns, evaluation.missing
    groups = ", ".join(f"{name} («{one.columna}»)" for name, one in columns.grupos.items())
    rows = [
        ("Sistema", " ".join(filter(None, (columns.id, columns.sistema))) or words.DRAFT),
        ("Nivel de riesgo", columns.nivel or words.DRAFT),
        ("Responsable del Sistema", columns.responsable or words.DRAFT),
        ("Experto en IA (interno o externo)", columns.experto or words.DRAFT),
        ("Fecha de la evaluación", f"{day:%d/%m/%Y}"),
        ("Datos evaluados", columns.datos or words.DRAFT),
        ("Casos", f"{thousands(len(evaluation.cases))}, {_left_out(missing.undecided)}"),
        ("Decisión", f"Columna «{columns.decision}». Favorable: {evaluation.cases.favourable}."),
        ("Resultado real", _real(evaluation)),
        ("Grupos comparados", groups),
        ("Huella del archivo (SHA-256)", evaluation.sha256),
    ]
    yield Heading("2. Sistema, datos y equipo")
    yield Table("Qué se evaluó y quién responde.", ("Dato", "Valor"), tuple(rows), (3, 7))
    if evaluation.personal:
        yield Notice(
            "El archivo trae datos personales que la evaluación no necesita",
            "Estas columnas no se usaron ni aparecen en el informe. Bórralas del archivo antes de "
            f"guardarlo o enviarlo: {', '.join(evaluation.personal)}.",
            "aviso",
        )


def _left_out(undecided: int) -> str:
    return f"{thousands(undecided)} de ellos sin decisión, que no se comparan"


def _real(evaluation: Evaluation) -> str:
    if evaluation.columns.real is None:
        return "No se entregó: no se pueden calcular errores, solo decisiones."
    without = thousands(evaluation.missing.without_real or 0)
    return f"Columna «{evaluation.columns.real}». Casos sin ese dato: {without}."
