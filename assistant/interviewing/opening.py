"""How an official begins an interview, or comes back to one: «quiero clasificar…», «retomar…»."""

from __future__ import annotations

import re

from assistant.turn import Label, Turn
from knowledge_base.text import fold, words

LEAST_DESCRIPTION = 8
"""Words after «quiero clasificar…:» from which they are already the description."""

_ASKS_ABOUT = re.compile(
    r"^\W*(?:como|que|quien|quienes|cual|cuales|cuando|donde|por que|para que|cuanto|cuantos"
    r"|se puede|es obligatorio|hay que|debo|tengo que|explicame|cuentame|dime)\b"
    r".*\b(?:clasific|nivel|riesgo)"
)
_WANTS = re.compile(
    r"\b(?:quiero|quisiera|necesito|queremos|necesitamos|deseo|vamos a|hay que|me pidieron"
    r"|tengo que|debo|debemos|ayudame a|ayudenos a|partamos|empecemos|empezar|iniciar|comenzar"
    r"|abrir|hagamos|guiame|nueva|nuevo|clasifica|clasifiquemos|clasificar|reclasificar|evalua"
    r"|evaluemos|evaluar|registrar|ingresar)\b"
)
_WANTS_TO_CLASSIFY = re.compile(
    r"\b(?:quiero|necesito|queremos|necesitamos|ayudame a|vamos a|hay que|debo|tengo que)"
    r" (?:\w+ ){0,2}?(?:clasificar|reclasificar|evaluar el riesgo)\b"
)
_I_WANT = re.compile(r"\b(?:quiero|necesito)\b")
_OPENING = re.compile(
    r"^.*?\b(?:clasificar|clasificarlo|clasifiquemos|clasifica|evaluar|evalua|registrar|ingresar"
    r"|clasificacion|sistema)\b[^:.\n]{0,60}?"
    r"(?::|\.\s|\n|,\s*(?=es |se trata|que |un |una ))\s*",
    re.IGNORECASE | re.DOTALL,
)
_SYSTEM_THAT = re.compile(
    r"^.*?\b(?:clasificar|clasifica|evaluar|evalua|registrar)\s+(?=(?:un|una|este|esta|nuestro"
    r"|nuestra|el|la)\s+(?:\w+\s+){1,4}?(?:que|para|con)\b)",
    re.IGNORECASE | re.DOTALL,
)
_COMES_BACK = re.compile(
    r"\b(?:retom\w+|reanud\w+|continuar|continuemos|sigamos|seguir|volver a)\b"
)


def comes_back(text: str) -> bool:
    """Whether `text` asks to go on with something."""
    return bool(_COMES_BACK.search(fold(text)))


def starts(turn: Turn) -> bool:
    """Whether an official asks to classify a system, and not how systems are classified."""
    folded = fold(turn.redacted)
    if _COMES_BACK.search(folded):
        return False
    if _ASKS_ABOUT.search(folded) and not _I_WANT.search(folded):
        return False
    wants = turn.label == Label.CLASSIFY_SYSTEM or _WANTS_TO_CLASSIFY.search(folded)
    return bool(wants and _WANTS.search(folded))


def opening_description(text: str) -> str:
    """Return what follows «quiero clasificar un sistema nuevo:», if it describes one.

    >>> opening_description("Quiero clasificar un sistema: lee correos y los manda a cada oficina.")
    'lee correos y los manda a cada oficina.'
    >>> opening_description("quiero clasificar un sistema nuevo")
    ''
    """
    opening = _OPENING.match(text) or _SYSTEM_THAT.match(text)
    rest = text[opening.end() :].strip() if opening else ""
    return rest if len(words(rest)) >= LEAST_DESCRIPTION else ""
