"""Sheets of invented systems, one for each way in which a classification can end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from governance.classification.engine import assess
from governance.classification.report.sheet import ClassificationSheet, SheetFact
from governance.policy.load import policies

ALTO = {"P0": "ninguna", "P1": "si", "P2": "si", "P4": "no", "P5": "no"}
DIFFERS = {"P0": "ninguna", "P1": "no", "P4": "si_auxiliar", "P5": "no"}
HITL = {"P0": "ninguna", "P1": "si", "P2": "no", "P3": "efectiva", "P4": "no", "P5": "no"}
BAJO = {"P0": "ninguna", "P1": "no", "P4": "no", "P5": "no"}
PROHIBITED = {"P0": "e", "P1": "si"}
RANGE = {"P0": "ninguna", "P1": "si", "P2": "no_se", "P4": "no", "P5": "si"}
UNKNOWN = {"P0": "no_se"}

EVERY = {
    "alto": ALTO,
    "difiere": DIFFERS,
    "condicionado": HITL,
    "bajo": BAJO,
    "prohibido": PROHIBITED,
    "rango": RANGE,
    "nada": UNKNOWN,
}


def sheet(
    answers: dict[str, str], examples: tuple[str, ...] = (), **changes: object
) -> ClassificationSheet:
    """Return the sheet of a system answered so."""
    policy = policies()[-1]
    known = {name: value for name, value in answers.items() if value != "no_se"}
    facts = tuple(
        SheetFact(
            question=name,
            value=None if value == "no_se" else value,
            phrase=f"lo que se dijo en {name}, con atención y ñandú",
            by="Profesional de planificación",
            at=datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
            evidence="Protocolo de revisión" if name == "P3" else None,
            evidence_pending=name == "P1",
            ask_whom="Unidad de Informática" if value == "no_se" else None,
        )
        for name, value in answers.items()
    )
    made = ClassificationSheet(
        system_id="SDA-010",
        name="Ordenador de solicitudes de baños públicos",
        unit="División de Desarrollo Social",
        responsible_title="Jefatura de la división",
        description="Ordena las solicitudes que llegan.\n\nLo usa el equipo de la división.",
        version=2,
        on=date(2026, 3, 1),
        answered_by="Profesional de planificación",
        assessment=assess(known, policy, examples),
        policy=policy,
        facts=facts,
        examples=examples,
        record_hash="ab" * 32,
    )
    return replace(made, **changes)  # type: ignore[arg-type]
