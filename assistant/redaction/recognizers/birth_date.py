"""Dates of birth. Every other date survives: people ask about deadlines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..text import Text

_MONTH = r"(?:ene(?:ro)?|feb(?:rero)?|mar(?:zo)?|abr(?:il)?|may(?:o)?|jun(?:io)?|jul(?:io)?|ago(?:sto)?|sept?(?:iembre)?|setiembre|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?)\.?"
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_DAY = r"(?:\d{1,2}|primero|uno|1ro|1°|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|veinte|treinta)"
_DATE = (
    rf"(?:\d{{1,2}}\s?[/\-. ]\s?\d{{1,2}}\s?[/\-. ]\s?{_YEAR}|(?:19|20)\d\d[/\-.]\d{{1,2}}[/\-.]\d{{1,2}}"
    rf"|\d{{1,2}}[\-/ ]{_MONTH}[\-/ ]{_YEAR}"
    rf"|{_DAY}(?:\s(?:de|d))?\s{_MONTH}(?:,?\s(?:del?\s)?(?:ano\s)?{_YEAR})?"
    rf"|{_MONTH}\s\d{{1,2}},?\s(?:del?\s)?(?:19|20)\d\d|{_MONTH}\s(?:del?\s)(?:19|20)\d\d|\d{{8}})"
)
_BIRTH = (
    r"\b(?:naci|nacid[oa]s?|nacimiento|fec(?:ha)?\.?\s?(?:de\s)?nac\w*\.?|f\.?\s?(?:de\s)?nac\w*\.?|nac\.|cumpleanos"
    r"|cumplo(?:\s\d+)?(?:\sanos)?|cumple(?:\s\d+)?(?:\sanos)?)(?!\w)"
)
_BORN = re.compile(rf"{_BIRTH}[^\d\n]{{0,30}}?(?<!\d)(?P<date>{_DATE})(?!\w|[/\-]\d)")
_THIRD_PERSON = re.compile(rf"\bnacio\b[^\d\n]{{0,25}}?(?<!\d)(?P<date>{_DATE})(?!\w|[/\-]\d)")
_YEAR_ONLY = re.compile(r"\b(?:naci|nacid[oa])\s(?:en|el|por)\s(?:el\s)?(?:ano\s)?(?P<date>(?:19|20)\d\d|\d\d)(?!\w|[/\-]\d)")
_FROM_THE_YEAR = re.compile(r"\bsoy\s(?:del?|d)\s(?:ano\s|el\s)?(?P<date>19\d\d)\b")
_THINGS = re.compile(
    r"\b(?:junta|jjvv|club|organizacion|agrupacion|fundacion|corporacion|comite|ley|region|proyecto|centro|taller"
    r"|fondo|concurso|programa|cooperativa|iniciativa|institucion|comunidad|sede|escuela|union|federacion)\b[^.?!\n]{0,60}$"
)


def find(text: Text) -> Iterator[Finding]:
    """Yield every date of birth of the text."""
    folded = text.folded
    for pattern in (_BORN, _THIRD_PERSON, _YEAR_ONLY, _FROM_THE_YEAR):
        for match in pattern.finditer(folded):
            if not _is_of_a_thing(folded, match):
                yield Finding(Kind.BIRTH_DATE, *match.span("date"), 0.9)


def _is_of_a_thing(folded: str, match: re.Match[str]) -> bool:
    """Whether what was born is an organization or a law, in the third person."""
    spoken = match[0].split()[0].strip(".:")
    if spoken in ("naci", "nacimiento"):
        return False
    return bool(_THINGS.search(folded[max(0, match.start() - 80) : match.start()]))
