"""A folio that a person writes where a question goes: it opens their case instead of being asked.

A folio is a secret that opens a conversation, so it must not be kept as something that was said.
"""

from __future__ import annotations

import re

from governance.folio import mask_folio
from knowledge_base.text import fold

UNKNOWN_FOLIO = (
    "Ese folio no existe o ya venció su plazo. Revísalo letra por letra y vuelve a escribirlo."
)
"""The same words for every folio that opens nothing, however near it was."""
_COURTESY = frozenset(
    "a al buenas buenos caso con de del dias el es este favor folio gracias hola la mi mio n nro "
    "nr numero por quiero retomar seguir tardes noches tengo traigo ver volver vuelvo y".split()
)


def folio_in(text: str, prefix: str) -> str | None:
    """Return the folio that the text is, with no more around it than courtesy, or None.

    It may be a wrong one: a folio with a mistake in it is still no question.

    >>> folio_in("hola, mi folio es nb-7K3M-9Q2X-04TZ-WEHC", "NB")
    'nb-7K3M-9Q2X-04TZ-WEHC'
    >>> folio_in("¿qué hago con el folio NB-7K3M-9Q2X-04TZ-WEHC si se me pierde?", "NB")
    """
    masked = mask_folio(text, prefix)
    found = re.search(rf"{re.escape(prefix)}-(?:····-){{3}}\S{{4}}", masked)
    if found is None:
        return None
    before, after = masked[: found.start()], masked[found.end() :]
    written = text[len(before) : len(text) - len(after)]
    if not (written.upper().startswith(prefix) or any(c.isdecimal() for c in written)):
        return None  # sixteen letters in a row that happen to check: words, not a folio
    around = re.findall(r"\w+", fold(f"{before} {after}"))
    return written if _COURTESY.issuperset(around) else None
