"""Why somebody reads what most may not: a sentence, kept in the log without personal data."""

from __future__ import annotations

from collections.abc import Callable

from assistant.desk.desk import MAX_REPLY, SHORTEST_WHY
from assistant.limits import check_text
from governance.folio import mask_folio


class WhyRefused(Exception):
    """A justification says too little; raised with words for whoever wrote it."""


def justified(why: str, redact: Callable[[str], str], prefix: str) -> str:
    """Return a justification as it is kept: redacted, and without folios.

    Raises:
        WhyRefused: what is left of it is too short to say anything.
        InputError: it is empty or too long.
    """
    text = redact(mask_folio(check_text(why, MAX_REPLY), prefix))
    if len(text) < SHORTEST_WHY:
        raise WhyRefused(
            f"Escribe para qué lo necesitas, en una frase de {SHORTEST_WHY} letras o más. Queda "
            "registrado."
        )
    return text
