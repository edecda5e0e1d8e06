"""E-mail addresses that only what is said around them gives away: «mi correo es juanita85».

The name of a mailbox is enough to write to somebody, also where its domain or its at sign is
missing or its words are apart. Whole addresses are found by `email`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..text import MASKED, Text
from .email import AT_WORD, DOMAIN_END, PROVIDER

_CALLED = (
    r"(?:\b(?:(?:e-?|i)?mai?ls?|emeil|meil|ma[il]{2}|corr+eos?|coreo|gmail|hotmail|outlook|casilla)"
    r"(?:\s(?:electronico|personal|de\scontacto|particular|institucional|mio|nuevo))?)"
)
_IS = r"\s?(?:(?:es|seria|era|sera)\b(?:\s(?:el|la|asi)\b)?|:|=|-)\s{0,3}"
_ANNOUNCED = re.compile(
    # mi correo es juana perez ochenta arroba gmail: all that is said until the at sign
    rf"{_CALLED}{_IS}(?P<value>(?:(?!mi\b|es\b)[\w.\-]+\s){{1,9}}?(?:{AT_WORD}|at|@|en(?=\s{PROVIDER}))\s?[\w.\-]*\w"
    rf"(?:{DOMAIN_END})?)"
)
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        # mi correo es juana.perez85, correo: juanaperez
        rf"{_CALLED}{_IS}(?P<value>(?=[\w.\-]*[\d._\-]\w|\w{{4,}}(?:gmail|hotmail))[\w.\-]{{4,}}\w)",
        rf"\bmi\s{_CALLED}\s?(?:es|:)\s(?P<value>[a-z][\w.\-]{{4,}})(?=\W*(?:$|\n|[,;.]))",
        rf"{_CALLED}\s(?P<value>(?=[\w.\-]*\d)[a-z][\w.\-]{{4,}}\w|[a-z]+[._][\w.\-]+\w)",
        rf"{_CALLED}\s(?P<value>[a-z][\w.\-]+\s(?:en|a|de)\s{PROVIDER}{DOMAIN_END})",
        r"\b(?:escrib|contact|respond|envi|mand)\w*\s(?:a|al|en|por)\s"
        r"(?P<value>(?=[\w.\-]*[_\d])[a-z][\w.\-]{4,}\w)",
        # juana.perez85 de gmail
        rf"(?P<value>(?<!\w)[a-z][\w\-]*[.\d_][\w.\-]*)\s(?:de|en)\s{PROVIDER}\b",
        rf"(?P<value>(?<!\w)[a-z][\w\-]*[._][\w.\-]+)\s{PROVIDER}\b",
    )
)
_NOT_USERS = re.compile(
    r"(?:www\.|https?\b|[\w.\-]*\.(?:cl|com|org|gob|gov|pdf|docx?|xlsx?)$|institucional|personal"
    r"|electronico|incorrecto|correcto|obligatorio|tuyo|suyo|ustedes|cualquiera|siguiente|necesario)"
)


def find(text: Text) -> Iterator[Finding]:
    """Yield the mailboxes that somebody calls one."""
    folded = text.folded
    for match in _ANNOUNCED.finditer(folded):
        yield Finding(Kind.EMAIL, *match.span("value"), 1.0)
    for pattern in _NAMED:
        for match in pattern.finditer(folded):
            if not (_NOT_USERS.match(match["value"]) or MASKED in match["value"]):
                yield Finding(Kind.EMAIL, *match.span("value"), 0.8)
