"""E-mail addresses, also when spelled out («juana arroba gmail punto com»).

Functional mailboxes of public bodies (oficinapartes@…) belong to no person, and survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..text import Text

_PROVIDERS = (
    r"gmail|gmai|gamil|gmial|hotmail|hotmial|outlook|yahoo|live|icloud|msn|vtr|protonmail|proton|ymail"
)
_AT = r"(?:\s?(?:@|\(at\)|\[at\]|\{at\}|\(arroba\)|\[arroba\])\s?|\s+(?:arroba|aroba|arrova|at)\s+|-arroba-|_arroba_)"
_DOT = r"(?:\s?(?:\.|\(dot\)|\[dot\]|\(punto\)|\[punto\])\s?|\s+(?:punto|pto|dot)\s+)"
_LINK = r"(?:[.\-_+]|\s+(?:punto|pto|guion bajo|guion|raya|dot|underscore)\s+)"
_TOP = r"(?:com|cl|net|org|es|edu|gob|gov|info|co|io|ar|pe|bo|ve|br|mx|uk|fr|de|eu|me|app|dev|biz|name|online|site)"

_WRITTEN = re.compile(
    r"(?<![\w.+\-@])[a-z0-9][a-z0-9._%+\-']*\s?@\s?[a-z0-9\-]+(?:\.[a-z0-9\-]+)*(?:\s?\.\s?[a-z]{2,24}(?![a-z]))?"
)
_SPELLED = re.compile(
    rf"(?<![\w.+\-@])[a-z0-9]+(?:{_LINK}[a-z0-9]+)*{_AT}[a-z0-9\-]+(?:{_DOT}[a-z0-9\-]+)*?{_DOT}{_TOP}(?:{_DOT}{_TOP})?\b"
)
_PROVIDER_ONLY = re.compile(
    rf"(?<![\w.+\-@])[a-z0-9]+(?:{_LINK}[a-z0-9]+)*{_AT}(?:{_PROVIDERS})\b(?:{_DOT}{_TOP}\b)?"
)
_FUNCTIONAL = re.compile(
    r"(?:oficina\.?de\.?partes|oficinapartes|partes|contacto|consultas?|informaciones|info|oirs|transparencia"
    r"|incidentes[\w\-]*|reclamos|secretaria|prensa|comunicaciones|ayuda|soporte|gobierno|fndr\d*|concurso\w*)"
    r"@(?:[a-z0-9\-]+\.)*(?:gore[a-z]*\.cl|gob\.cl|gov\.cl)$"
)


def find(text: Text) -> Iterator[Finding]:
    """Yield every e-mail address of the text."""
    for pattern in (_WRITTEN, _SPELLED, _PROVIDER_ONLY):
        for match in pattern.finditer(text.folded):
            if not _FUNCTIONAL.match(match[0]):
                yield Finding(Kind.EMAIL, match.start(), match.end(), 1.0)
