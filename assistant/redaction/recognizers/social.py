"""How a person lives and what they are part of: sensitive data where it is said of somebody.

Source: Ley 19.628 as amended by Ley 21.719, art. 2 g): socio-economic situation, ethnic origin,
political, union, religious and sexual affiliation. The nature of an organisation is public, and it
decides what it may apply to: «somos una comunidad mapuche» is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..text import Text
from .belonging import BELONGS, IDENTITY
from .endured import ENDURES
from .livelihood import HARDSHIP, LIVES_ON

_TERM = rf"(?P<term>{IDENTITY}|{HARDSHIP})(?=\s?(?:[.,;:?!)\n]|$|y\s))"
_GROUPS = (
    r"(?!\b(?:una|de\sla|iglesia|comunidad\w*|agrupaci\w+|organizaci\w+|junta|club\w*|centro"
    r"|grupo|taller\w*|proyecto\w*|fundacion|corporacion|personas|mujeres|familias|si)\b)"
)
_ALSO = (
    # soy dueña de casa y cesante
    rf"\bsoy\s(?:{_GROUPS}[^.;:!?\n]){{1,50}}?\s[ye]\s(?:muy\s)?{_TERM}",
    # soy presidenta de una junta y además evangélica
    r"\bsoy\s[^.;:!?\n]{1,80}?(?:,|\s[ye]|\spero)\s?(?:(?:ademas|tambien|a\sla\svez)\s(?:soy\s)?"
    rf"|soy\s(?:ademas\s|tambien\s)?){_TERM}",
)
_PATTERNS = tuple(map(re.compile, (*LIVES_ON, *BELONGS, *ENDURES, *_ALSO)))


def find(text: Text) -> Iterator[Finding]:
    """Yield what the text says of how somebody lives and what they are part of."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.folded):
            yield Finding(Kind.SOCIAL, *match.span("term"), 0.85)
