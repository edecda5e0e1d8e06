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
from .belonging import BELONGS
from .livelihood import LIVES_ON

_PATTERNS = tuple(map(re.compile, (*LIVES_ON, *BELONGS)))


def find(text: Text) -> Iterator[Finding]:
    """Yield what the text says of how somebody lives and what they are part of."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.folded):
            yield Finding(Kind.SOCIAL, *match.span("term"), 0.85)
