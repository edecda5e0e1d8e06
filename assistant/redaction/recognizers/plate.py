"""Number plates: BBCD12, BB·CD·12, the older AA-1234, motorcycles and trailers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..numerals import of_numbers
from ..patterns import any_of, said_above, said_after
from ..text import Text

_NAMES = any_of(
    r"""patentes? pat\. patnte placas? ppu vehiculos? auto autos automovil camionetas? camoneta
    camoineta furgon\w* camion camiones moto motos motocicleta motoneta jeep bus buses minibus
    taxi colectivo station citroneta tractor remolque carro\sde\sarrastre matricula scooter
    chasis suv van"""
)
_CUE = rf"(?:\b{_NAMES}[^\n]{{0,35}}|\bpatente\w{{0,1}})$"
_SEP = r"[ .\-·_/]{0,3}"
_SAID = re.compile(
    rf"(?<![^\W_])(?:[a-z]{{2}}{_SEP}[a-z]{{2}}{_SEP}\d{_SEP}\d|[a-z]{{2}}{_SEP}\d{{2}}{_SEP}\d{{2}}"
    rf"|[a-z]{{3}}{_SEP}\d{{2,3}}|[a-z]{{2}}[ .\-·]?\d{{3}}|\d{{4}}{_SEP}[a-z]{{2}}"
    r"|(?:[a-z][ .\-·]){2,4}(?:\d[ .\-·]){1,3}\d"
    rf"|[a-z]{_SEP}[a-z]{{3}}{_SEP}\d\d|[a-z]{{3}}{_SEP}[a-z]{_SEP}\d\d)(?:{_SEP}-?{_SEP}[\dk])?"
    r"(?![^\W_]|[.]\d)"
)
_LETTER = any_of(
    r"""be ve ce de efe ge hache jota ka ca ele eme ene pe cu erre ere ese te uve equis doble\suve
    ve\scorta zeta ceta ye i\sgriega igriega"""
)
_SPELLED = re.compile(rf"\b(?:{_LETTER}[\s,\-]{{1,3}}){{2,4}}\d(?:[ .\-·,]{{0,3}}\d){{1,3}}(?!\w)")
_CONSONANTS = "[bcdfghjklprstvwxyz]{2}"
_UNSAID = re.compile(
    rf"(?<![^\W_])(?:{_CONSONANTS}[.\-·_]?{_CONSONANTS}[.\-·_]?\d{{2}}|[a-z]{{2}}-[a-z]{{2}}-\d{{2}}"
    rf"|[a-z]{{2}}·[a-z]{{2}}·\d{{2}}|{_CONSONANTS}[.\-·]?\d{{4}})(?:-[\dk])?(?![^\W_]|%|[.\-]\d)"
)
_UPPER = _CONSONANTS.upper()
_CAPITALS = re.compile(rf"(?<![^\W_]){_UPPER} ?{_UPPER} \d{{2}}(?![\w%]|[.,\-]\d)")
_ACRONYMS = re.compile(
    any_of(
        """fndr sspp ppto rrhh jjvv cntv ddhh mbps kbps http html https pdf docx xlsx nb ds dl
        dfl rs sd td cl ph pc tv gb mb kb km cm mm kg ml cc db hp ff rd rr dd wp pp vs sr dr jr
        sn np st ccss ffaa crs cft ctp prm prbs psp"""
    )
    + r"(?![a-z])"
)
_WORD_FIRST = re.compile(
    any_of(
        r"""de el la es en mi su se no al lo un del las los una son por con que ano anos mas hay
        sda ley art res fndr nb dfl utm uf ds hp cc km n tipo y o a tope max min km cada hasta
        dia ultim\w* solo para desde sin entre si me te le les nos fono cel tel rut run fue"""
    )
    + r"(?![a-z])"
)
_YEAR = re.compile(r"(?:19|20)\d\d$")


@of_numbers
def find(text: Text) -> Iterator[Finding]:
    """Yield every number plate of the text."""
    folded = text.folded
    for match in _SAID.finditer(folded):
        said = said_above(folded, match.start(), _CUE, within=56) or said_after(
            folded, match.end(), r"(?:patente|placa)\b"
        )
        if said and _has_plate_shape(match[0]) and not _WORD_FIRST.match(match[0]):
            yield Finding(Kind.PLATE, match.start(), match.end(), 0.9)
    for match in _SPELLED.finditer(folded):
        if said_above(folded, match.start(), _CUE, within=56):
            yield Finding(Kind.PLATE, match.start(), match.end(), 0.9)
    for pattern, where in ((_UNSAID, folded), (_CAPITALS, text.plain)):
        for match in pattern.finditer(where):
            if not (_ACRONYMS.match(match[0].lower()) or _is_year(match[0])):
                yield Finding(Kind.PLATE, match.start(), match.end(), 0.8)


def _has_plate_shape(written: str) -> bool:
    """Whether there are five to seven letters and digits, and no year among them."""
    count = sum(character.isalnum() for character in written)
    return 5 <= count <= 7 and not (_is_year(written) and " " in written)


def _is_year(written: str) -> bool:
    return bool(_YEAR.search(written))
