"""Where a person lives: street and number, villa and house, plot and kilometre.

A commune alone is no address and survives; so does a street without a number, unless the person
says that they live there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import any_of
from ..text import Text
from .residence import GOES_ON, LIVED
from .streets import NAME_OF_PUBLIC
from .whereabouts import WRITTEN

_WRITTEN = tuple((re.compile(pattern), score) for pattern, score in WRITTEN)
_LIVED = tuple(map(re.compile, LIVED))
_GOES_ON = re.compile(GOES_ON)
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w'áéíóúñ]+"
_SMALL = r"[Dd]el?|[Ll][ao]s?|\d{1,2} de"
# Only where capitals mark the name, and what follows tells a house number from any other.
_CAPITALIZED = (
    # Los Aromos 123, Chillán
    re.compile(
        rf"(?<![\w.])(?:(?:{_CAPITAL}|{_SMALL})\s){{1,4}}(?:N\.?\s?[°º]\s?|#\s?)?"
        r"(?!(?:19|20)\d\d\b)\d{2,5}(?=\s?,?\s?"
        + any_of(
            r"""(?i:depto) (?i:dpto) (?i:casa) (?i:block) (?i:villa) (?i:poblaci) (?i:pasaje)
            (?i:interior) Chill San\s Bulnes Quill Pinto Coihueco Yungay El\sCarmen Coelemu Quirihue
            Ñiqu Ninhue Pemuco R[aá]nquil Portezuelo Cobquecura Treh?[gu]uaco"""
        )
        + ")"
    ),
    # Los Aromos, 46. 28007 Madrid: a postal code
    re.compile(
        rf"(?<![\w.])(?:(?:{_CAPITAL}|[Dd]r\.?|{_SMALL})\s?){{1,5}},?\s\d{{1,4}}"
        r"(?:[.,\s-]{1,3}\d{1,2}[°o]?)?(?=[.,;]?\s{1,2}(?:-\s)?[A-Z]?-?\d{5}\b)"
    ),
)
_PUBLIC_NUMBER = re.compile(rf"(?i)\s*(?:{NAME_OF_PUBLIC}|a[ñn]o|del?\s(?:19|20)\d\d)\b")


def find(text: Text) -> Iterator[Finding]:
    """Yield every address of the text, and what a second sentence adds to it."""
    for finding in _found(text):
        yield finding
        if more := _GOES_ON.match(text.folded, finding.end):
            yield _finding(text.folded, *more.span("more"), 0.8)


def _found(text: Text) -> Iterator[Finding]:
    folded = text.folded
    for pattern, score in _WRITTEN:
        for match in pattern.finditer(folded):
            yield _finding(folded, *match.span(), score)
    for pattern in _LIVED:
        for match in pattern.finditer(folded):
            yield _finding(folded, *match.span("place"), 0.85)
    for pattern in _CAPITALIZED:
        for match in pattern.finditer(text.plain):
            if not _PUBLIC_NUMBER.match(match[0]):
                yield _finding(folded, *match.span(), 0.7)


def _finding(folded: str, start: int, end: int, score: float) -> Finding:
    while folded[end - 1] in " ,;.-/\n":
        end -= 1
    return Finding(Kind.ADDRESS, start, end, score)
