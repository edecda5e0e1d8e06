"""The form to leave a contact, the same inside the chat and on the page of a case.

What is typed goes from the form to the sealed contact and nowhere else: not through the chat, whose
fields Gradio keeps in memory, nor through what reads and keeps messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from assistant.desk.contacts.contact import (
    MAX_EMAIL,
    MAX_NAME,
    MAX_PHONE,
    ContactRefused,
    read_contact,
)

SAVED = "Guardamos tu contacto. Puedes cambiarlo o borrarlo cuando quieras."
ERASED = "Borramos tu contacto."
SAVE, ERASE = "contacto", "borrar-contacto"
"""What the buttons of the form ask for."""
FIELDS = ("nombre", "telefono", "correo")


@dataclass(frozen=True, repr=False)
class ContactForm:
    """What the form shows: `typed` and what is wrong with each field, by its name."""

    days: int
    has_contact: bool
    typed: Mapping[str, str]
    problems: Mapping[str, str]
    said: str = ""
    """What happened to what was sent before."""


def problems_of(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with a contact, by field; that there is none, under `telefono`.

    >>> sorted(problems_of({"telefono": "12", "correo": "x"}))
    ['correo', 'telefono']
    >>> list(problems_of({"nombre": "Rosa"}))
    ['telefono']
    """
    name, phone, email = (typed.get(field, "").strip() for field in FIELDS)
    of_email = _refusals(email=email) if email else ()
    of_phone = _refusals(phone=phone) if phone or not email else ()
    of_name = [x for x in _refusals(name, phone, email) if x not in (*of_phone, *of_email)]
    found = {"nombre": of_name, "telefono": of_phone, "correo": of_email}
    return {field: " ".join(words) for field, words in found.items() if words}


def render(form: ContactForm, hidden: str, heading: str = "h2") -> str:
    """Return the form as HTML; `hidden` are its fields that nobody sees, as HTML."""
    erase = (
        f'<button class="otro" name="accion" value="{ERASE}" formnovalidate>Borrar mi contacto'
        "</button>"
        if form.has_contact
        else ""
    )
    has = (
        "<p>Ya dejaste un contacto. Si escribes otro, lo reemplaza.</p>" if form.has_contact else ""
    )
    fields = (
        _field(form, "nombre", "Tu nombre (opcional)", "text", "name", MAX_NAME),
        _field(form, "telefono", "Tu teléfono", "tel", "tel", MAX_PHONE),
        _field(form, "correo", "Tu correo", "email", "email", MAX_EMAIL),
    )
    kind = "aviso" if form.problems else "hecho"
    said = f'<p class="{kind}" role="status">{escape(form.said)}</p>' if form.said else ""
    return (
        f'<form method="post" action="/caso#contacto" novalidate>{hidden}'
        f'<{heading} id="contacto">Dejar mi contacto</{heading}>{said}'
        "<p>Es opcional. Sirve solo para que quien atienda tu caso pueda ubicarte, y solo esa "
        "persona lo ve. Se guarda cifrado, aparte de la conversación, y se borra "
        f"{form.days} días después de que se cierre tu caso. Con el teléfono o el correo "
        f"basta.</p>{has}{''.join(fields)}"
        f'<p class="botones"><button name="accion" value="{SAVE}">Guardar contacto</button> '
        f"{erase}</p></form>"
    )


def _field(
    form: ContactForm, name: str, label: str, kind: str, autocomplete: str, most: int
) -> str:
    wrong = form.problems.get(name, "")
    told = f' aria-invalid="true" aria-describedby="falta-{name}"' if wrong else ""
    error = f'<span class="falta" id="falta-{name}">{escape(wrong)}</span>' if wrong else ""
    return (
        f'<p><label for="contacto-{name}">{label}</label>'
        f'<input type="{kind}" id="contacto-{name}" name="{name}" autocomplete="{autocomplete}" '
        f'maxlength="{most}" spellcheck="false" value="{escape(form.typed.get(name, ""))}"{told}>'
        f"{error}</p>"
    )


def _refusals(name: str = "", phone: str = "", email: str = "") -> tuple[str, ...]:
    try:
        read_contact(name, phone, email)
    except ContactRefused as refused:
        return refused.problems
    return ()
