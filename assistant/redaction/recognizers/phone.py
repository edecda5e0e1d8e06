"""Telephones: Chilean mobiles and landlines in every spelling, and foreign ones with their +code.

Public service lines (600, 800 and the three-digit ones) are nobody's, and survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from ..cardinals import NUMBER_WORD
from ..model import Finding, Kind
from ..numerals import also_in_figures
from ..patterns import (
    any_of,
    digits,
    is_dated,
    is_of_a_thing,
    is_priced,
    said_above,
    said_after,
)
from ..text import Text

_NAMES = any_of(
    r"""fonos? fno fijos? tele?f\w* tel tlf\w* tfno cel celu\w* celeular cell\w* movil\w* mobil
    whats?\w* wh?ats\w* wsp\w* wasap\w* guasap\w* wapp\w* wp watsap\w* telegram signal sms anexo
    contacto numero\s(?:personal|particular|privado|de\scasa|nuevo) (?:mi|su|tu)\sn[uo]mero"""
)
_ASKS = any_of(
    r"""ll[ae]m\w* yam\w* contact\w* comuni[cq]\w* ubi[cq]\w* marc\w* disqu\w* disc\w* escrib\w*
    ring\w* mensaj\w* quedo\sen avis\w* respond\w* habl\w*"""
)
_CUE = (
    rf"(?:\b(?:{_NAMES}|{_ASKS})\b[^\n$]{{0,36}}|(?:fono|cel|tel|wsp|whatsapp)\W{{0,3}}"
    r"|\b(?:n[uo]mero|nro)(?:\s(?:es|mio|de\s(?:contacto|fono|telefono|casa|celu\w*))){0,2}(?:\sel)?"
    r"\W{0,3})$"
)
_CALLED = (
    rf"(?:\b(?:{_NAMES})\b|(?:fono|cel|tel|wsp))"
    r"\W*(?:(?:es|el|al|n°|numero|nro|mi|de|contacto)\b\W*){0,3}$"
)
_AFTERWARDS = r"\b" + any_of(
    r"""fono tel[eo]f\w* tel cel\w* movil wsp\w* whats\w* wasap\w* guasap\w* numero contacto fijo"""
)
_SEP = r"(?:(?:[^\w$%+\ufffc\n,;:]|_){0,4}|,(?=\d))"
_BEFORE = r"(?<![\d$])(?<!\d\.)"
_NO_LETTER_BEFORE = r"(?<![^\W_])"
_AFTER = r"\)?(?![\d%]|\s?-\s?k\b|[.,]\d{3}(?!\d))"
_EXTENSION = r"(?:\s{0,2},?\s?(?:anexo|anx|ext|extension)\.?\s?(?:n°\s?)?\d{1,5})?"
_COUNTRY = r"\(?(?:\+\s?|00\s?)?\(?56\)?"
_AREA = any_of(
    "2 32 33 34 35 39 41 42 43 44 45 51 52 53 55 57 58 61 63 64 65 67 68 71 72 73 75",
)
_MOBILE = rf"(?:{_COUNTRY}{_SEP})?(?:\(?0{_SEP})?\(?9\)?(?:{_SEP}\d){{8}}"
_WITH_COUNTRY = (
    rf"(?:\(?(?:\+\s?|00\s?)\(?56\)?|56(?=[ .\-(]?\(?[2-7])){_SEP}(?:\(?0)?\d(?:{_SEP}\d){{7,8}}"
)
_LANDLINE = (
    rf"(?:\(\s?0?{_AREA}\s?\){_SEP}|0{_AREA}{_SEP}|{_AREA}(?![\d,]){_SEP})"
    rf"\d(?:{_SEP}\d){{5,7}}"
)
_CHILEAN = tuple(
    re.compile(f"{_BEFORE}{number}{_AFTER}{_EXTENSION}")
    for number in (
        rf"{_NO_LETTER_BEFORE}{_MOBILE}",
        r"(?:\+?56|0)?9\d{8}",  # glued to a word
        _WITH_COUNTRY,
        rf"{_NO_LETTER_BEFORE}{_LANDLINE}",
    )
)
_ABROAD = re.compile(rf"(?<![\w+])(?<!\w-)(?:\+|00)\s?[1-9](?:{_SEP}\d){{7,14}}(?!\d)")
_SAID = tuple(
    re.compile(f"{_BEFORE}{number}{_AFTER}{_EXTENSION}")
    for number in (
        rf"\(?\d(?:(?:{_SEP}|:)\d){{5,11}}",
        # 9, 8765, 4321
        rf"(?:{_COUNTRY}{_SEP})?(?:\(?0{_SEP})?9(?:(?:{_SEP}|[,;:]\s)\d){{8}}",
    )
)
# 8765 4321 is what is left of a telephone without its 9.
_HALVES = re.compile(
    rf"{_NO_LETTER_BEFORE}{_BEFORE}(?<!\w-)[2-9]\d{{3}}[ .\-]\d{{4}}(?![^\W_]|[ .\-]\d){_AFTER}"
)
_ENDING = re.compile(r"(?<![\d$])\d(?:[ .\-]?\d){2,7}(?![\d%])")
_ENDS = (
    r"(?:termina\w*|acaba\w*|finaliza\w*|empieza|comienza)\s(?:en|con|por)(?:\sel)?\s$"
    r"|ultimos\s(?:\w+\s)?(?:digitos|numeros)?\W*(?:(?:son|es|de)\s)?(?:\w+\s){0,3}$"
)
_IN_WORDS = re.compile(
    rf"\b{NUMBER_WORD}(?:(?:[\s,.\-]{{1,3}}|\s[yi]\s){NUMBER_WORD}){{5,17}}\b(?!\s(?:mil|millon)(?!\sg))"
)
_NOT_PHONES = re.compile(
    r"(?:\d{1,3}(?:[.,]\d{3}){2,}|(?:(?:19|20)\d\d[\s\-]{0,3}){2,}|\d{2,9}00000)$"
)
_SERVICE = re.compile(r"\D*(?:600|800)[\s\-.]?\d{3}[\s\-.]?\d{3,4}$")


@also_in_figures
def find(text: Text) -> Iterator[Finding]:
    """Yield every telephone of the text."""
    folded = text.folded
    for pattern in _CHILEAN:
        for match in pattern.finditer(folded):
            if _has_right_length(match[0]) and _may_be_phone(folded, match):
                yield Finding(Kind.PHONE, match.start(), match.end(), 0.9)
    for match in _ABROAD.finditer(folded):
        if _is_possible_abroad(match[0]):
            yield Finding(Kind.PHONE, match.start(), match.end(), 0.9)
    for match in _IN_WORDS.finditer(folded):
        yield Finding(Kind.PHONE, match.start(), match.end(), 0.8)
    for pattern in _SAID:
        for match in pattern.finditer(folded):
            is_called = said_above(folded, match.start(), _CALLED)
            is_public = _SERVICE.match(match[0]) or not (is_called or _may_be_phone(folded, match))
            if _is_said(folded, match) and not is_public:
                yield Finding(Kind.PHONE, match.start(), match.end(), 0.8)
    for match in _HALVES.finditer(folded):
        if _may_be_phone(folded, match) and not is_of_a_thing(folded, match.start()):
            yield Finding(Kind.PHONE, match.start(), match.end(), 0.7)
    for match in _ENDING.finditer(folded):
        if said_above(folded, match.start(), rf"\b{_NAMES}\b[^\d\n]*(?:{_ENDS})", within=60):
            yield Finding(Kind.PHONE, match.start(), match.end(), 0.8)


def _has_right_length(written: str) -> bool:
    number = digits(re.split("a|e", written)[0]).removeprefix("00").removeprefix("56").lstrip("0")
    return len(number) in (8, 9)


def _is_said(folded: str, match: re.Match[str]) -> bool:
    if is_of_a_thing(folded, match.start()):
        return False
    return said_above(folded, match.start(), _CUE, within=64) or said_after(
        folded, match.end(), _AFTERWARDS
    )


def _may_be_phone(folded: str, match: re.Match[str]) -> bool:
    written = match[0].strip("() ")
    if is_dated(written) and not written.startswith(("+", "00", "56")):
        return False
    return not (
        _NOT_PHONES.match(written) or _SERVICE.match(written) or is_priced(folded, *match.span())
    )


def _is_possible_abroad(written: str) -> bool:
    number = digits(written)
    number = number[2:] if written.startswith("00") else number
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse("+" + number, "CL"))
    except phonenumbers.NumberParseException:
        return False
