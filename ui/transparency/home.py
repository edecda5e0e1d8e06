"""/transparencia: what the assistant is, who answers for it, its risk, and how it is now."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ui.transparency.facts import Facts
from ui.transparency.frame import (
    PAGES,
    Html,
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
from ui.transparency.standing import depends_on, level_info, reasons, says_who

PATH = "/transparencia"
WHAT = (
    "Es un programa de inteligencia artificial (IA) que responde preguntas escritas. No es una "
    "persona. Busca en documentos revisados y muestra de dónde sale cada respuesta.",
    "Informa sobre el concurso de fondos, la política de IA y la institución. No ve postulaciones. "
    "No decide quién puede postular ni quién gana.",
)
OVERSIGHT = (
    "Siempre puedes pedir una persona: escribe «derivar» o usa el botón del chat.",
    "Cuando atiende una persona, el asistente se calla. Sus mensajes llevan el cargo de quien "
    "escribe.",
    "Cada respuesta queda registrada antes de mostrarse. Si no se puede registrar, no se muestra.",
    "Cada noche se revisa una muestra de las respuestas del día. Si algo sale mal, queda una "
    "alarma para el equipo.",
    "La institución puede suspender el asistente en cualquier momento.",
)
_ABOUT = {
    "/transparencia/ficha": "qué hace el asistente, campo por campo.",
    "/transparencia/catalogo": "los sistemas de IA de la institución.",
    "/transparencia/registro": "qué se guarda, por cuánto tiempo y cómo verlo o borrarlo.",
    "/transparencia/cifras": "cuánto se usa y cómo responde.",
    "/transparencia/reclamos": "cómo reclamar, avisar de un error o pedir información.",
    "/accesibilidad": "qué se probó, qué falta y cómo avisar de un problema.",
}


def home(facts: Facts) -> Sheet:
    """Return the page."""
    names = facts.institution.institution
    return sheet(PATH, f"Transparencia: {names.asistente}", _parts(facts), names.nombre)


def _parts(facts: Facts) -> Iterator[str]:
    yield section("que-es", "Qué es", *map(paragraph, WHAT))
    yield section(
        "ahora", "Cómo está ahora", paragraph(facts.state), paragraph(f"Al {moment(facts.at)}.")
    )
    yield section("responsable", "Quién responde por él", _who(facts))
    yield section("riesgo", "Su nivel de riesgo", *_level(facts))
    yield section("personas", "Qué hacen las personas", items(OVERSIGHT))
    yield section("mas", "Más información", items(_pages()))


def _who(facts: Facts) -> str:
    own = facts.own
    pairs = [("Institución", facts.institution.institution.nombre)]
    if own is not None:
        pairs += [
            ("Unidad", own.system.unit),
            ("Cargo responsable", own.system.responsible_title),
            ("Código del sistema", own.system.id),
        ]
    return terms(pairs) + paragraph("Se publica el cargo y no el nombre de la persona.")


def _level(facts: Facts) -> Iterator[str]:
    info = level_info(facts)
    if info is not None:
        yield terms(
            [
                ("Nivel", info.name),
                ("Qué significa", info.definition),
                ("Qué exige", info.effect),
                ("Dónde lo dice la política", "; ".join(map(facts.article, info.article))),
            ]
        )
    yield paragraph(says_who(facts))
    if why := list(reasons(facts)):
        yield table("Por qué tiene ese nivel", ("Pregunta", "Respuesta", "Por qué"), why)
    if condition := depends_on(facts):
        yield notice(f"Debe seguir así: {condition}")


def _pages() -> Iterator[str]:
    for path, about in _ABOUT.items():
        yield Html(f"{link(path, PAGES[path])}: {escape(about)}")
