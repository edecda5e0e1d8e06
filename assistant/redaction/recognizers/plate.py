"""Number plates: BBCD12, BB-CD-12, BB·CD·12 and the older AA-1234."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import said_before
from ..text import Text

_CUE = (
    r"\b(?:patente|placa|ppu|vehiculo|auto\b|automovil|camioneta|furgon|camion|moto\b|motocicleta|jeep|bus\b|minibus"
    r"|taxi|colectivo|station|citroneta|tractor)[^\n]{0,35}$"
)
_SEP = r"[ .\-·]?"
_ANY = re.compile(
    rf"(?<![\w\-])(?:[a-z]{{2}}{_SEP}[a-z]{{2}}{_SEP}\d{{2}}|[a-z]{{2}}{_SEP}\d{{2}}{_SEP}\d{{2}}|[a-z]{{3}}{_SEP}0?\d{{2,3}})(?![\w]|[.\-]\d)"
)
_CONSONANTS = "BCDFGHJKLPRSTVWXYZ"
_CURRENT = re.compile(
    rf"(?<![\w\-])[{_CONSONANTS}]{{2}}[.\-·]?[{_CONSONANTS}]{{2}}[.\-·]?\d{{2}}(?![\w%]|[.\-]\d)"
    rf"|(?<![\w\-])[A-Z]{{2}}-[A-Z]{{2}}-\d{{2}}(?![\w%]|[.\-]\d)"
)
_PUBLIC = frozenset({"FNDR", "SSPP", "PPTO", "RRHH", "JJVV"})
_WORDS = re.compile(r"^(?:de|el|la|es|en|mi|su|se|no|al|lo|un|del|las|los|una|son|por|con|que|ano|mas|hay|sda|ley|art|res)\b")


def find(text: Text) -> Iterator[Finding]:
    """Yield every number plate of the text."""
    for match in _ANY.finditer(text.folded):
        if said_before(text.folded, match.start(), _CUE) and not _WORDS.match(match[0]):
            yield Finding(Kind.PLATE, match.start(), match.end(), 0.9)
    for match in _CURRENT.finditer(text.plain):
        if match[0][:4] not in _PUBLIC:
            yield Finding(Kind.PLATE, match.start(), match.end(), 0.8)
