"""What ails a person: health is sensitive data where it is said of somebody.

Source: Ley 19.628 as amended by Ley 21.719, art. 2 g). A question about a disability or an illness
names no person and is not touched; nor is an organisation that gathers patients.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..phrases import any_phrase
from ..subjects import KIN, RELATIVE, of_me_or_mine, of_mine
from ..text import Text
from .ailments import AILMENT, CONDITION, ENDURED, MEDICINE, ORGAN

_HAVE = any_phrase(
    "tengo, tngo, tenjo, tenia, tuve, padezco, sufro, sufri, tenemos, convivo, presento, naci"
)
_HAS = any_phrase(
    """tiene, tienen, tenia, padece, padecen, sufre, sufren, presenta, nacio, convive, tuvo, sufrio,
    murio, fallecio"""
)
_AM = any_phrase(
    """soy, soi, toy, estoy, estoi, fui, quede, ando, vivo, estuve, sigo, estaba, me siento"""
)
_IS = any_phrase(
    "es, esta, estan, son, quedo, anda, nacio, salio, estaba, estuvo, sigue, vive, era"
)
_TAKE = any_phrase(
    """tomo, tomando, uso, usando, me inyecto, me pongo, me recetaron, me dan, dependo, ocupo,
    me hago, me hacen, necesito"""
)
_TAKES = any_phrase(
    "toma, tomando, usa, se inyecta, le recetaron, le dan, depende, ocupa, se hace, le hacen"
)
_SEE = any_phrase("voy, me atiendo, estoy, me controlo, me ve, tengo hora")
_SEES = any_phrase("va, se atiende, esta, tiene hora")
_TOLD = any_phrase(
    """diagnosticaron, diagnostico, detectaron, detecto, encontraron, descubrieron, dio, dieron,
    vino, pillaron, hallaron"""
)
_WORDS = (
    r"del?|con|por|una?|el|la|los|las|mi|su|muy|mucha?|harta?|tambien|ya|ademas|algo|lo|que|hace|desde"
    r"|principio|diagnostico|nin[oa]|\d{1,2}|anos|meses|cronic[oa]"
)
_FEW = rf"(?:(?:{_WORDS})\s){{0,5}}"
_BEING = (
    rf"(?:(?:{_WORDS}|medi[oa]|casi|adult[oa]|mayor|joven|mujer|hombre|en|tan|bastante|situacion)\s)"
    r"{0,4}"
)
_SORT = (
    rf"(?:\s(?:(?:del?|al|a\sl[ao]s?|en\s(?:el|l[ao]s?))\s(?:l[ao]s?\s)?{ORGAN}|tipo\s[12i]+|"
    + any_phrase(
        r"""grave, sever[oa], leve, cronic[oa], avanzad[oa], terminal, congenit[oa], profund[oa],
        moderad[oa], reumatoidea?, arterial, mellitus, post ?parto, resistente, visual, auditiva,
        fisica, intelectual, motora, mental, psiquica, cognitiva, sensorial, psicosocial, renal,
        pulmonar, gestacional, senil, total, parcial, infantil, bipolar, mayor, metastasic[oa],
        de alto riesgo, en (?:etapa|grado|fase) \w+, de \w+ (?:meses|semanas)"""
    )
    + r"|del?\s\d{1,3}\s?(?:%|por\s?ciento))){0,3}"
)
_AND = r"(?:,\s?|\s[ye]\s|\spor\s|,?\sademas\s)(?:de\s)?(?:(?:una?|la|el|con|tengo|soy)\s)?"
_AILMENTS = rf"(?:{AILMENT}{_SORT}(?:{_AND}{AILMENT}{_SORT}){{0,4}})"
_STATE = rf"(?:{CONDITION}|{AILMENT}){_SORT}"
_PERSON = r"(?:(?:persona|paciente)\s(?:(?:con|en\ssituacion\sde)\s)?)"
_CONDITIONS = rf"(?:{_PERSON}?{_STATE}(?:{_AND}{_STATE}){{0,3}})"
_LOST = any_phrase(
    """la vista, la vision, la audicion, el oido, una pierna, un brazo, un ojo, una mano, un pie,
    un rinon, la pierna, la mano"""
)
_DOCTOR = any_phrase("psiquiatra, psicolog[oa], oncolog[oa], neurolog[oa]")
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # tengo diabetes; mi mamá tiene alzheimer
        rf"{of_me_or_mine(_HAVE, _HAS)}{_FEW}(?P<term>{_AILMENTS})",
        # soy diabética; mi hijo es autista; estoy con depresión
        rf"{of_me_or_mine(_AM, _IS)}{_BEING}(?P<term>{_CONDITIONS})",
        # tomo sertralina; mi papá usa silla de ruedas
        rf"{of_me_or_mine(_TAKE, _TAKES)}{_FEW}(?P<term>{MEDICINE}(?:\s[ye]\s{MEDICINE})?)",
        # me diagnosticaron cáncer; a mi hijo le dio un infarto
        rf"(?:\bme\s(?:han\s)?|{of_mine('(?:les?|lo|la)')}){_TOLD}\s"
        rf"(?:que\s(?:tengo|tiene)\s)?{_FEW}(?P<term>{_AILMENTS})",
        rf"\bles?\s{_TOLD}\s{_FEW}(?P<term>{_AILMENTS})(?=\sa\s(?:mi|mis|la|el|don)\b)",
        # me operaron de la cadera; a mi papá lo hospitalizaron
        rf"(?:\bme\s(?:van\sa\s|tienen\sque\s|tuvieron\sque\s)?|{of_mine('(?:lo|la|le)')}"
        rf"(?:van\sa\s|tuvieron\sque\s)?)(?P<term>{ENDURED})",
        # mi depresión; por mi discapacidad; el alzheimer de mi mamá
        rf"\bmis?\s(?P<term>{AILMENT}{_SORT})",
        rf"\b(?P<term>{AILMENT}{_SORT})\sde\smi\s{RELATIVE}",
        # mi hijo autista; mi mamá con alzheimer; mi hija, diabética
        rf"{KIN}(?:\s(?:mayor|menor|chic[oa]|de\s\d+\sanos?)|\s\ufffc)?,?\s"
        rf"(?:(?:con|enferm[oa]\sde|por|y\ssu|en)\s)?(?!del?\s){_FEW}(?P<term>{_CONDITIONS})",
        # perdí la vista; no puedo caminar
        rf"\b(?P<term>perdio?\s{_LOST})",
        r"\bno\s(?P<term>puedo\s(?:caminar|valerme\spor\smi\smism[oa]))(?!\w)",
        # me atiendo con psiquiatra; mi hija va al psicólogo
        rf"{of_me_or_mine(_SEE, _SEES)}(?:(?:con|al?|el|la|en|una?|mi|su)\s){{0,3}}"
        rf"(?P<term>{_DOCTOR})",
    )
)


def find(text: Text) -> Iterator[Finding]:
    """Yield what ails the people of the text."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.folded):
            yield Finding(Kind.HEALTH, *match.span("term"), 0.85)
