"""How the catalogue and its audit are shown in a terminal, as JSON and as a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from governance.policy.model import Policy
from governance.registers.catalogue_audit import Audited, discrepancies
from governance.registers.dossier import Dossier, either

COLUMNS = {
    "id": "ID",
    "name": "Nombre",
    "unit": "División responsable",
    "responsible": "Responsable del sistema",
    "purpose": "Propósito",
    "declared_level": "Nivel declarado",
    "approved_level": "Nivel aprobado",
    "standing": "Situación",
    "ficha_status": "Estado de la Ficha SDA",
    "operational_status": "Estado operativo",
    "value_evidence": "Evidencia de valor",
}
"""The nine columns of C.4, its level told apart by who says it."""

Row = Mapping[str, str | None]


def rows(policy: Policy, registered: Sequence[Dossier]) -> list[Row]:
    """Return one row for each system of the catalogue and of the register, by id."""
    dossiers = {dossier.system.id: dossier for dossier in registered}
    found: dict[str, Row] = {
        entry.id: {
            "id": entry.id,
            "name": entry.name,
            "unit": entry.division,
            "responsible": entry.responsible,
            "purpose": entry.purpose,
            "declared_level": entry.declared_level,
            "approved_level": None,
            "standing": f"Declarado: {entry.declared_level}, sin clasificar",
            "ficha_status": entry.ficha_status,
            "operational_status": entry.operational_status,
            "value_evidence": entry.value_evidence,
        }
        for entry in policy.catalogue
    }
    for system_id, dossier in dossiers.items():
        system = dossier.system
        of_the_catalogue = found.get(system_id, {})
        found[system_id] = {
            "id": system_id,
            "name": system.name,
            "unit": system.unit,
            "responsible": system.responsible_title,
            "purpose": system.purpose,
            "declared_level": system.declared_level,
            "approved_level": dossier.level,
            "standing": dossier.label,
            "ficha_status": of_the_catalogue.get("ficha_status") or "",
            "operational_status": system.operational_status,
            "value_evidence": of_the_catalogue.get("value_evidence") or "",
        }
    return [found[system_id] for system_id in sorted(found, key=lambda name: (len(name), name))]


def show_rows(found: Sequence[Row]) -> None:
    """Print the catalogue as a table."""
    table = Table("ID", "Sistema", "División", "Nivel", "Estado")
    for row in found:
        cells = (
            row[name] or "" for name in ("id", "name", "unit", "standing", "operational_status")
        )
        table.add_row(*map(escape, cells))
    Console().print(table)


def as_spreadsheet(found: Sequence[Row]) -> str:
    """Return the catalogue as CSV; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS.values())
    for row in found:
        writer.writerow(_harmless(row[name] or "") for name in COLUMNS)
    return out.getvalue()


def audited_as_dict(found: Audited) -> dict[str, object]:
    """Return what the audit found of a system, as plain values."""
    return {
        "id": found.id,
        "name": found.name,
        "declared": found.declared,
        "declared_by": found.declared_by,
        "literal": list(found.assessment.literal),
        "prudente": list(found.assessment.prudente),
        "proposal": list(found.assessment.proposal),
        "is_discrepancy": found.is_discrepancy,
        "facts": {
            ground.question: {"value": ground.value, "why": ground.why} for ground in found.grounds
        },
        "rules": [rule.id for rule in found.assessment.fired],
        "articles": list(found.articles),
        "examples": [{"id": e.id, "text": e.text, "level": e.level} for e in found.examples],
        "readings": list(found.assessment.readings),
        "ficha_status": found.ficha_status,
        "effect": found.effect,
    }


def show_audit(audited: Sequence[Audited]) -> None:
    """Print every system, and then why each discrepancy is one."""
    console = Console(highlight=False)
    table = Table("ID", "Sistema", "Declarado", "Literal", "Prudente", "")
    for one in audited:
        table.add_row(
            one.id,
            escape(one.name),
            one.declared or "—",
            either(one.assessment.literal),
            either(one.assessment.prudente),
            "[red]discrepancia[/red]" if one.is_discrepancy else "",
        )
    console.print(table)
    found = discrepancies(audited)
    for one in found:
        console.print(
            f"\n[bold]{one.id} · {escape(one.name)}[/bold]: declarado {one.declared} "
            f"({escape(one.declared_by)}); PROPUESTA: {either(one.assessment.proposal)}.",
            soft_wrap=True,
        )
        lines = [f"{g.question} = {g.value}. {g.why}" for g in one.grounds]
        lines += [f"Ejemplo del art. 3: {e.text} ({e.level})." for e in one.examples]
        lines += [f"Artículos: {', '.join(one.articles)}.", one.effect]
        for line in lines:
            console.print(escape(f"  {line}"), soft_wrap=True)
    console.print(f"\nSistemas: {len(audited)}. Discrepancias: {len(found)}.")
    if found:
        console.print(
            "El nivel declarado se mantiene hasta que el Subcomité lo decida con un Acta."
        )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
