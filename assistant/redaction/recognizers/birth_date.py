"""Dates of birth. Every other date survives: people ask about deadlines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import MONTHS, any_of
from ..text import Text

_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_DAY = any_of(
    """[0-3]?\\d primero uno 1ro 1° dos tres cuatro cinco seis siete ocho nueve diez once doce trece
    catorce quince dieciseis diecisiete dieciocho diecinueve veinte treinta"""
)
_DATE = (
    "(?P<date>"
    + any_of(
        rf"""\d{{1,2}}\s?[/\-.\s]\s?\d{{1,2}}\s?[/\-.\s]\s?{_YEAR}
        \d{{1,2}}\sdel?\s\d{{1,2}}\sdel?\s{_YEAR}
        (?:19|20)\d\d[/\-.]\d{{1,2}}[/\-.]\d{{1,2}}
        \d{{1,2}}[\-/\s]{MONTHS}\.?[\-/\s]{_YEAR}
        {_DAY}(?:\s(?:de|d))?\s{MONTHS}\.?(?:,?\s(?:del?\s)?(?:ano\s)?{_YEAR})?
        {MONTHS}\s\d{{1,2}},?\s(?:del?\s)?(?:19|20)\d\d
        {MONTHS}\s(?:del?\s)?(?:19|20)\d\d
        \d{{8}}"""
    )
    + r")(?!\w|[/\-]\d)"
)
_BIRTH = any_of(
    r"""naci nacid[oa]s? nacimiento fec(?:ha)?\.?\s?(?:de\s)?nac\w*\.? f\.?\s?(?:de\s)?nac\w*\.?
    nac\. f/n f\.n\. cumpleanos cumplo(?:\s\d+)?(?:\sanos)? cumple(?:\s\d+)?(?:\sanos)?"""
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_BIRTH}(?!\w)[^\d\n]{{0,30}}?(?<!\d){_DATE}",
        rf"\bnacio\b[^\d\n]{{0,25}}?(?<!\d){_DATE}",
        r"\bnaci(?:d[oa])?\s(?:en|el|por)\s(?:el\s)?(?:ano\s)?(?P<date>(?:19|20)\d\d|\d\d)(?!\w|[/\-]\d)",
        r"\bsoy\s(?:del?|d)\s(?:ano\s|el\s)?(?P<date>19\d\d)\b",
    )
)
_THINGS = re.compile(
    r"\b"
    + any_of(
        """junta jjvv club organizacion agrupacion fundacion corporacion comite ley region proyecto
        centro taller fondo concurso programa cooperativa iniciativa institucion comunidad sede
        escuela union federacion politica"""
    )
    + r"\b[^.?!\n]{0,60}$"
)


def find(text: Text) -> Iterator[Finding]:
    """Yield every date of birth of the text."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.folded):
            if not _is_of_a_thing(text.folded, match):
                yield Finding(Kind.BIRTH_DATE, *match.span("date"), 0.9)


def _is_of_a_thing(folded: str, match: re.Match[str]) -> bool:
    """Whether what was born is an organization or a law, in the third person."""
    if match[0].startswith(("naci ", "nacimiento", "fec", "soy")):
        return False
    return bool(_THINGS.search(folded[max(0, match.start() - 80) : match.start()]))
