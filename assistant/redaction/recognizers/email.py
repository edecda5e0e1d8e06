"""E-mail addresses, also when spelled out («juana arroba gmail punto com»).

Functional mailboxes of public bodies (oficinapartes@…) belong to no person, and survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import any_of
from ..text import Text

_PROVIDER = any_of(
    "gmail gmai gamil gmial hotmail hotmial outlook yahoo live icloud msn vtr protonmail proton"
)
_TOP = any_of(
    """com cl net org es edu gob gov info co io ar pe bo ve br mx uk fr de eu me app dev biz name
    online site"""
)
_AT = (
    r"(?:\s?(?:@|[(\[{<]\s?(?:at|arroba|@)\s?[)\]}>])\s?"
    r"|\s+(?:arr?oba|arr?ova|at)\s+|[\-_](?:arroba|at)[\-_])"
)
_DOT = r"(?:\s?(?:\.|[(\[{]\s?(?:dot|punto|\.)\s?[)\]}])\s?|\s+(?:punto|pto|dot)\s+)"
_LINK = r"(?:[.\-_+]|\s+(?:punto|pto|guion bajo|guion|raya|dot|underscore)\s+)"
_START = r"(?<![\w.+\-@])"
_USER = rf"[a-z0-9]+(?:{_LINK}[a-z0-9]+)*"
_PATTERNS = tuple(
    re.compile(_START + pattern)
    for pattern in (
        # juana.perez@gmail.com
        r"[a-z0-9_][a-z0-9._%+\-']*@(?=[\d.\-]*[a-z])[a-z0-9\-]+(?:\.[a-z0-9\-]+)*",
        # juana @ gmail . com, juana@gmail,com
        rf"[a-z0-9_][a-z0-9._%+\-']*\s?@\s?[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\s?[.,]\s?{_TOP}\b",
        # juana punto perez arroba gmail punto com
        rf"{_USER}{_AT}[a-z0-9\-]+(?:{_DOT}[a-z0-9\-]+)*?{_DOT}{_TOP}(?:{_DOT}{_TOP})?\b",
        # rosa.catrileo gmail.com, rosa.catrileo@
        rf"{_USER}\s{_PROVIDER}\.{_TOP}\b",
        r"[a-z0-9][a-z0-9._\-]{2,}@(?!\S)",
        # juana arroba gmail
        rf"{_USER}{_AT}{_PROVIDER}\b(?:{_DOT}{_TOP}\b)?",
    )
)
# mi correo es juana perez @ gmail.com: spaces in the name only after a word that announces it
_ANNOUNCED = re.compile(
    r"\b(?:correo|mail|email|e-mail)(?: electronico)?\s?(?:es|:)\s{0,2}"
    rf"(?P<value>{_USER}(?:\s{_USER}){{1,2}}{_AT}{_PROVIDER}\b(?:{_DOT}{_TOP}\b)?)"
)
_FUNCTIONAL = re.compile(
    any_of(
        r"""oficina\.?de\.?partes oficinapartes partes contacto consultas? informaciones info oirs
        transparencia incidentes[\w\-]* reclamos prensa comunicaciones ayuda soporte fndr\d*
        concurso\w*"""
    )
    + r"@(?:[a-z0-9\-]+\.)*(?:gore[a-z]*\.cl|gob\.cl|gov\.cl)$"
)


def find(text: Text) -> Iterator[Finding]:
    """Yield every e-mail address of the text."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.folded):
            if not _FUNCTIONAL.match(match[0]):
                yield Finding(Kind.EMAIL, match.start(), match.end(), 1.0)
    for match in _ANNOUNCED.finditer(text.folded):
        yield Finding(Kind.EMAIL, *match.span("value"), 1.0)
