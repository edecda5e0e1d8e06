"""Passwords, PINs and ClaveÚnica that somebody writes where they should not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import any_of
from ..text import MASKED, Text

_SECRET = (
    any_of(
        r"""clave\s?unica claves? contrasena contrasenia password passwd passw pass pwd pin
        codigo\s(?:sms|de\sverificacion)"""
    )
    + r"(?:\s(?:secreta|unica|personal|actual))?"
)
_OF = r"(?:\s(?:del?|para|d)\s(?:(?:la|el|mi|los)\s)?[\w.]{2,20}){0,2}"
_VALUE = r"[\"'«“(]?(?P<value>[^\s\"'»”()]{3,64})"
_WITH_DIGITS = r"[\"'«“(]?(?P<value>(?=[^\s\"']*\d)(?=[^\s\"']*[^\W\d_]|\d{4})[^\s\"'»”()?¿]{4,64})"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # mi clave del portal es perrito
        rf"\b(?:mis?|su|nuestra|tu)\s{_SECRET}{_OF}\s?(?:\bes\b|\bera\b|[:=])\s*"
        rf"(?:(?:la|el)\s)?(?:siguiente)?\s*[:=]?\s*{_VALUE}",
        # contraseña: perrito
        rf"\b{_SECRET}{_OF}\s?[:=]\s*{_VALUE}",
        # clave única Hola1234
        rf"\b{_SECRET}{_OF}\s(?:es\s|era\s|con\s|la\s)?{_WITH_DIGITS}",
    )
)
_NOT_SECRETS = frozenset(
    """la el un una muy no que mi su incorrecta invalida erronea mala correcta valida personal
    privada nueva temporal segura antigua vieja bloqueada secreta intransferible para por de con lo
    necesaria obligatoria unica esta estaba igual distinta otra facil dificil como porque pero si se
    me nuestra vencida caducada indispensable importante solo responsabilidad donde cual cuando www
    http https""".split()
)


def find(text: Text) -> Iterator[Finding]:
    """Yield every password of the text."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.folded):
            value = match["value"].rstrip(".,;:?")
            if len(value) >= 3 and value not in _NOT_SECRETS and MASKED not in value:
                start = match.start("value")
                yield Finding(Kind.SECRET, start, start + len(value), 0.9)
