"""The catalogue of AI systems as anybody may read it (policy, C.4).

A system that an official registered is published once the Subcomité approved it: before that it is
a draft of somebody's work. What a pending classification proposes is not published either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from governance.policy.model import Level
from governance.registers.days import day_in_chile, written
from governance.registers.dossier import Dossier
from ui.transparency.facts import Facts
from ui.transparency.frame import (
    Sheet,
    items,
    link,
    moment,
    notice,
    paragraph,
    section,
    sheet,
    table,
    terms,
)
from ui.transparency.open_data import Dataset, licence_words

PATH = "/transparencia/catalogo"
_UNDECLARED = "Sin nivel declarado"


@dataclass(frozen=True)
class Listed:
    """One system; its fields are those of the files, in their order."""

    id: str
    nombre: str
    proposito: str
    unidad: str
    cargo_responsable: str
    nivel_declarado: Level | None
    nivel_aprobado: Level | None
    acta: str | None
    acta_fecha: date | None
    estado: str
    etapa_declarada: str
    ficha_declarada: str
    registrado_el: date

    @property
    def level(self) -> str:
        """The level and who says so, in words."""
        if self.nivel_aprobado:
            when = f" del {written(self.acta_fecha)}" if self.acta_fecha else ""
            return f"{self.nivel_aprobado.capitalize()} (Acta {self.acta}{when})"
        return (
            f"{self.nivel_declarado.capitalize()} (declarado)"
            if self.nivel_declarado
            else (_UNDECLARED)
        )


def listed(facts: Facts) -> tuple[Listed, ...]:
    """Return the systems that are published, by id."""
    return tuple(_listed(facts, found) for found in facts.dossiers if _is_public(found))


def drafts(facts: Facts) -> int:
    """Return how many are registered and not published yet."""
    return sum(not _is_public(found) for found in facts.dossiers)


def catalogue(facts: Facts, dataset: Dataset) -> Sheet:
    """Return the page."""
    name = facts.institution.institution.nombre
    return sheet(PATH, "Catálogo de sistemas de IA", _parts(facts, dataset), name)


def _parts(facts: Facts, dataset: Dataset) -> Iterator[str]:
    yield paragraph(
        "Estos son los sistemas de IA de la institución. «Declarado» es lo que dice la política "
        "(C.4): nadie lo comprobó aquí. «Acta» quiere decir que el Subcomité aprobó el nivel."
    )
    yield paragraph(f"Al {moment(facts.at)}. Son {len(listed(facts))} sistemas.")
    if pending := drafts(facts):
        yield notice(
            f"Además hay {pending} en trámite. Se publican cuando el Subcomité los aprueba."
        )
    for one in listed(facts):
        yield section(
            one.id.lower(),
            f"{one.id}: {one.nombre}",
            terms(
                [
                    ("Para qué es", one.proposito),
                    ("Nivel de riesgo", one.level),
                    ("Estado", one.estado),
                    ("Etapa declarada", one.etapa_declarada),
                    ("Unidad", one.unidad),
                    ("Cargo responsable", one.cargo_responsable),
                    ("Ficha, según el catálogo", one.ficha_declarada),
                ]
            ),
        )
    yield section(
        "datos",
        "Llévate los datos",
        items([link(f"{PATH}.csv", "Planilla (CSV)"), link(f"{PATH}.json", "Datos (JSON)")]),
        paragraph(licence_words(dataset.licence)),
        table("Qué es cada campo", ("Campo", "Qué dice"), list(dataset.fields.items())),
    )


def _is_public(found: Dossier) -> bool:
    return found.system.origin == "catalogo" or found.approval is not None


def _listed(facts: Facts, found: Dossier) -> Listed:
    system, act, entry = found.system, found.approval, facts.entry(found.system.id)
    acta = act.acta if act else None
    return Listed(
        id=system.id,
        nombre=system.name,
        proposito=system.purpose,
        unidad=system.unit,
        cargo_responsable=system.responsible_title,
        nivel_declarado=system.declared_level,
        nivel_aprobado=found.level,
        acta=acta.number if acta else None,
        acta_fecha=acta.day if acta else None,
        estado=_state(found),
        etapa_declarada=system.operational_status,
        ficha_declarada=entry.ficha_status if entry else "",
        registrado_el=day_in_chile(system.registered_at),
    )


def _state(found: Dossier) -> str:
    if found.system.state == "retirado":
        return "Retirado"
    if found.system.state == "en_rediseno":
        return "En rediseño"
    if found.is_waiting:
        return "En revisión del Subcomité"
    return "Aprobado por el Subcomité" if found.approval else "Registrado, sin acta"
