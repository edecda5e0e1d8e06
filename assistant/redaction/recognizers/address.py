"""Where a person lives: street and number, villa and house, plot and kilometre.

A commune alone is no address and survives; so does a street without a number, unless the person
says that they live there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..text import Text

_STREET = r"(?:calle|cll?e?|pasaje|pasage|psje|pje|psj|pjes?|avenida|avda|avd|av|ave|callejon|diagonal|costanera|alameda|boulevard|bulevar)\.?"
_ROAD = r"(?:camino|ruta|carretera|autopista|huella)"
_ESTATE = r"(?:villa|vlla|poblacion|pobl?|pblcion|condominio|cond|conjunto|conj|loteo|barrio|campamento|cerro|residencial|comunidad)\.?"
_RURAL = r"(?:sector|sec|fundo|hijuela|localidad|parcelacion|caserio|aldea)"
_UNIT = (
    r"(?:parcelas?|sitio|lote|hijuela|casa|depto|dpto|dto|departamento|depa|block|blok|bloque|blk|torre|edificio|edif"
    r"|piso|oficina|of|local|manzana|mz|letra|interior|km|kms|kilometro|pasaje|pje|psje|calle|esquina)\.?"
)
_STOP = (
    r"(?:en|para|por|que|con|sin|a|al|se|es|son|hay|ya|no|si|desde|hasta|como|cuando|cuanto|donde|esta|este|queda|tiene"
    r"|tenemos|necesito|necesitamos|quiero|queremos|y|o|u|e|pero|sobre|entre|ante|vecinal|publico|rural|principal|numero"
    r"|nro|num|n|km|kilometro|casa|depto|dpto|departamento|block|parcela|sitio|lote|torre|villa|poblacion|sector|comuna|region"
    r"|fono|tel|rut|correo|mi|su|me|mas|cual|ano|anos|vivo|soy|gracias|hola)"
)
_NUMBER_SIGN = r"(?:n[°ºro]{1,2}\.?\s?|n[.\s]\s?|#\s?|num(?:ero)?\.?\s?|nro\.?\s?|no\.\s?)"
_NUMBER = (
    rf"(?:{_NUMBER_SIGN}?\d{{1,5}}(?:\.\d{{3}})?(?:\s?-\s?[a-z0-9]{{1,3}})?[a-z]?(?![\w%°º]|[.,/]\d|:\d)|s/n\b|sin numero\b|s\.n\.)"
)
_MEASURE = (
    r"(?!\s{0,2}(?:metros?|mts?\b|m2|km|kms|kilometros?|cuadras?|personas?|pesos|mil\b|millon|familias?|vecin|socios?|ano|hora|hrs|luminarias?"
    r"|focos?|camaras?|postes?|casas\b|puntos?|dias?|meses|lucas|ninos|mujeres|adultos|beneficiari|participantes|%|de\s(?:enero|febrero|marzo|abril"
    r"|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)))"
)
_WORD = r"(?:[^\W\d_][\w'.]*)"
_PLAIN_WORD = rf"(?!{_STOP}\b){_WORD}"
_NAME = rf"(?:(?:\d{{1,2}}\s(?:de\s{_WORD}|norte|sur|oriente|poniente)|{_PLAIN_WORD})(?:\s{_PLAIN_WORD}){{0,5}}|\d{{1,2}}\s(?:norte|sur|oriente|poniente))"
_TAIL = (
    rf"(?:\s?[,;\-/]?\s?(?:\b{_UNIT}\s?(?:{_NUMBER_SIGN})?(?:\d{{1,5}}(?:[\-.,]\d{{1,3}})?[a-z]?|[a-z]\d{{0,3}}|\"[a-z]\")(?!\w)"
    rf"|\b(?:{_ESTATE}|{_RURAL})\s(?:{_WORD}|\d{{1,2}})(?:\s(?!{_STOP}\b)(?:{_WORD}|\d{{1,2}}\b(?!\s?(?:mil|pesos)))){{0,3}}))*"
)

_PATTERNS = tuple(
    (re.compile(pattern), score)
    for pattern, score in (
        # calle Los Aromos 123, depto 4, villa El Bosque
        (rf"\b{_STREET}\s?{_NAME},?\s?{_NUMBER}{_MEASURE}{_TAIL}", 0.9),
        (rf"\b{_STREET}\s\d{{1,3}}\s?,?\s?(?:{_NUMBER_SIGN}\s?\d{{1,5}}|(?:casa|sitio|depto|dpto|block|villa|poblacion)\s?{_NUMBER_SIGN}?\w+){_TAIL}", 0.9),
        (rf"\b{_STREET}\s{_NAME},?\s?(?:casa|depto|dpto|departamento|block|sitio)\s?{_NUMBER_SIGN}?\w{{1,5}}{_TAIL}", 0.9),
        # villa Los Copihues, pasaje 3, casa 12
        (rf"\b{_ESTATE}\s{_NAME}\s?,?\s?(?:{_STREET}\s(?:{_NAME}|\d{{1,3}})\s?,?\s?)?(?:{_UNIT}\s?)?{_NUMBER}{_MEASURE}{_TAIL}", 0.9),
        # camino a Pinto km 5, sector Las Mariposas parcela 8, fundo El Roble s/n
        (rf"\b(?:{_ROAD}|{_RURAL})\s(?:a\s|al\s|hacia\s|de\s)?{_NAME}?\s?,?\s?(?:(?:{_UNIT})\s?(?:{_NUMBER_SIGN})?(?:\d{{1,4}}(?:[.,]\d{{1,3}})?|[a-z]\b)|s/n\b|sin numero\b){_TAIL}", 0.9),
        (rf"\b{_ROAD}\s(?:a\s|al\s|hacia\s)?{_NAME},?\s?{_NUMBER}{_MEASURE}{_TAIL}", 0.8),
        (rf"\bruta\s[a-z]{{1,2}}\s?-?\s?\d{{1,4}}[a-z]?,?\s(?:km|kilometro)\.?\s?\d{{1,4}}(?:[.,]\d{{1,3}})?{_TAIL}", 0.9),
        # parcela 12, sector Cato
        (rf"\b(?:parcelas?|sitio|lote|hijuela)\s?{_NUMBER_SIGN}?(?:\d{{1,4}}[a-z]?|[a-z]\d{{0,3}})(?!\w|[.,/]\d)"
         rf"(?:\s?,?\s?(?:del?\s|del\s)?(?:{_RURAL}|{_ROAD}|{_ESTATE}|km)\s(?:a\s)?(?:{_WORD}|\d+)(?:\s(?!{_STOP}\b){_WORD}){{0,3}}){_TAIL}", 0.9),
        (r"\b(?:km|kilometro)\.?\s?\d{1,4}(?:[.,]\d{1,3})?\s?,?\s?(?:del?\s)?(?:camino|ruta|carretera)\s(?:a\s|al\s|hacia\s)?[\w'-]+(?:\s(?!" + _STOP + r"\b)[^\W\d_]+){0,2}", 0.85),
        # block 5 depto 302
        (rf"\b(?:block|blok|bloque|torre|edificio|depto|dpto|departamento|casa)\s?{_NUMBER_SIGN}?(?:\d{{1,4}}[a-z]?|[a-z])\s?,?\s?(?:block|blok|bloque|torre|edificio|depto|dpto|departamento|casa|piso|pasaje|pje|villa|poblacion)\s?{_NUMBER_SIGN}?(?:\d{{1,4}}[a-z]?|[a-z]\b|{_WORD}){_TAIL}", 0.85),
    )
)
_LIVES = (
    r"\b(?:viv[oe]|vivimos|viviendo|resid[oe]|residimos|domiciliad[oa]s?|domicilio|direccion(?:\s(?:es|particular|de mi casa))?|mi casa(?:\s(?:es|esta|queda))?"
    r"|arriendo|me mude|ubicad[oa]|mi mama vive|queda mi casa)\b"
)
_LINK = r"\s?(?:[:,]|\bes\b|\ben\b|\bla\b|\bel\b|\besta\b|\bqueda\b|\bactual\b|\bparticular\b|\s){0,6}"
_LIVED = tuple(
    re.compile(pattern)
    for pattern in (
        # vivo en Arauco 650
        rf"{_LIVES}{_LINK}(?P<place>{_NAME},?\s?{_NUMBER}{_MEASURE}{_TAIL})",
        # vivo en la villa Los Copihues; mi dirección es pasaje Los Tilos
        rf"{_LIVES}{_LINK}(?P<place>(?:{_STREET}|{_ESTATE}|{_RURAL}|fundo|parcela|camino a|camino)\s?(?:{_NAME}|\d+){_TAIL})",
    )
)
# Los Aromos 123, Chillán: only where capitals mark the name.
_CAPITALIZED = re.compile(
    r"(?<![\w.])(?:(?:[A-ZÁÉÍÓÚÑ][\w'áéíóúñ]+|[Dd]el?|[Ll][ao]s?|\d{1,2} de)\s){1,4}(?:N[°º]\s?|#\s?)?\d{2,5}(?=\s?,\s?"
    r"(?:[Dd]epto|[Dd]pto|[Cc]asa|[Bb]lock|[Vv]illa|[Pp]oblaci|[Pp]asaje|Chill|San |Bulnes|Quill|Pinto|Coihueco|Yungay|El Carmen|Coelemu|Quirihue|Ñiqu|Ninhue|Pemuco|R[aá]nquil|Portezuelo|Cobquecura|Treh?[u]?guaco))"
)


def find(text: Text) -> Iterator[Finding]:
    """Yield every address of the text."""
    folded = text.folded
    for pattern, score in _PATTERNS:
        for match in pattern.finditer(folded):
            yield _finding(folded, *match.span(), score)
    for pattern in _LIVED:
        for match in pattern.finditer(folded):
            yield _finding(folded, *match.span("place"), 0.85)
    for match in _CAPITALIZED.finditer(text.plain):
        if not _PUBLIC_NUMBER.match(match[0]):
            yield _finding(folded, *match.span(), 0.7)


_PUBLIC_NUMBER = re.compile(r"(?i)\s*(?:ley|res\w*|decreto|ds|art\w*|bolet\w*|oficio|circular|censo|glosa|partida|instructivo|concurso|a[ñn]o|de(?:l)? (?:19|20)\d\d)\b")


def _finding(folded: str, start: int, end: int, score: float) -> Finding:
    while folded[end - 1] in " ,;.-/":
        end -= 1
    return Finding(Kind.ADDRESS, start, end, score)
