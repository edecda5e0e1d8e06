"""What somebody is part of: a people, a creed, a party, a union, whom they love.

Folded, with the spellings that people use. A group that says what it is («somos una comunidad
mapuche») is no person.
"""

from __future__ import annotations

from ..phrases import any_phrase
from ..subjects import of_me_or_mine, of_mine

_PEOPLE = any_phrase(
    r"""mapuches?, mapuche-\w+, pehuenches?, lafkenches?, lafquenches?, huilliches?, williches?,
    aymaras?, aimaras?, quechuas?, rapa ?nui, atacamen@, lickan ?antay, likan ?antai, diaguitas?,
    collas?, kollas?, kawesqar, yagan, yaganes?, changos?, selk'?nam, gitan@, indigenas?,
    indijenas?, afrodescendientes?, afrochilen@, pueblo (?:originario|indigena|tribal\w*),
    pueblo (?:mapuche|aymara|quechua|rapa nui|diaguita|chango), etnia \w+,
    (?:raza|sangre|origen|ascendencia|descendencia) (?:mapuche|indigena|aymara|pehuenche|gitana),
    calidad (?:de )?indigena, judi@, arabe, palestin@"""
)
_CREED = any_phrase(
    r"""evangelic@(?: pentecostal)?, catolic@, testig@ de jehova, mormon, mormona, mormones,
    adventistas?, musulman, musulmana, musulmanes, islamic@, ate@, agnostic@, pentecostal(?:es)?,
    budistas?, cristian@(?: evangelic@)?, bautistas?, luteran@, anglican@, hare krishna, rastafari,
    metodistas?, pastora? evangelic@, hermano evangelico, masona?, masones, protestantes?"""
)
_PARTY_NAME = any_phrase(
    """udi, rn, ppd, pdc, dc, pc, ps, prsd, frente amplio, renovacion nacional, evopoli, la udi,
    el ppd, la dc, (?:el )?partido (?!de |pol)\\w+(?: \\w+)?"""
)
_LEANING = any_phrase(
    rf"""comunistas?, socialistas?, republican@, democratacristian@, democrata cristian@, radical,
    frenteamplistas?, de (?:derecha|izquierda), derechistas?, izquierdistas?, pinochetistas?,
    facho, facha, zurd@, libertari@, anarquistas?, militantes?(?: del?(?: la)? {_PARTY_NAME})?,
    {_PARTY_NAME}, sindicalistas?, sindicalizad@, (?:dirigente|delegad[oa]|soci[oa]) sindical,
    (?:dirigente|delegad[oa]|soci[oa]) del sindicato(?: \w+)?"""
)
_ORIENTATION = any_phrase(
    r"""lesbianas?, gays?, gai, homosexual(?:es)?, bisexual(?:es)?, trans, transexual(?:es)?,
    transgeneros?, travestis?, no binari[oae]s?, pansexual, asexual, queer, intersexual"""
)
_AM = any_phrase(
    """soy, soi, fui, era, me siento, me considero, me reconozco, me declaro, me identifico,
    vengo"""
)
_IS = any_phrase("es, son, era, somos, se reconoce, se declara")
_LINKS = (
    r"(?:(?:de|del|la|el|un|una|por|como|muy|tambien|orgullosamente|yo|que|bien|en|parte)\s){0,4}"
)
_HEAD = r"(?:(?:persona|mujer|hombre|joven|chic[oa]|familia|nin[oa])\s)?"
_CHURCH = any_phrase(
    r"""evangelica, pentecostal, catolica, bautista, metodista, adventista, mormona, cristiana,
    de (?:trabajador[ae]s|profesores|la (?:salud|empresa|muni\w*))(?: de \w+)?, interempresa,
    n°? ?\d+"""
)

IDENTITY = rf"(?:{_PEOPLE}|{_CREED}|{_LEANING}|{_ORIENTATION})"
"""What somebody says that they are."""
BELONGS = (
    # soy mapuche; mi familia es mapuche; somos una familia mapuche
    rf"(?:{of_me_or_mine(_AM, _IS)}|\bsomos\suna?\s(?=familia\s)|\btengo\s){_LINKS}"
    rf"(?P<term>{_HEAD}{_PEOPLE})",
    # soy evangélica; mi hijo es gay; mi vecino es comunista
    rf"{of_me_or_mine(_AM, _IS)}{_LINKS}(?P<term>{_HEAD}(?:{_CREED}|{_LEANING}|{_ORIENTATION}))",
    # milito en el partido…; voté por…
    rf"(?:\b(?:milito|milite|vote|votamos)\s(?:en|por)|{of_mine('milita')}en)\s"
    rf"(?P<term>{_PARTY_NAME}|(?!(?:el|la|un|una|mi|este|esta|los|las)\s)[^\s.,;\ufffc]+)",
    # pertenezco a la iglesia…; estoy en el sindicato…
    r"\b(?:pertenezco|asisto|voy|estoy(?:\s(?:afiliad[oa]|inscrit[oa]))?|me\scongrego|soy"
    r"(?:\s(?:soci[oa]|miembro|parte))?)\s(?:al?|en|del?)\s(?:(?:la|el|mi|una?)\s)?"
    rf"(?P<term>(?:sindicato|iglesia|templo|logia)(?:\s{_CHURCH})?"
    rf"|partido\s(?!de\s|pol)[^\s.,;\ufffc]+)(?!\w)",
)
"""Patterns whose group `term` is what somebody is part of."""
