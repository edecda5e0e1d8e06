"""How the register of systems is shown: the list, one system, and the table of the Subcomité."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from assistant.registry import DOCUMENT_FORMATS
from governance.classification.report.words import cite_all
from governance.policy.model import Level
from governance.registers.acts import Act, ActKind
from governance.registers.agenda import Agenda, ConditionDue
from governance.registers.catalogue_audit import Audited
from governance.registers.days import day_in_chile, written
from governance.registers.dossier import DEPARTS, Dossier, either
from ui.panel.web import SYSTEMS

_ACTS: Mapping[ActKind, str] = {
    "aprueba": "Aprueba",
    "rechaza": "Rechaza",
    "observa": "Observa",
    "retira": "Retira",
    "redisena": "Manda a rediseño",
}
_CONDITIONS = {
    "por_vencer": "por vencer",
    "vencida": "vencida",
    "perdida": "ya no se cumple",
}
_NOTHING = "—"


def list_page(dossiers: Sequence[Dossier], audited: Sequence[Audited]) -> str:
    """Return the register: what each system is declared to be, what follows, how it stands."""
    by_id = {one.id: one for one in audited}
    rows = (_row(dossier, by_id.get(dossier.system.id)) for dossier in dossiers)
    head = ("Sistema", "Nombre", "Declarado", "Literal", "Prudente", "Estado")
    found = [one for one in audited if one.is_discrepancy]
    return (
        "<h1>Sistemas</h1><p>Los niveles literal y prudente salen de los hechos que se conocen. "
        "Son una propuesta hasta que el Subcomité los resuelve en un Acta.</p>"
        f"{table('Registro de sistemas', head, rows)}"
        '<section id="discrepancias"><h2>Discrepancias</h2>'
        f"{discrepancies(found)}</section>"
    )


def system_page(dossier: Dossier, audited: Audited | None, forms: str, words: str) -> str:
    """Return one system, with its versions, its acts and what may be done with it."""
    system = dossier.system
    facts = {
        "Estado": dossier.label,
        "Unidad": system.unit,
        "Responsable": system.responsible_title,
        "Para qué": system.purpose,
        "Uso": system.operational_status,
        "Nivel declarado": system.declared_level or "ninguno",
    }
    if audited is not None:
        facts["Lectura literal"] = either(audited.assessment.literal)
        facts["Lectura prudente"] = either(audited.assessment.prudente)
        facts["Qué exige"] = audited.effect
    terms = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts.items() if v)
    difference = (
        f"<section><h2>Discrepancia</h2>{discrepancies([audited])}</section>"
        if audited is not None and audited.is_discrepancy
        else ""
    )
    return (
        f"<h1>{escape(system.id)}: {escape(system.name)}</h1>{words}<dl>{terms}</dl>"
        f'<section id="versiones"><h2>Clasificaciones</h2>{_versions(dossier)}</section>'
        f'<section id="actos"><h2>Actos</h2>{_acts(dossier.acts)}</section>{difference}{forms}'
    )


def agenda_page(agenda: Agenda) -> str:
    """Return what the next session of the Subcomité has to see."""
    proposals = [f"{_link(d)}: {escape(d.label)}." for d in agenda.proposals]
    divergences = [
        f"{_link(d.dossier)}: literal {either(d.classification.literal)}, prudente "
        f"{either(d.classification.prudente)}. Lecturas: {escape(', '.join(d.readings))}."
        for d in agenda.divergences
    ]
    conditions = [_condition(due) for due in agenda.conditions]
    return (
        f"<h1>Tabla del Subcomité</h1><p>Lo que espera una decisión al {written(agenda.day)}.</p>"
        f"<section><h2>Propuestas</h2>{_items(proposals)}</section>"
        f"<section><h2>Lecturas que difieren</h2>{_items(divergences)}</section>"
        f"<section><h2>Discrepancias</h2>{discrepancies(agenda.discrepancies)}</section>"
        f"<section><h2>Condiciones</h2>{_items(conditions)}</section>"
    )


def discrepancies(found: Sequence[Audited]) -> str:
    """Return why what each system is declared to be is not what follows from its facts."""
    items = [
        f'<a href="{SYSTEMS}/{escape(one.id)}">{escape(one.id)}, {escape(one.name)}</a>. '
        f"Declarado: {one.declared} ({escape(one.declared_by)}). Sale: "
        f"{either(one.assessment.proposal)}. {escape(one.effect)}"
        + _items(
            f"{escape(ground.question)} = {escape(ground.value)}: {escape(ground.why)}"
            for ground in one.grounds
        )
        + (f"<p>Artículos: {escape(cite_all(one.articles))}.</p>" if one.articles else "")
        for one in found
    ]
    return _items(items)


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose cells are HTML; on a phone each row is a card."""
    columns = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row" data-columna="{escape(name)}">{cell}</th>'
            if place == 0
            else f'<td data-columna="{escape(name)}">{cell}</td>'
            for place, (name, cell) in enumerate(zip(head, row, strict=True))
        )
        + "</tr>"
        for row in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{columns}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _row(dossier: Dossier, audited: Audited | None) -> tuple[str, ...]:
    system = dossier.system
    return (
        f'<a href="{SYSTEMS}/{escape(system.id)}">{escape(system.id)}</a>',
        escape(system.name),
        _level(system.declared_level),
        either(audited.assessment.literal) if audited else _NOTHING,
        either(audited.assessment.prudente) if audited else _NOTHING,
        escape(dossier.label),
    )


def _versions(dossier: Dossier) -> str:
    if not dossier.classifications:
        return "<p>Todavía no se clasifica en una entrevista.</p>"
    rows = (
        (
            str(one.version),
            written(day_in_chile(one.at)),
            escape(one.by),
            either(one.literal),
            either(one.prudente),
            _documents(one.system_id, one.version),
        )
        for one in reversed(dossier.classifications)
    )
    head = ("Versión", "Fecha", "Respondió", "Literal", "Prudente", "Documento")
    return table("Versiones, la última primero", head, rows)


def _documents(system_id: str, version: int) -> str:
    address = f"{SYSTEMS}/{escape(system_id)}/documento?version={version}&amp;formato="
    return " ".join(
        f'<a href="{address}{form}">{form.upper()}'
        f'<span class="solo-lector"> de la versión {version}</span></a>'
        for form in DOCUMENT_FORMATS
    )


def _acts(acts: Sequence[Act]) -> str:
    return _items(map(_act, acts)) if acts else "<p>Nadie ha decidido nada todavía.</p>"


def _act(act: Act) -> str:
    parts = [f"{written(day_in_chile(act.at))}. {_ACTS[act.kind]} la versión {act.version}"]
    if act.level:
        parts.append(f"nivel {act.level}")
    if act.acta:
        parts.append(f"Acta {act.acta.number} del {written(act.acta.day)}")
    if act.departs:
        parts.append(DEPARTS)
    text = f"{', '.join(parts)}. Firma: {act.by_name}."
    return escape(f"{text} «{act.reason}»" if act.reason else text)


def _condition(due: ConditionDue) -> str:
    return (
        f"{_link(due.dossier)}: {escape(due.condition)}, {_CONDITIONS[due.state]} "
        f"({written(due.expires_on)})."
    )


def _link(dossier: Dossier) -> str:
    system = dossier.system
    shown = escape(f"{system.id}, {system.name}")
    return f'<a href="{SYSTEMS}/{escape(system.id)}">{shown}</a>'


def _level(level: Level | None) -> str:
    return level or _NOTHING


def _items(items: Iterable[str]) -> str:
    found = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{found}</ul>" if found else "<p>Nada por ahora.</p>"
