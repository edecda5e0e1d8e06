"""Where a person lives: street and number, villa and house, plot and kilometre.

A commune alone is no address and survives; so does a street without a number, unless the person
says that they live there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import MONTHS, any_of
from ..text import Text

_STREET = any_of(
    r"""calle\.? clle\.? cll\.? pasajes?\.? pasage psje\.? pje\.? psj\.? avenida\.? avda\.? avd\.?
    av\.? ave\.? callejon diagonal costanera alameda boulevard bulevar"""
)
_ESTATE = any_of(
    r"""villa vlla poblacion pobl?\.? condominio cond\. conjunto conj\. loteo barrio campamento
    residencial comunidad"""
)
_RURAL = any_of(r"sector sec\.? fundo hijuela localidad parcelacion caserio aldea")
_ROAD = any_of("camino ruta carretera autopista huella")
_DWELLING = any_of(
    r"""casa depto\.? dpto\.? dto\.? departamento depa block blok bloque blk torre edificio edif\.?
    piso"""
)
_PLOT = any_of("parcelas? sitio lote hijuela")
_KM = any_of(r"km\.? kms\.? kilometro")
_UNIT = any_of(
    rf"""{_DWELLING} {_PLOT} {_KM} oficina of\.? local manzana mz\.? letra interior pasaje pje\.?
    calle"""
)
_STOP = (
    any_of(
        """en para por que con sin a al se es son hay ya no si desde hasta como cuando cuanto donde
        esta este queda tiene tenemos necesito necesitamos quiero queremos y o u e pero sobre entre
        ante vecinal publico rural principal numero nro num n km kilometro casa depto dpto
        departamento block parcela sitio lote torre villa poblacion sector comuna region fono tel
        rut correo mi su me mas cual ano anos vivo soy gracias hola censo segun concurso fndr fondo
        proyecto programa ley articulo"""
    )
    + r"(?![\w'])"
)
_SIGN = r"(?:n[°ºro]{1,2}\.?\s?|n[.\s]\s?|#\s?|num(?:ero)?\.?\s?|nro\.?\s?|no\.\s?)"
_NUMBER = (
    rf"(?:{_SIGN}?\d{{1,5}}(?:\.\d{{3}})?(?:\s?-\s?[a-z0-9]{{1,3}})?[a-z]?(?![\w%°º]|[.,/]\d|:\d)"
    r"|s/n\b|sin numero\b|s\.n\.)"
    # a measure, a date or people is no house number
    rf"(?!\s{{0,2}}(?:%|de\s{MONTHS}|"
    + any_of(
        r"""metros? mts?\b m2 kms?\b kilometros? cuadras? personas? pesos mil\b millon familias?
        vecin socios? ano hora hrs luminarias? focos? camaras? postes? casas\b puntos? dias? meses
        lucas ninos mujeres adultos beneficiari participantes"""
    )
    + "))"
)
_WORD = r"[^\W\d_][\w'.]*"
_NAME_WORD = rf"(?!{_STOP}|s/n|s\.n){_WORD}"
_NUMBERED = rf"\d{{1,2}}\s(?:de\s{_WORD}|norte|sur|oriente|poniente)"
_NAME = rf"(?:{_NUMBERED}|{_NAME_WORD})(?:\s{_NAME_WORD}){{0,5}}"
_COUNT = r"\d{1,4}(?:[.,]\d{1,3})?"
_UNIT_NUMBER = rf"(?:{_SIGN})?(?:\d{{1,5}}(?:[\-.,]\d{{1,3}})?[a-z]?|[a-z]\d{{0,3}})(?!\w)"
_TAIL = (
    rf"(?:\s?[,;\-/]?\s?(?:\b{_UNIT}\s?{_UNIT_NUMBER}"
    rf"|\b(?:{_ESTATE}|{_RURAL})\s(?:{_WORD}|\d{{1,2}})(?:\s{_NAME_WORD}){{0,3}}))*"
    r"(?:,?\s(?:s/n|sin numero)\b)?"
)
_TO = r"(?:a\s|al\s|hacia\s|de\s)?"

_WHOLE = tuple(
    (re.compile(rf"\b{pattern}{_TAIL}"), score)
    for pattern, score in (
        # calle Los Aromos 123, depto 4, villa El Bosque
        (rf"{_STREET}\s?{_NAME},?\s?{_NUMBER}", 0.9),
        # calle 2 casa 34
        (rf"{_STREET}\s\d{{1,3}}\s?,?\s?(?:{_SIGN}\s?\d{{1,5}}|{_UNIT}\s?{_UNIT_NUMBER})", 0.9),
        # calle Los Aromos, casa 12
        (rf"{_STREET}\s{_NAME},?\s?(?:{_DWELLING}|{_PLOT})\s?{_UNIT_NUMBER}", 0.9),
        # villa Los Copihues, pasaje 3, casa 12
        (
            rf"{_ESTATE}\s{_NAME}\s?,?\s?(?:{_STREET}\s(?:{_NAME}|\d{{1,3}})\s?,?\s?)?"
            rf"(?:{_UNIT}\s?)?{_NUMBER}",
            0.9,
        ),
        # sector Las Mariposas parcela 8, camino a Pinto km 5, fundo El Roble s/n
        (
            rf"(?:{_ROAD}|{_RURAL})\s{_TO}(?:{_NAME})?\s?,?\s?"
            rf"(?:{_UNIT}\s?(?:{_SIGN})?(?:{_COUNT}(?!\w)|[a-z]\b)|s/n\b|sin numero\b)",
            0.9,
        ),
        # camino Las Rosas 450
        (rf"{_ROAD}\s{_TO}{_NAME},?\s?(?!\d\b){_NUMBER}", 0.8),
        # ruta N-59 km 7
        (rf"ruta\s[a-z]{{1,2}}\s?-?\s?\d{{1,4}}[a-z]?,?\s{_KM}\s?{_COUNT}(?!\w)", 0.9),
        # parcela 12, sector Cato
        (
            rf"(?:{_PLOT}\s?{_UNIT_NUMBER}\s?,?\s?){{1,3}}(?:del?\s)?(?:{_RURAL}|{_ROAD}|{_ESTATE}|{_KM})\s"
            rf"{_TO}(?:{_WORD}|\d+)(?:\s{_NAME_WORD}){{0,3}}",
            0.9,
        ),
        # km 5 camino a Pinto
        (
            rf"{_KM}\s?{_COUNT}\s?,?\s?(?:del?\s(?:la\s)?)?{_ROAD}\s{_TO}[\w'-]+"
            rf"(?:\s{_NAME_WORD}){{0,2}}",
            0.85,
        ),
        # 18 de septiembre 590, which is no date
        (rf"\d{{1,2}}\sde\s{MONTHS}\s{_SIGN}?(?!(?:19|20)\d\d\b)\d{{3,4}}(?!\w|[.,/]\d)", 0.8),
        # block 5 depto 302
        (
            rf"{_DWELLING}\s?{_UNIT_NUMBER}\s?,?\s?"
            rf"(?:{_DWELLING}|pasaje|pje|{_ESTATE})\s?(?:{_UNIT_NUMBER}|{_WORD})",
            0.85,
        ),
    )
)
_LIVES = (
    r"\b"
    + any_of(
        r"""vivo vive vivimos viviendo resid[oe] residimos domiciliad[oa]s? domicilio direccion
        direccion\sparticular mi\scasa arriendo me\smude ubicad[oa]"""
    )
    + r"\b\s?(?:[:,]|\bes\b|\ben\b|\bla\b|\bel\b|\besta\b|\bqueda\b|\bactual\b|\s){0,6}"
)
_LIVED = tuple(
    re.compile(rf"{_LIVES}(?P<place>{place}{_TAIL})")
    for place in (
        # vivo en Arauco 650
        rf"{_NAME},?\s?{_NUMBER}",
        # vivo en la villa Los Copihues; mi dirección es pasaje Los Tilos
        rf"(?:{_STREET}|{_ESTATE}|{_RURAL}|{_PLOT}|camino)\s{_TO}(?:{_NAME}|\d+)",
    )
)
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w'áéíóúñ]+"
_SMALL = r"[Dd]el?|[Ll][ao]s?|\d{1,2} de"
# Los Aromos 123, Chillán: only where capitals mark the name and a place follows.
_CAPITALIZED = re.compile(
    rf"(?<![\w.])(?:(?:{_CAPITAL}|{_SMALL})\s){{1,4}}(?:N[°º]\s?|#\s?)?"
    r"(?!(?:19|20)\d\d\b)\d{2,5}(?=\s?,?\s?"
    + any_of(
        r"""(?i:depto) (?i:dpto) (?i:casa) (?i:block) (?i:villa) (?i:poblaci) (?i:pasaje) Chill
        San\s Bulnes Quill Pinto Coihueco Yungay El\sCarmen Coelemu Quirihue Ñiqu Ninhue Pemuco
        R[aá]nquil Portezuelo Cobquecura Treh?[gu]uaco"""
    )
    + ")"
)
_PUBLIC_NUMBER = re.compile(
    r"(?i)\s*"
    + any_of(
        r"""ley res\w* decreto ds art\w* bolet\w* oficio circular censo glosa partida instructivo
        concurso a[ñn]o del?\s(?:19|20)\d\d"""
    )
    + r"\b"
)


def find(text: Text) -> Iterator[Finding]:
    """Yield every address of the text."""
    folded = text.folded
    for pattern, score in _WHOLE:
        for match in pattern.finditer(folded):
            yield _finding(folded, *match.span(), score)
    for pattern in _LIVED:
        for match in pattern.finditer(folded):
            yield _finding(folded, *match.span("place"), 0.85)
    for match in _CAPITALIZED.finditer(text.plain):
        if not _PUBLIC_NUMBER.match(match[0]):
            yield _finding(folded, *match.span(), 0.7)


def _finding(folded: str, start: int, end: int, score: float) -> Finding:
    while folded[end - 1] in " ,;.-/":
        end -= 1
    return Finding(Kind.ADDRESS, start, end, score)
