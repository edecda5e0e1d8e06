"""/transparencia/reclamos: where to complain, from the knowledge base and with its sources.

There is no form here: an incident is told to a person with «derivar», which leaves a folio.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from knowledge_base.institution import Institution
from knowledge_base.model import Passage
from ui.facade import AssistantFacade
from ui.pages import to_html
from ui.taking.site import source_path
from ui.transparency.facts import Facts
from ui.transparency.frame import (
    Html,
    Sheet,
    items,
    link,
    moment,
    notice,
    paragraph,
    section,
    sheet,
    terms,
)

PATH = "/transparencia/reclamos"
TOLD: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Un error o incidente de IA": (
            "asistente-reclamos#respuesta-mala",
            "asistente-reclamos#que-es-incidente",
            "asistente-reclamos#canales",
            "asistente-reclamos#que-incluir",
            "asistente-reclamos#plazos",
            "politica-incidentes#aviso-resultado",
        ),
        "La atención de un funcionario": ("asistente-reclamos#reclamo-funcionario",),
        "Pedir información pública": (
            "ley-transparencia#como-pedir",
            "ley-transparencia#plazo",
            "ley-transparencia#amparo",
        ),
        "Derechos sobre tus datos": (
            "ley-datos-derechos#derechos",
            "ley-datos-derechos#plazo-respuesta",
            "ley-datos-derechos#reclamo-agencia",
        ),
    }
)
"""What is told, by the ids of the passages that say it."""

CONTACTS: Mapping[str, str] = MappingProxyType(
    {
        "web": "Sitio web",
        "oficina": "Oficina",
        "telefono": "Teléfono",
        "correo": "Correo",
        "incidentes": "Correo de incidentes de IA",
        "transparencia": "Portal de transparencia",
    }
)
MISSING = "Este texto no está en la base de conocimiento de esta instalación. Escribe «derivar»."


@dataclass(frozen=True)
class Complaints:
    """The passages that are in force today, by id."""

    passages: Mapping[str, Passage]


def read_complaints(assistant: AssistantFacade) -> Complaints:
    """Return what the knowledge base says of complaining."""
    documents = dict.fromkeys(one.partition("#")[0] for told in TOLD.values() for one in told)
    found = (p for name in documents for p in assistant.passages(name, "ciudadania"))
    return Complaints(MappingProxyType({p.id: p for p in found}))


def complaints_page(facts: Facts, complaints: Complaints) -> Sheet:
    """Return the page."""
    names = facts.institution.institution
    title = "Reclamos y derechos"
    return sheet(PATH, title, _parts(facts, complaints), names.nombre)


def _parts(facts: Facts, complaints: Complaints) -> Iterator[str]:
    yield section(
        "ahora",
        "Lo más rápido",
        items(
            [
                Html(
                    f"Cuéntale a una persona: escribe «derivar» en {link('/', 'el chat')} o en "
                    f"{link('/simple', 'la versión simple')}. Te damos un folio."
                ),
                Html(
                    f"Si ya tienes un folio, entra a {link('/caso', 'Ver mi caso')}. Ahí puedes "
                    "pedir que revisen una respuesta, o que corrijan o borren lo tuyo."
                ),
            ]
        ),
    )
    for title, wanted in TOLD.items():
        known = [complaints.passages[one] for one in wanted if one in complaints.passages]
        parts = [part for passage in known for part in _passage(passage)]
        anchor = wanted[0].replace("#", "-")
        yield section(anchor, title, *(parts or [paragraph(MISSING)]))
    yield section("contacto", "Formas de contacto comprobadas", *_contacts(facts.institution))
    yield paragraph(f"Al {moment(facts.at)}.")


def _passage(passage: Passage) -> Iterator[str]:
    yield Html(f"<h3>{escape(passage.section)}</h3>")
    yield to_html(passage.text)
    if passage.caveat:
        yield notice(passage.caveat)
    yield Html(f'<p class="fuente">Fuente: {link(source_path(passage), passage.source)}</p>')


def _contacts(institution: Institution) -> Iterator[str]:
    known = [(name, institution.verified_contact(key)) for key, name in CONTACTS.items()]
    pairs = [
        (name, link(point.url, point.value) if point.url else point.value)
        for name, point in known
        if point is not None
    ]
    yield terms(pairs) if pairs else paragraph("Todavía no hay ninguna comprobada.")
    if hours := institution.hours_text():
        yield paragraph(f"Horario: {hours}")
    missing = [name[:1].lower() + name[1:] for name, point in known if point is None]
    if missing:
        yield paragraph(f"Falta comprobar, y por eso no se muestra: {', '.join(missing)}.")
