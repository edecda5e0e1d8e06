"""Acts of staff in words: who, what and why; of what was written, only justifications.

Replies and notes are part of a conversation, and reading one that is closed needs a reason that is
recorded: what is said here is no way around it.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.desk.cases import ASSISTANT, PERSON
from governance.log.event import Event, EventKind
from ui.panel import case_words

_STAFF: Mapping[EventKind, str] = {
    "taken": "Tomó un caso",
    "replied": "Respondió a la persona",
    "noted": "Escribió una nota interna",
    "transferred": "Pasó un caso",
    "released": "Devolvió un caso a la fila",
    "closed": "Cerró un caso",
    "reopened": "Reabrió un caso",
    "contact_seen": "Vio el contacto de la persona",
    "contact_erased": "Borró el contacto de la persona",
    "closed_read": "Leyó una conversación cerrada",
    "searched": "Buscó en los casos",
    "request_extended": "Prorrogó el plazo de una solicitud",
    "request_resolved": "Resolvió una solicitud de la persona",
    "gap_approved": "Aprobó un vacío de la base de conocimiento",
    "gap_dismissed": "Descartó un vacío de la base de conocimiento",
    "gap_withdrawn": "Retiró una respuesta de la base de conocimiento",
    "rating_reviewed": "Revisó una opinión sobre una respuesta",
    "ratings_exported": "Descargó las opiniones sobre las respuestas",
    "protocol_shown": "Vio el protocolo de crisis",
    "entered": "Entró al panel",
    "entry_refused": "Entrada rechazada",
    "left": "Salió del panel",
    "account_changed": "Cambió una cuenta",
    "activity_seen": "Leyó la actividad de los funcionarios",
    "log_exported": "Exportó el registro para auditoría",
    "quality_sampled": "Midió la calidad de las respuestas del día",
}
_CITIZENS: Mapping[EventKind, str] = {
    "asked": "Pidió una persona",
    "wrote": "Escribió a quien atiende",
    "resumed": "Siguió con el asistente",
    "contact_left": "Dejó un contacto",
    "request_made": "Hizo una solicitud",
    "answer_rated": "Opinó sobre una respuesta",
}
STAFF_KINDS = tuple(_STAFF)
"""What staff do, or happens to their accounts."""

_REASONS: Mapping[str, str] = {
    **{str(reason): words for reason, words in case_words.REASONS.items()},
    **{str(reason): words for reason, words in case_words.CLOSE_REASONS.items()},
    "password": "contraseña",
    "key": "clave personal",
    "identity": "otro sistema de identidad",
    "locked": "bloqueada por demasiados intentos",
    "added": "cuenta nueva",
    "roles": "roles",
    "deactivated": "cuenta desactivada",
    "unlocked": "cuenta desbloqueada",
    "sessions": "sesiones cerradas",
    "in_band": "dentro de lo esperado",
    "out_of_band": "fuera de lo esperado",
    "not_enough_data": "faltan datos",
}
_OTHERS: Mapping[str, str] = {
    ASSISTANT: "el sistema",
    PERSON: "alguien que no entró",
    "console": "la consola",
}
_JUSTIFIED: frozenset[EventKind] = frozenset(
    {"closed_read", "reopened", "request_extended", "activity_seen", "log_exported"}
)


def kind_words(kind: EventKind) -> str:
    """Return an act in words."""
    return {**_STAFF, **_CITIZENS}[kind]


def reason_words(reason: str) -> str:
    """Return a reason in words; one that nobody translated, as it is."""
    return _REASONS.get(reason, reason)


def who_words(who: str, posts: Mapping[str, str]) -> str:
    """Return who did it: an official by id and post, or what is not an official."""
    return _OTHERS.get(who) or (f"{who}, {posts[who]}" if who in posts else who)


def shown_text(event: Event) -> str:
    """Return what was written, if it is a justification."""
    return event.text if event.kind in _JUSTIFIED else ""
