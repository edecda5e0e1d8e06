"""/accesibilidad: what was tested, what was not and what is known to fail, kept as data.

The shape follows the model statement of Directive (EU) 2016/2102 (Implementing Decision 2018/1523),
which says more than Chilean law asks of such a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from governance.registers.days import day_in_chile, written
from ui.transparency.facts import Facts
from ui.transparency.frame import (
    Html,
    Sheet,
    items,
    link,
    notice,
    paragraph,
    section,
    sheet,
    table,
    terms,
)

PATH = "/accesibilidad"
STATEMENT_FILE = Path(__file__).with_name("accesibilidad.yaml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Test(_Strict):
    """Something that was tested, and how."""

    what: str
    how: str


class Limit(_Strict):
    """Something that is known to fail, where, and what to use instead."""

    where: str
    what: str
    instead: str


class Statement(_Strict):
    """The statement; its dates are of the day when somebody made it."""

    standard: str
    status: str
    why: str
    stated_on: date
    next_review: date
    tested: tuple[Test, ...]
    untested: tuple[str, ...]
    limits: tuple[Limit, ...]


@cache
def load_statement() -> Statement:
    """Return the statement."""
    return Statement.model_validate(yaml.safe_load(STATEMENT_FILE.read_text(encoding="utf-8")))


def accessibility(facts: Facts) -> Sheet:
    """Return the page."""
    parts = _parts(load_statement(), facts)
    return sheet(PATH, "Accesibilidad", parts, facts.institution.institution.nombre)


def _parts(found: Statement, facts: Facts) -> Iterator[str]:
    yield paragraph(
        "Queremos que cualquier persona pueda usar el asistente. Aquí decimos qué se probó, qué "
        "falta y qué puedes usar si algo no te funciona."
    )
    yield terms(
        [
            ("Norma", found.standard),
            ("Cómo está", f"{found.status}. {found.why}"),
            ("Fecha de esta declaración", written(found.stated_on)),
            ("Próxima revisión", written(found.next_review)),
        ]
    )
    if day_in_chile(facts.at) > found.next_review:
        yield notice("Esta declaración ya debía revisarse: puede estar atrasada.")
    yield section(
        "alternativa",
        "Si algo no te funciona",
        items(
            [
                Html(
                    f"Usa {link('/simple', 'la versión simple')}: la misma conversación, sin "
                    "adornos y sin JavaScript. Ahí también puedes pedir una persona."
                ),
                Html(
                    f"Avísanos: escribe «derivar» en {link('/', 'el chat')} y cuenta qué pasó, con "
                    "qué equipo y en qué página. Te damos un folio para seguirlo."
                ),
                Html(f"Hay otras formas en {link('/transparencia/reclamos', 'Reclamos')}."),
            ]
        ),
    )
    tested = [(one.what, one.how) for one in found.tested]
    yield section("probado", "Qué se probó", table("Pruebas hechas", ("Qué", "Cómo"), tested))
    yield section("falta", "Qué no se ha probado", items(found.untested))
    limits = [(one.where, one.what, one.instead) for one in found.limits]
    head = ("Dónde", "Qué pasa", "Qué usar")
    yield section("limites", "Qué sabemos que falla", table("Límites conocidos", head, limits))
