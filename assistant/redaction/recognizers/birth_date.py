"""Dates of birth. Every other date survives: people ask about deadlines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..numerals import of_numbers
from ..patterns import MONTHS, any_of
from ..subjects import KIN
from ..text import Text

_MONTH = (
    rf"(?:{MONTHS}|(?:di[sz]i?[ei]n?[mn]b?[rv]?[ei]?|dici?em?bre|novi?em?bre|setiem\w*|sep?tiem\w*"
    r"|febre\w*|agozto|dizi\w+|nobiem\w*|otubre|octuvre|avril|maio|junjo)\b)"
)
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_DAY = "(?:[0-3]?\\d|primero|primer\\sdia|1ro|1°|1er)"
_ROMAN = "(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})"
_WITH_YEAR = rf"""\d{{1,2}}\s?[/\-.,\s]\s?\d{{1,2}}\s?[/\-.,\s]\s?{_YEAR}
    \d{{1,2}}\sdel?\s\d{{1,2}}\sdel?\s(?:ano\s)?{_YEAR}
    (?:19|20)\d\d\s?[/\-.]\s?\d{{1,2}}\s?[/\-.]\s?\d{{1,2}}
    \d{{1,2}}\s?[\-/\s.]\s?(?:{_MONTH}\.?|{_ROMAN})\s?[\-/\s.]\s?{_YEAR}
    {_DAY}(?:\s(?:de|d|del?\smes\sde))?\s?{_MONTH}\.?,?\s(?:del?\s)?(?:ano\s)?{_YEAR}"""
_FULL_DATE = rf"(?P<date>{any_of(_WITH_YEAR)})(?!\w|[/\-]\d)"
_DATE = (
    "(?P<date>"
    + any_of(
        rf"""{_WITH_YEAR}
        {_DAY}(?:\s(?:de|d|del?\smes\sde))?\s?{_MONTH}\.?(?:,?\s(?:del?\s)?(?:ano\s)?{_YEAR})?
        {_MONTH}\s\d{{1,2}},?\s(?:del?\s)?(?:19|20)\d\d
        {_MONTH}\s(?:del?\s)?(?:ano\s)?{_YEAR}
        \d{{1,2}}[/\-]\d{{1,2}}
        \d{{8}}"""
    )
    + r")(?!\w|[/\-]\d)"
)
_BIRTH = any_of(
    r"""na[cs]i na[cs]id[oa]s? na[cs]imi?ento naci(?:o|eron) nasio
    fec(?:ha)?\.?\s?(?:de\s)?nac\w*\.? f(?:ec|cha)?\.?\s?(?:de\s)?nac\w*\.? f\.?\s?(?:de\s)?n\.
    nac\. f/n f\.n\. fdn cumple?anos cumplo(?:\s\d+)?(?:\sanos)? cumple(?:\s\d+)?(?:\sanos)?
    cumpli(?:\s\d+)?(?:\sanos)? mi\ssanto\sy\scumpleanos dob"""
)
_NOT_BIRTH = r"(?!plazo|vence|cierr|postul|concurs|hasta|desde|bases|reuni|fondo|antes|rendic)"
_NOT_PEOPLE = any_of(
    r"""junta club organiza\w+ agrupa\w+ funda\w+ corpora\w+ comite ley decreto resolu\w+ proyecto
    centro taller fondo concurso programa sede plazo convenio \w+cion \w+mento \w+miento carta
    boleta factura acta certificado \w+torio contrato permiso pago version papel archivo oficio
    reglamento"""
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_BIRTH}(?!\w)(?:{_NOT_BIRTH}[^\d\n]){{0,40}}?\n?\s?(?<!\d){_DATE}",
        r"\bna[cs]i(?:o|d[oa])?\s(?:(?:en|el|por|para)\s){1,2}(?:el\s)?(?:ano\s)?"
        r"(?P<date>(?:19|20)\d\d|'?\d\d)(?!\w|[/\-]\d|\s(?:anos|minutos|horas|casas|de))",
        r"\b(?:ano|fecha)\sde\snacimiento\W{0,3}(?:es\s)?(?:el\s)?(?P<date>(?:19|20)\d\d|'?\d\d)\b",
        r"\bsoy\s(?:del?|d|clase)\s(?:del?\s)?(?:ano\s|el\s)?(?:la\sclase\s(?:del?\s)?)?"
        r"(?P<date>19\d\d|20[01]\d|'\d\d)\b",
        r"\bsoy\s(?:del?\sano|del|clase)\s(?:del?\s)?(?P<date>'?[3-9]\d)(?!\w|[.,\-/]\d|\s\w*mil)",
        r"\bmi\s(?:hij[oa]|mama|papa|espos[oa]|marido|abuel[oa]|niet[oa]|herman[oa]|senora)\s(?:es|era)"
        r"\sdel?\s(?:ano\s)?(?P<date>(?:19|20)\d\d|'?\d\d)(?!\w|[.,\-/]\d)",
        # soy del 29 de febrero de 1956; mi nieta Isidora es del 12-12-2009
        rf"\bsoy\s(?:nacid[oa]\s)?del?\s(?:dia\s|el\s)?{_FULL_DATE}",
        rf"{KIN}(?:\s(?:[^\W\d_]+|\ufffc)){{0,3}},?\s(?:es|era|son|y\ses)\sdel?\s(?:dia\s)?{_FULL_DATE}",
        # la Isidora es del 12 de diciembre de 2009, ¿entra en la sub 17?
        rf"\b(?:la|el)\s(?!{_NOT_PEOPLE})[^\W\d_]+\ses\sdel?\s(?:dia\s)?{_FULL_DATE}"
        r"(?=[^.\n]{0,40}\b(?:sub\s?\d|edad|anos|mayor|menor|categoria|infantil|juvenil))",
        rf"(?<!\d){_DATE}\W{{0,3}}(?:(?:es|esa|fue|de|mi|la|el|su)\s){{0,4}}"
        r"(?:fecha\sde\snac\w*|nacimiento|nac\b|cumpleanos|naci\b)",
        # Two people in one sentence: mi hermano nació en mayo de 1980 y yo el 7 de enero de 1983
        rf"\b{_BIRTH}(?!\w)[^\n.;?]{{0,70}}?\by\s(?:yo|ella|el|mi\s\w+)\s(?:en\s|el\s){{0,2}}{_DATE}",
    )
)
_THINGS = re.compile(
    r"\b"
    + any_of(
        """junta jjvv club organizacion agrupacion fundacion corporacion comite ley region proyecto
        centro taller fondo concurso programa cooperativa iniciativa institucion comunidad sede
        escuela union federacion politica plazo convenio aniversario"""
    )
    + r"\b[^.?!\n]{0,60}$"
)
_PERSON = ("naci ", "nasi ", "nacimiento", "nacimento", "fec", "f. n", "f.n", "soy", "mi ", "dob")


@of_numbers
def find(text: Text) -> Iterator[Finding]:
    """Yield every date of birth of the text."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.folded):
            if not _is_of_a_thing(text.folded, match):
                yield Finding(Kind.BIRTH_DATE, *match.span("date"), 0.9)


def _is_of_a_thing(folded: str, match: re.Match[str]) -> bool:
    """Whether what was born is an organization or a law, in the third person."""
    if match[0].startswith(_PERSON):
        return False
    return bool(_THINGS.search(folded[max(0, match.start() - 80) : match.start()]))
