"""Sections 6 and 7: what the level demands, from the data of the policy and never typed again."""

from __future__ import annotations

from collections.abc import Sequence

from governance.classification.duties import Criterion, Duty, checklist, obligations
from governance.classification.report.document import Block, Bullets, Notice, Paragraph, Table
from governance.classification.report.ruled_out import not_now
from governance.classification.report.sheet import ClassificationSheet
from governance.classification.report.words import NOT_ASKED, cite_all, demand, level_name
from governance.policy.model import Kind, Policy, Requirement

_GROUPS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("Obligatorias", ("obligatoria",)),
    ("Recomendadas", ("recomendada",)),
    ("Según el caso", ("segun_dpo", "segun_diseno")),
)
_PERSONAL = {
    "si": "El sistema trata datos personales: lo que depende de eso se exige.",
    "no": "Se declaró que el sistema no trata datos personales: lo que depende de eso no se exige.",
    None: "Falta confirmar si trata datos personales: mientras tanto, cuenta con que se exige lo "
    "que depende de eso.",
}  # fmt: skip


def duty_blocks(sheet: ClassificationSheet) -> list[Block]:
    """Return every obligation as the level has it: demanded, advised, conditional or not asked."""
    duties = obligations(sheet.policy, sheet.duty_level)
    level = level_name(sheet.policy, sheet.duty_level)
    blocks: list[Block] = [
        Paragraph(f"Nivel {level}. Reúne el art. 4 y los deberes de otras partes de la política."),
    ]
    if sheet.duty_level != "prohibido":
        blocks.append(Paragraph(_PERSONAL[sheet.personal_data]))
    if len(sheet.assessment.proposal) > 1 and sheet.assessment.proposal[-1] == "prohibido":
        blocks.append(
            Notice("Todavía puede ser un uso prohibido", "En ese caso no se puede usar.", "alto")
        )
    for title, kinds in _GROUPS:
        group = [duty for duty in duties if duty.requirement.kind in kinds]
        if group:
            blocks.append(_duties(title, group, sheet))
    rest = [duty for duty in duties if duty.requirement.kind in NOT_ASKED]
    if rest:
        blocks += [
            Paragraph("", "No se exigen en este nivel:"),
            Bullets(tuple(_not_asked(duty) for duty in rest)),
        ]
    return blocks


def _duties(title: str, duties: Sequence[Duty], sheet: ClassificationSheet) -> Table:
    owners = {role.id: role.name for role in sheet.policy.roles}
    rows = tuple(
        (
            duty.obligation.title,
            duty.obligation.text,
            _demanded(duty.requirement, sheet) + _due(duty),
            owners.get(duty.obligation.owner, duty.obligation.owner),
            duty.obligation.evidence,
            _cited(duty),
        )
        for duty in duties
    )
    header = ("Obligación", "Qué pide", "Exigencia y plazo", "A cargo de", "Evidencia", "Artículos")
    return Table(title, header, rows, (4, 5, 4, 3, 4, 3))


def _demanded(requirement: Requirement, sheet: ClassificationSheet) -> str:
    return "; ".join(filter(None, (demand(requirement), not_now(sheet, requirement))))


def _due(duty: Duty) -> str:
    due = duty.obligation.due
    return f"; {due[0].lower()}{due[1:]}" if due else ""


def _cited(duty: Duty) -> str:
    reading = f"; lectura {duty.obligation.reading}" if duty.obligation.reading else ""
    return cite_all(duty.obligation.articles) + reading


def _not_asked(duty: Duty) -> str:
    return f"{duty.obligation.title}: {demand(duty.requirement).lower()} ({_cited(duty)})"


def checklist_blocks(sheet: ClassificationSheet) -> list[Block]:
    """Return the twelve criteria of C.6, all pending: nobody has verified any yet."""
    rows = tuple(
        (
            str(criterion.item.number),
            criterion.item.text,
            _demanded(criterion.requirement, sheet),
            criterion.item.verification,
            cite_all(criterion.item.article),
            _state(criterion, sheet),
        )
        for criterion in checklist(sheet.policy, sheet.duty_level)
    )
    if sheet.duty_level == "prohibido":
        return [Paragraph("Un uso prohibido no pasa a producción: no hay criterios que verificar.")]
    header = ("N.º", "Criterio", "Exigencia", "Cómo se verifica", "Artículos", "Estado")
    return [
        Table("Los doce criterios de C.6", header, rows, (1, 6, 4, 5, 2, 3)),
        Paragraph(
            "Nada pasa a producción sin los criterios obligatorios. Un criterio recomendado no "
            "bloquea, pero se anota si se cumple o por qué no."
        ),
        *_complements(sheet.policy),
    ]


def _state(criterion: Criterion, sheet: ClassificationSheet) -> str:
    if criterion.requirement.kind in NOT_ASKED:
        return "No se exige"
    return "No aplica por ahora" if not_now(sheet, criterion.requirement) else "Pendiente"


def _complements(policy: Policy) -> list[Block]:
    rows = tuple(
        (item.text, item.label, item.verification,
         f"{cite_all(item.article)}; lectura {item.reading}", "Pendiente")
        for item in policy.complements
    )  # fmt: skip
    header = ("Complemento", "Qué es", "Cómo se verifica", "Artículos", "Estado")
    caption = "Complementos que C.6 no trae: no bloquean"
    return [Table(caption, header, rows, (5, 4, 5, 3, 2))] if rows else []
