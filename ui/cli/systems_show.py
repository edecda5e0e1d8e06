"""How a system, its classifications and the acts on it are shown in a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from governance.moments import stamp
from governance.registers.acts import Act, ActKind
from governance.registers.classifications import Classification
from governance.registers.days import day_in_chile, written
from governance.registers.dossier import DEPARTS, Dossier, either

ACTS: dict[ActKind, str] = {
    "aprueba": "Aprueba",
    "rechaza": "Rechaza",
    "observa": "Observa",
    "retira": "Retira",
    "redisena": "Manda a rediseño",
}


def summary(dossier: Dossier) -> dict[str, object]:
    """Return a system in a line."""
    system, latest = dossier.system, dossier.latest
    return {
        "id": system.id,
        "name": system.name,
        "unit": system.unit,
        "responsible": system.responsible,
        "responsible_title": system.responsible_title,
        "state": system.state,
        "operational_status": system.operational_status,
        "declared_level": system.declared_level,
        "version": latest.version if latest else None,
        "literal": list(latest.literal) if latest else None,
        "prudente": list(latest.prudente) if latest else None,
        "proposal": list(latest.proposal) if latest else None,
        "approved_level": dossier.level,
        "status": dossier.status,
        "label": dossier.label,
    }


def whole(dossier: Dossier) -> dict[str, object]:
    """Return everything about a system."""
    latest = dossier.latest
    return {
        **summary(dossier),
        "purpose": dossier.system.purpose,
        "origin": dossier.system.origin,
        "registered_at": stamp(dossier.system.registered_at),
        "classification": _classification(latest) if latest else None,
        "acts": [act_as_dict(act) for act in dossier.acts],
    }


def events(dossier: Dossier) -> list[dict[str, object]]:
    """Return the versions and the acts of a system, oldest first."""
    found = [
        (c.at, {"event": "clasificacion", **_classification(c)}) for c in dossier.classifications
    ]
    found += [(a.at, {"event": "acto", **act_as_dict(a)}) for a in dossier.acts]
    return [event for _, event in sorted(found, key=lambda pair: pair[0])]


def act_as_dict(act: Act) -> dict[str, object]:
    """Return an act as plain values."""
    return {
        "id": act.id,
        "system": act.system_id,
        "version": act.version,
        "kind": act.kind,
        "level": act.level,
        "acta": {"number": act.acta.number, "day": act.acta.day.isoformat()} if act.acta else None,
        "reason": act.reason,
        "departs": act.departs,
        "by": act.by,
        "by_name": act.by_name,
        "at": stamp(act.at),
    }


def show_list(dossiers: Sequence[Dossier]) -> None:
    """Print every system in a table."""
    table = Table("ID", "Sistema", "Responsable", "Nivel")
    for dossier in dossiers:
        system = dossier.system
        table.add_row(
            system.id,
            escape(system.name),
            escape(system.responsible_title),
            escape(dossier.label),
        )
    Console().print(table)


def show_dossier(dossier: Dossier) -> None:
    """Print a system and the last version of its classification."""
    console = Console(highlight=False)
    system, latest = dossier.system, dossier.latest
    lines = [
        f"[bold]{system.id} · {escape(system.name)}[/bold]",
        escape(f"{system.unit} · responsable: {system.responsible_title}"),
        escape(system.purpose),
        f"[bold]{escape(dossier.label)}[/bold]",
    ]
    if latest:
        lines.append(
            f"Versión {latest.version}, {written(day_in_chile(latest.at))}. Lectura literal: "
            f"{either(latest.literal)}. Lectura prudente: {either(latest.prudente)}."
        )
        for name, answer in latest.facts.items():
            phrase = f" «{answer.phrase}»" if answer.phrase else ""
            pending = " (falta evidencia)" if answer.evidence_pending else ""
            lines.append(escape(f"  {name} = {answer.value or 'no_se'}{phrase}{pending}"))
        for upkeep in latest.conditions:
            lines.append(f"Condición {upkeep.condition}: vence el {written(upkeep.expires_on)}.")
        if latest.readings:
            lines.append(f"Lecturas aplicadas: {', '.join(latest.readings)}.")
        lines.append(f"Política {latest.policy_version}, huella {latest.policy_digest[:16]}.")
    for line in lines:
        console.print(line, soft_wrap=True)


def show_events(dossier: Dossier) -> None:
    """Print the history of a system."""
    console = Console(highlight=False)
    console.print(f"[bold]{dossier.system.id} · {escape(dossier.system.name)}[/bold]")
    moments = [(c.at, _version_line(c)) for c in dossier.classifications]
    moments += [(act.at, _act_line(act)) for act in dossier.acts]
    for at, line in sorted(moments, key=lambda pair: pair[0]):
        console.print(escape(f"{written(day_in_chile(at))}  {line}"), soft_wrap=True)
    if not moments:
        console.print(escape(dossier.label))


def _version_line(found: Classification) -> str:
    return (
        f"Versión {found.version}: literal {either(found.literal)}, prudente "
        f"{either(found.prudente)}; PROPUESTA: {either(found.proposal)}."
    )


def _act_line(act: Act) -> str:
    acta = f", Acta {act.acta.number} del {written(act.acta.day)}" if act.acta else ""
    level = f" {act.level}" if act.level else ""
    departs = f" ({DEPARTS})" if act.departs else ""
    reason = f": {act.reason}" if act.reason else "."
    version = f" la versión {act.version}" if act.version else ""
    return f"{ACTS[act.kind]}{version}{level}{acta}{departs}, {act.by_name} ({act.by}){reason}"


def _classification(found: Classification) -> dict[str, object]:
    return {
        "id": found.id,
        "version": found.version,
        "status": found.status,
        "at": stamp(found.at),
        "by": found.by,
        "facts": {
            name: {**asdict(answer), "at": stamp(answer.at)} for name, answer in found.facts.items()
        },
        "examples": list(found.examples),
        "assessment": found.assessment,
        "policy_version": found.policy_version,
        "policy_digest": found.policy_digest,
        "engine_version": found.engine_version,
        "readings": list(found.readings),
        "conditions": {u.condition: u.expires_on.isoformat() for u in found.conditions},
        "pending_evidence": list(found.pending_evidence),
        "interview": found.interview,
        "content_hash": found.content_hash,
    }
