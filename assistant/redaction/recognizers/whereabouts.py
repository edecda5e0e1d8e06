"""How an address is written, whoever lives there: patterns, each with how surely it is one."""

from __future__ import annotations

from ..patterns import MONTHS, any_of
from .streets import (
    COMMUNE,
    COUNT,
    DWELLING,
    ESTATE,
    KM,
    KNOWN,
    LED_NAME,
    NAME,
    NAME_OF_PUBLIC,
    NAME_WORD,
    NUMBER,
    PLOT,
    ROAD,
    RURAL,
    SIGN,
    SQUARE,
    STREET,
    TAIL,
    TO,
    UNIT,
    UNIT_NUMBER,
    WORD,
)

_ENDS = (
    r"(?=\s*(?:[,.;:)/\n-]|$|\b"
    + any_of(
        rf"""de\s{COMMUNE} en\s{COMMUNE} {COMMUNE} comuna\b esquina\b interior\b fono\b tel\b cel\b
        rut\b correo\b y\b"""
    )
    + "))"
)
_PUBLIC = rf"(?!(?:l[ao]s?\s|el\s)?{NAME_OF_PUBLIC}(?:e?s)?\b)"
_NO_YEAR = r"(?!(?:19|20)\d\d\b)"
_DWELT = rf"(?:{DWELLING}|oficina|of\.|local)"
_SHAPES = (
    # calle Los Aromos 123, depto 4, villa El Bosque
    (rf"{STREET},?\s?(?:de\s|del\s)?{NAME}[,.]?\s?(?<!\sde\s){NUMBER}", 0.9),
    # plaza de Verín 4, where a plaza alone is public
    (rf"{SQUARE}\s(?:del?\s)?{NAME},?\s{NUMBER}(?=\s*(?:[,.;:)/\n-]|$|\d|\s{{2}}|y\b))", 0.85),
    # calle 2 casa 34
    (rf"{STREET}\s\d{{1,3}}\s?,?\s?(?:{SIGN}\s?\d{{1,5}}|{UNIT}\s?{UNIT_NUMBER})", 0.9),
    # calle Los Aromos, casa 12
    (rf"{STREET}\s{NAME},?\s?(?:{DWELLING}|{PLOT})\s?{UNIT_NUMBER}", 0.9),
    # villa Los Copihues, pasaje 3, casa 12; villa Los Ríos, Río Itata 0456
    (
        rf"{ESTATE}\s{NAME}\s?,?\s?(?:{STREET}\s(?:{NAME}|\d{{1,3}})\s?,?\s?)?"
        rf"(?:{UNIT}\s?)?{_NO_YEAR}{NUMBER}",
        0.9,
    ),
    (rf"(?:villa|pobl?\w*\.?|condominio)\s{NAME},\s{NAME}\s{NUMBER}", 0.85),
    # edificio Los Robles, torre 2, depto 1103
    (
        rf"(?:edificio|torres?|conjunto|condominio)\s(?!del?\b|consistorial|public){NAME}\s?,?\s?"
        rf"(?:torre|depto\.?|dpto\.?|dp|block|departamento)\s?{UNIT_NUMBER}",
        0.85,
    ),
    # sector Las Mariposas parcela 8, camino a Pinto km 5, fundo El Roble s/n
    (
        rf"(?:{ROAD}|{RURAL})\s{TO}(?:{NAME})?\s?,?\s?"
        rf"(?:{UNIT}\s?(?:{SIGN})?(?:{COUNT}(?!\w)|[a-z]\b)|s/n\b|sin numero\b)",
        0.9,
    ),
    # camino Las Rosas 450
    (rf"{ROAD}\s{TO}{NAME},?\s?(?!\d\b){NUMBER}", 0.8),
    # ruta N-59 km 7; N-66-O km 18,2
    (
        rf"(?:ruta\s)?[a-z]{{1,2}}\s?-\s?\d{{1,4}}(?:-?[a-z])?,?\s(?:en\sel\s)?{KM}\s?{COUNT}(?!\w)",
        0.9,
    ),
    (rf"ruta\s[a-z]?\s?\d{{1,4}}[a-z]?,?\s{KM}\s?{COUNT}(?!\w)", 0.9),
    # parcela 12, sector Cato
    (
        rf"(?:m(?:anzana|za?\.?)\s?{UNIT_NUMBER},?\s)?(?:{PLOT}\s?{UNIT_NUMBER}\s?,?\s?){{1,3}}"
        rf"(?:del?\s)?(?:{RURAL}|{ROAD}|{ESTATE}|{KM})\s{TO}(?:{WORD}|\d+)(?:\s{NAME_WORD}){{0,3}}",
        0.9,
    ),
    # hijuela 2, Los Tilos
    (rf"{PLOT}\s(?:{SIGN})?\d{{1,4}}(?:\s?-?[a-z])?,?\s{LED_NAME}", 0.8),
    # km 5 camino a Pinto
    (
        rf"(?:{PLOT}\s{LED_NAME}\s?,?\s)?{KM}\s?{COUNT}\s?,?\s?(?:del?\s(?:la\s)?)?{ROAD}\s{TO}"
        rf"[\w'-]+(?:\s{NAME_WORD}){{0,2}}",
        0.85,
    ),
    # 18 de septiembre 590, which is no date
    (rf"\d{{1,2}}\sde\s{MONTHS}\s{SIGN}?{_NO_YEAR}\d{{3,4}}(?!\w|[.,/]\d)", 0.8),
    # block 5 depto 302
    (
        rf"{DWELLING}\s?{UNIT_NUMBER}\s?,?\s?"
        rf"(?:{DWELLING}|pasaje|pje|{ESTATE})\s?(?:{UNIT_NUMBER}|{WORD})",
        0.85,
    ),
    # O'Higgins 123 depto 4; las violetas 77, villa Doña Francisca
    (
        rf"{_PUBLIC}{NAME},?\s{NUMBER}\s?,?\s?(?:{_DWELT}\s?{UNIT_NUMBER}|interior\b|segundo\spiso"
        rf"|(?:villa|pobl?\w*\.?|pasaje|pje\.?|condominio)\s{WORD}(?:\s{NAME_WORD}){{0,3}}|esquina\s)",
        0.8,
    ),
    # Libertad 710; Los Aromos #45
    (rf"{KNOWN}\s?,?\s{_NO_YEAR}(?:{SIGN})?\d{{2,5}}(?!\w|[.,]\d){_ENDS}", 0.75),
    (
        rf"(?:{KNOWN}|(?:los|las|san|santa)\s{_PUBLIC}{NAME_WORD}(?:\s{NAME_WORD})?)\s{SIGN}"
        r"\d{1,5}\b",
        0.75,
    ),
    # las rosas 450, chillan
    (rf"{_PUBLIC}{LED_NAME}\s{_NO_YEAR}\d{{2,5}},?\s(?:de\s)?(?={COMMUNE})", 0.7),
    # Hermanos Falcó s/n
    (rf"{_PUBLIC}{NAME},?\ss\s?/\s?n\b", 0.75),
    (r"casilla\s(?:postal\s|n°\s?)?\d{1,5}\b", 0.7),
)
WRITTEN = tuple((rf"(?<![\w'@]){shape}{TAIL}", score) for shape, score in _SHAPES)
"""Patterns of a folded address and the score of each."""
