"""/transparencia/registro: what is kept, for how long, how to see it and how to check it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from assistant.desk.audit.archive import VERIFIER
from governance.log.retention import OBLIGATION
from ui.transparency.facts import Facts, LogFacts
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
    table,
    terms,
)
from ui.transparency.record_words import MASKED, RECORDED

PATH = "/transparencia/registro"
HEADS = "/transparencia/cabezas.jsonl"
SHOWN_DAYS = 7
"""Signed days that the page shows; the file has all of them."""
UNREADABLE = (
    "Ahora el registro no se puede leer. Mientras siga así, el asistente no muestra respuestas. "
    "Vuelve en unos minutos."
)


def record(facts: Facts) -> Sheet:
    """Return the page."""
    return sheet(PATH, "Qué se guarda", _parts(facts), facts.institution.institution.nombre)


def heads(facts: Facts) -> Sheet:
    """Return every signed day as `asistente log heads` writes it (JSON Lines)."""
    days = facts.log.days if facts.log else ()
    text = "".join(f"{day.line()}\n" for day in days)
    return Sheet(text.encode(), "application/x-ndjson", "cabezas.jsonl")


def public_key(facts: Facts) -> Sheet:
    """Return the public keys with which anybody checks the signatures (PEM)."""
    text = facts.log.public_keys if facts.log else ""
    return Sheet(text.encode(), "application/x-pem-file", "clave-publica.pem")


def verifier() -> Sheet:
    """Return the program that checks an export with nothing to install."""
    return Sheet(VERIFIER.read_bytes(), "text/x-python; charset=utf-8", VERIFIER.name)


def _parts(facts: Facts) -> Iterator[str]:
    yield paragraph(
        "Antes de guardar lo que escribes, el asistente busca y tapa los datos personales. Nada de "
        "tu texto llega antes a un disco ni a otra empresa. Si ese paso falla, no guarda tu "
        "mensaje. Este programa no anota tu dirección de internet."
    )
    yield section("cada-respuesta", "Qué se guarda de cada respuesta", items(RECORDED.values()))
    yield section(
        "tapados",
        "Qué datos busca y tapa",
        items(_capital(words) for words in MASKED.values()),
        notice("Tapa lo que reconoce. Algo se le puede pasar: no escribas tu RUT ni tus claves."),
    )
    yield section("plazos", "Por cuánto tiempo", *_terms(facts))
    yield section("lo-tuyo", "Ver o borrar lo tuyo", *_own())
    yield section("comprobar", "Cómo se comprueba que nadie lo cambió", *_chain(facts))


def _terms(facts: Facts) -> Iterator[str]:
    settings, log = facts.settings, facts.log
    kept = f"{log.kept_days} días" if log else "No se puede leer ahora"
    rows = [
        ("Registro de cada respuesta", kept, "Se borra el contenido. Queda su huella y una prueba"),
        (
            "La conversación y el caso",
            f"{settings.retention_days} días, o hasta que aceptan borrarla",
            "Se borran los mensajes y las notas",
        ),
        (
            "El contacto que dejas para que te ubiquen",
            f"{settings.contact_days} días desde que se cierra el caso, o cuando tú lo borras",
            "Está cifrado y se borra entero",
        ),
        (
            "Tu opinión de una respuesta y lo que comentes",
            "Lo mismo que la conversación",
            "Se borra con ella",
        ),
        ("Cómo se llevó el registro", "Siempre", "No tiene datos de nadie"),
    ]
    yield table("Plazos de esta instalación", ("Qué", "Cuánto", "Después"), rows)
    duty = next((one for one in facts.policy.obligations if one.id == OBLIGATION), None)
    places = "; ".join(facts.article(one) for one in duty.articles) if duty else ""
    level = log.level if log else ""
    if level:
        yield paragraph(f"El plazo del registro es el de su nivel de riesgo: {level}. {places}.")
    else:
        yield paragraph(f"El plazo del registro lo fija la política. {places}.")
    held = "Ahora hay una." if log and log.has_holds else "Ahora no hay ninguna."
    yield paragraph(
        "Si hay una auditoría, un reclamo o un incidente abierto, lo que le toca se guarda hasta "
        f"que termine. Eso se llama retención legal. {held}"
    )


def _own() -> Iterator[str]:
    yield items(
        [
            Html(
                f"Si pediste una persona, tienes un folio. Con él entras a "
                f"{link('/caso', 'Ver mi caso')}: ahí lees lo registrado, te llevas una copia y "
                "pides corregir o borrar."
            ),
            "Si no tienes folio, no sabemos qué conversación es tuya: nadie te pidió el nombre. "
            "Escribe «derivar» en el chat para tener uno.",
            "Borrar quita la conversación y tu contacto. El registro de decisiones sigue hasta su "
            "plazo, porque la política lo exige: tiene tus palabras con los datos tapados.",
        ]
    )


def _chain(facts: Facts) -> Iterator[str]:
    yield paragraph(
        "Cada asiento lleva la huella del anterior. Si alguien cambia, quita o mueve uno, las "
        "huellas dejan de calzar. La última huella cuenta por todas las de antes."
    )
    if facts.log is None:
        yield notice(UNREADABLE)
        return
    yield terms(_head(facts, facts.log))
    if days := facts.log.days[-SHOWN_DAYS:]:
        rows = [(day.day, str(day.sequence), _hash(day.hash)) for day in reversed(days)]
        head = ("Día (hora universal)", "Asiento", "Huella")
        yield table("Últimos días firmados", head, rows)
    if facts.log.public_keys:
        yield items(
            [
                link(HEADS, "Todos los días firmados"),
                link("/transparencia/clave-publica.pem", "Clave pública"),
                link("/transparencia/verificar.py", "Programa que comprueba"),
            ]
        )
        yield paragraph(
            "Guarda hoy una copia de los días firmados. Nunca deben cambiar: compara tu copia con "
            "la de otro día. El registro completo no se publica, porque tiene conversaciones. "
            "Quien audita lo recibe y lo comprueba con ese programa, la clave y tu copia."
        )
        yield paragraph(
            "Cada día firmado dice cuántos asientos había al firmarlo. Si restas dos días "
            "seguidos, sabes cuántos hubo entre ellos, sin redondear. Es a propósito: así se nota "
            "si falta uno. Un asiento puede ser una respuesta o un acto de quienes atienden. La "
            "lista no dice de quién es."
        )
    else:
        yield notice("En esta instalación el registro no está firmado.")


def _head(facts: Facts, log: LogFacts) -> Iterator[tuple[str, str]]:
    yield "Asientos", str(log.head.sequence)
    yield "Última huella", _hash(log.head.hash)
    yield "Firmada", "Sí" if log.is_signed else "No"
    yield "Leída el", moment(facts.at)


def _hash(value: str) -> Html:
    return Html(f"<code>{escape(value)}</code>")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
