"""What people read when they say whether an answer was useful."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.desk.feedback.rating import Reason
from ui.rate_limit import wait_in_words

REASONS: Mapping[Reason, str] = {
    "no_responde": "No responde lo que pregunté",
    "no_se_entiende": "No se entiende",
    "parece_incorrecta": "Parece incorrecta o antigua",
    "falta_informacion": "Falta información",
    "otra": "Otra razón",
}
THANKS = (
    "Gracias. Tu opinión quedó guardada, con la pregunta y la respuesta, para el equipo que "
    "mantiene este asistente. Por aquí no te van a contestar: para hablar con una persona, escribe "
    "«derivar»."
)
"""True also where nobody has come to read it yet: it promises a place, and no reader."""


def too_many_ratings(seconds: int) -> str:
    """Return the words for whoever said what they think of many answers in little time."""
    return f"Enviaste muchas opiniones seguidas. Espera {wait_in_words(seconds)} y sigue."


def rating_words(is_useful: bool, reason: Reason | None) -> str:
    """Return a rating in words.

    >>> rating_words(False, "otra"), rating_words(True, None)
    ('No le sirvió: otra razón', 'Le sirvió')
    """
    if is_useful:
        return "Le sirvió"
    why = REASONS[reason] if reason else ""
    return f"No le sirvió: {why[0].lower()}{why[1:]}" if why else "No le sirvió"
