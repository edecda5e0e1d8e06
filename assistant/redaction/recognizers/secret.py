"""Passwords, PINs and ClaveÚnica that somebody writes where they should not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..text import Text

_WORD = r"(?:clave\s?unica|claves?|contrasena|contrasenia|password|passwd|passw|pass|pwd|pin|codigo\s(?:sms|de verificacion))"
_OWNER = r"(?:mi|mis|su|nuestra|tu)"
_OF = r"(?:\s(?:del?|para|d)\s(?:la|el|mi|los)?\s?[\w.]{2,20}){0,2}"
_VALUE = r"[\"'«“(]?(?P<value>[^\s\"'»”()]{3,64})"
_OWNED = re.compile(rf"\b{_OWNER}\s(?:{_WORD})(?:\s(?:secreta|unica|personal))?{_OF}\s?(?:\bes\b|\bera\b|[:=])\s*(?:la|el)?\s*(?:siguiente)?\s*[:=]?\s*{_VALUE}")
_LABELLED = re.compile(rf"\b{_WORD}(?:\s(?:secreta|unica|personal))?{_OF}\s?[:=]\s*{_VALUE}")
_CODED = re.compile(
    rf"\b{_WORD}(?:\s(?:secreta|unica|personal))?{_OF}\s(?:es\s|era\s|con\s|la\s)?"
    r"[\"'«“(]?(?P<value>(?=[^\s\"']*\d)(?=[^\s\"']*[^\W\d_]|\d{4,})[^\s\"'»”()?¿]{4,64})"
)
_NOT_SECRETS = frozenset(
    """la el un una muy no que mi su incorrecta invalida erronea mala correcta valida personal privada
    nueva temporal segura antigua vieja bloqueada secreta intransferible para por de con lo necesaria
    obligatoria unica esta estaba igual distinta otra facil dificil como porque pero si se me nuestra
    vencida caducada indispensable importante solo responsabilidad donde cual cuando www http https""".split()
)


def find(text: Text) -> Iterator[Finding]:
    """Yield every password of the text."""
    for pattern in (_OWNED, _LABELLED, _CODED):
        for match in pattern.finditer(text.folded):
            value = match["value"].rstrip(".,;:!?")
            if len(value) >= 3 and value not in _NOT_SECRETS and "\ufffc" not in value:
                start = match.start("value")
                yield Finding(Kind.SECRET, start, start + len(value), 0.9)
