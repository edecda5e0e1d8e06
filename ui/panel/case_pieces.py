"""Boxes of the page of a case that nothing else changes: the protocol, the contact, the sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from assistant.desk.alerts import WhoWaits
from assistant.desk.contacts.sealing import Contact
from assistant.desk.replies import Replies
from assistant.turn import Citation
from ui.pages import to_html
from ui.panel.case_words import waiting_words
from ui.panel.cases_page import CASES

_BOLD = re.compile(r"\*\*(.+?)\*\*")


def bell(who: WhoWaits) -> str:
    """Return the notice that somebody waits, which leads to the queue; nothing if nobody does."""
    return f'<a href="{CASES}">{waiting_words(who)}</a>' if who.numbers else ""


def contact_box(contact: Contact | None) -> str:
    """Return how to reach the person, to be shown once."""
    if contact is None:
        return "<p>La persona ya no tiene un contacto guardado.</p>"
    facts = {"Nombre": contact.name, "Teléfono": contact.phone, "Correo": contact.email}
    terms = "".join(f"<dt>{k}</dt><dd>{escape(v)}</dd>" for k, v in facts.items() if v)
    return (
        '<section class="contacto"><h2>Contacto de la persona</h2>'
        f"<dl>{terms}</dl><p>Úsalo solo para este caso y no lo copies en los mensajes ni en las "
        "notas. Quedó registrado que lo viste; se muestra una vez.</p></section>"
    )


def protocol(replies: Replies) -> str:
    """Return what to do in a crisis, in words that the person never sees."""
    text = _BOLD.sub(r"<strong>\1</strong>", to_html(replies.crisis_protocol))
    return (
        '<section class="protocolo" aria-labelledby="titulo-protocolo">'
        f'<h2 id="titulo-protocolo">Protocolo de crisis</h2>{text}'
        '<p><a href="#conversacion">Ir a la conversación</a></p></section>'
    )


def sources(citations: Sequence[Citation]) -> str:
    """Return links to what the assistant answered from; nothing if it cited nothing."""
    found = dict.fromkeys((c.url, f"{c.title}: {c.section}") for c in citations)
    items = "".join(
        f'<li><a href="{escape(url)}">{escape(title)}</a></li>'
        for url, title in found
        if url.startswith("/")
    )
    return f'<ul class="citas" aria-label="Fuentes">{items}</ul>' if items else ""
