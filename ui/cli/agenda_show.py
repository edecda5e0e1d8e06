"""How the agenda of the Subcomité is shown in a terminal and as JSON."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from governance.registers.agenda import Agenda, ConditionDue
from governance.registers.days import written
from governance.registers.dossier import either
from ui.cli.catalogue_show import audited_as_dict
from ui.cli.systems_show import summary

STATES = {"por_vencer": "por vencer", "vencida": "vencida", "perdida": "ya no se cumple"}


def agenda_as_dict(agenda: Agenda) -> dict[str, object]:
    """Return the agenda as plain values."""
    return {
        "day": agenda.day.isoformat(),
        "proposals": [summary(dossier) for dossier in agenda.proposals],
        "divergences": [
            {
                "id": found.dossier.system.id,
                "literal": list(found.classification.literal),
                "prudente": list(found.classification.prudente),
                "readings": list(found.readings),
            }
            for found in agenda.divergences
        ],
        "discrepancies": [audited_as_dict(found) for found in agenda.discrepancies],
        "conditions": [_condition(found) for found in agenda.conditions],
    }


def show_agenda(agenda: Agenda) -> None:
    """Print the agenda as points to go through."""
    console = Console(highlight=False)
    sections = (
        (
            "Clasificaciones por resolver",
            [f"{d.system.id} {d.system.name}. {d.label}." for d in agenda.proposals],
        ),
        (
            "Lecturas que no coinciden",
            [
                f"{d.dossier.system.id}: literal {either(d.classification.literal)}, prudente "
                f"{either(d.classification.prudente)}. Lecturas: {', '.join(d.readings)}."
                for d in agenda.divergences
            ],
        ),
        (
            "Discrepancias entre lo declarado y la norma",
            [
                f"{d.id} {d.name}. Declarado: {d.declared}, según {d.declared_by}. "
                f"PROPUESTA: {either(d.assessment.proposal)}."
                for d in agenda.discrepancies
            ],
        ),
        (
            "Condiciones que sostienen un nivel",
            [
                f"{d.dossier.system.id}: {d.condition}, {STATES[d.state]} "
                f"({written(d.expires_on)})."
                for d in agenda.conditions
            ],
        ),
    )
    console.print(f"[bold]Tabla para el Subcomité de IA, {written(agenda.day)}[/bold]")
    if agenda.is_empty:
        console.print("No hay nada pendiente.")
    for title, lines in sections:
        if lines:
            console.print(f"[bold]{title}[/bold]")
        for line in lines:
            console.print(f"- {escape(line)}", soft_wrap=True)


def _condition(found: ConditionDue) -> dict[str, object]:
    return {
        "id": found.dossier.system.id,
        "condition": found.condition,
        "state": found.state,
        "expires_on": found.expires_on.isoformat(),
    }
