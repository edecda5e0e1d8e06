"""Passports, visas, licences, foreign identity cards, and the serial number of the Chilean one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..numerals import of_numbers
from ..patterns import any_of, is_amount, is_dated
from ..text import Text

_COUNTRY = any_of(
    r"""chilen[oa] venezolan[oa] peruan[oa] haitian[oa] colombian[oa] bolivian[oa] argentin[oa]
    extranjer[oa]s? ecuatorian[oa] cuban[oa] dominican[oa] brasilen[oa] brasiler[oa] paragua\w+
    uruguay[oa] chin[oa] espanol[a]? frances[a]? aleman[a]? american[oa]"""
)
_LAND = any_of(
    """colombia venezuela peru bolivia argentina ecuador haiti cuba brasil paraguay uruguay mexico
    espana"""
)
_SIGN = r"(?:n[°ºro.]{1,3}|num(?:ero)?|nro|no)\b\.?"
_FILLER = (
    rf"(?:\W|{_SIGN}|{_COUNTRY}|\b"
    + any_of(
        r"""n nro es el la los de del mi mio su serie documento doc cedula carnet identidad folio
        lleva tiene con codigo que esta dice sale vigente definitiv[oa] temporari[oa] temporal
        antiguo nuevo vencid[oa] y numero identificacion chile clase a\d b c d provisori[oa]
        estampado electronic[oa] ppt ahora"""
    )
    + r"\b)"
)
_VALUE = (
    r"(?<![\w$])(?!(?:de|del|el|la|al|en|es|no|n|nro|ano)\b)"
    r"(?P<value>(?:[a-z]{1,3}[ \-.]?)?\d(?:[ .\-/]?\d){4,11}(?:[ \-]?[a-z0-9])?"
    r"|[a-z]{1,3}[ \-]?\d{3,11}[a-z]?|\d{1,3}[a-z]{1,2}\d{4,8}"
    r"|(?=(?:[a-z]*\d){3})[a-z][a-z0-9]{7,8})(?![^\W_]|[.,]\d{3}(?!\d))"
)
_NAMES = (
    r"(?:pas+aporte?s?|pazaporte|pasport|passport|visas?|permiso\sde\sresidencia|residencia|permanencia"
    r"|licencia\sde\sconducir|licencia\sde\smanejo|lic\.\sde\sconducir|dni|carnet\sde\sextranjeria"
    rf"|(?:documento|cedula|carnet)\sde\sextranjer\w+|cedula\s(?:de\s)?{_COUNTRY}|curp|nie|ppt|rnm"
    r"|salvoconducto|tarjeta\sde\s(?:turismo|identidad)|cedula\sde\sciudadania"
    r"|(?:cedula|carnet|documento)(?:\sde\sident\w+)?\s"
    rf"(?:(?!chilen){_COUNTRY}|(?:de\s)?{_LAND}))"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_NAMES}\b{_FILLER}{{0,12}}?{_VALUE}",
        rf"\b(?:n(?:umero|ro|\.?°|um|o)?\.?\s?(?:del?\s)?(?:serie|documento|doc\b\.?)|serie|documento)"
        rf"(?!\w)"
        rf"{_FILLER}{{0,10}}?{_VALUE}",
    )
)
# doc. 123.456.789: the number that the Chilean card carries besides the RUT
_ON_CARD = re.compile(
    rf"\bdoc\b\.?{_FILLER}{{0,6}}?(?<![\w$])"
    r"(?P<value>\d{3}([. ]?)\d{3}\2\d{3})(?!\w|[.,\-/]\d)"
)
# certificado de nacimiento, inscripción 1.234: with it anybody can ask for the certificate
_INSCRIBED = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:nacimi?entos?|matrimonios?|defuncion)\b[^.\n]{0,40}?\b(?:inscripcion|partida|folio)"
        rf"(?:\W|{_SIGN}|n(?=\W)|\b(?:el|la|es|numero)\b){{0,6}}(?<![\w$])(?P<value>\d[\d.\-]*\d)(?!\w)",
        r"\b(?:inscripcion|partida)\b(?:\sdel?)?(?:\s(?:mi|su))?(?:\W|"
        rf"{_SIGN}|n(?=\W)|numero){{0,6}}(?<![\w$])(?P<value>\d[\d.\-]*\d)(?!\w)"
        r"(?=[^.\n]{0,40}?\b(?:nacimi?entos?|matrimonios?|defuncion)\b)",
        r"\b(?:inscripcion|partida)\sde\s(?:mi\s)?(?:nacimi?entos?|matrimonios?|defuncion)"
        rf"(?:\W|{_SIGN}|n(?=\W)|\b(?:es|la|el|numero)\b){{0,6}}(?<![\w$])(?P<value>\d[\d.\-]*\d)(?!\w)",
    )
)
# A123456789: nothing else public has a letter and nine digits.
_SERIAL = re.compile(r"(?<!\w)[a-z]\.?\s?(?:\d{9}|\d{3}\.\d{3}\.\d{3})(?!\w|[.,]\d)")
_AFTERWARDS = re.compile(
    r"(?<![\w$])(?P<value>[a-z]{1,3}-?\d{5,9}|\d{7,10})\s?[,(]?\s?"
    rf"(?:(?:es|de|mi|el|es\sel|es\smi)\s){{0,3}}{_NAMES}\b"
)


@of_numbers
def find(text: Text) -> Iterator[Finding]:
    """Yield passports, visas, licences and card serials."""
    folded = text.folded
    for pattern in (*_PATTERNS, _ON_CARD, *_INSCRIBED, _AFTERWARDS):
        for match in pattern.finditer(folded):
            if not _is_public(folded, match):
                yield Finding(Kind.DOCUMENT, *match.span("value"), 0.9)
    for match in _SERIAL.finditer(folded):
        if not is_amount(folded, *match.span()) and match[0][1] != " ":
            yield Finding(Kind.DOCUMENT, match.start(), match.end(), 0.9)


def _is_public(folded: str, match: re.Match[str]) -> bool:
    value = match["value"]
    is_date = is_dated(value) or re.fullmatch(r"(?:19|20)\d\d", value)
    return bool(is_date or is_amount(folded, *match.span("value")))
