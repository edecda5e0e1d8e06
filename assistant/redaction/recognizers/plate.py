"""Number plates: BBCD12, BB-CD-12, BB·CD·12 and the older AA-1234."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import any_of, said_before
from ..text import Text

_CUE = (
    r"\b"
    + any_of(
        r"""patentes? placa ppu vehiculo auto\b automovil camioneta furgon camion moto\b motocicleta
        jeep bus\b minibus taxi colectivo station citroneta tractor"""
    )
    + r"[^\n]{0,35}$"
)
_SEP = r"[ .\-·]?"
_SAID = re.compile(
    rf"(?<![\w\-])(?:[a-z]{{2}}{_SEP}[a-z]{{2}}{_SEP}\d{{2}}|[a-z]{{2}}{_SEP}\d{{2}}{_SEP}\d{{2}}"
    rf"|[a-z]{{3}}{_SEP}0?\d{{2,3}})(?!\w|[.\-]\d)"
)
_LETTERS = "[BCDFGHJKLPRSTVWXYZ]{2}"
_UNSAID = re.compile(
    rf"(?<![\w\-])(?:{_LETTERS}[.\-·]?{_LETTERS}[.\-·]?\d{{2}}|[A-Z]{{2}}-[A-Z]{{2}}-\d{{2}})"
    r"(?![\w%]|[.\-]\d)"
)
_ACRONYMS = frozenset({"FNDR", "SSPP", "PPTO", "RRHH", "JJVV"})
_WORD_FIRST = re.compile(
    any_of(
        """de el la es en mi su se no al lo un del las los una son por con que ano mas hay sda ley
        art res"""
    )
    + r"\b"
)


def find(text: Text) -> Iterator[Finding]:
    """Yield every number plate of the text."""
    for match in _SAID.finditer(text.folded):
        if said_before(text.folded, match.start(), _CUE) and not _WORD_FIRST.match(match[0]):
            yield Finding(Kind.PLATE, match.start(), match.end(), 0.9)
    for match in _UNSAID.finditer(text.plain):
        if match[0][:4] not in _ACRONYMS:
            yield Finding(Kind.PLATE, match.start(), match.end(), 0.8)
