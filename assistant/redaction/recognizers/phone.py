"""Telephones: Chilean mobiles and landlines in every spelling, and foreign ones with their +code.

Public service lines (600, 800 and the three-digit ones) are nobody's, and survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from ..model import Finding, Kind
from ..patterns import any_of, digits, is_amount, said_before
from ..text import Text

_CUE = (
    r"\b"
    + any_of(
        r"""fonos? telefon\w* tel\b tlf\w* cel\b celu\w* cell\w* movil\w* whats?app\w* wh?ats\w* wsp
        wasap\w* guasap\w* wapp\w* llam[aeo]\w* contact\w* comuni[cq]\w* ubi[cq]\w* anexo marca\w*
        escrib\w* telegram sms ring\w* mensaje\w* numero\s(?:es|personal|particular)
        (?:mi|su)\snumero"""
    )
    + r"[^\n$]{0,30}$"
)
_SEP = r"[ .\-()]{0,3}"
_BEFORE = r"(?:(?<![^\W_]|[$%])(?<!\d[.,\-/:])(?<!\d )|(?<=fono)|(?<=cel)|(?<=tel)|(?<=wsp))"
_AFTER = r"(?![\w%]|[.,\-/:]\d|\s?-\s?k\b)"
_COUNTRY = r"\(?(?:\+\s?|00)56\)?"
_AREA = any_of(
    "2 32 33 34 35 39 41 42 43 44 45 51 52 53 55 57 58 61 63 64 65 67 68 71 72 73 75",
)
_MOBILE = rf"(?:(?:{_COUNTRY}|56){_SEP})?(?:\(?0{_SEP})?\(?9\)?(?:{_SEP}\d){{8}}"
_WITH_COUNTRY = rf"(?:{_COUNTRY}|56(?=[ .\-(]?\(?[2-7])){_SEP}\d(?:{_SEP}\d){{7,8}}"
_LANDLINE = (
    rf"(?:\(\s?0?{_AREA}\s?\){_SEP}|0{_AREA}{_SEP}|{_AREA}[ .\-]{{1,3}})"
    r"\d(?:[ .\-]{0,2}\d){5,7}"
)
_CHILEAN = tuple(
    re.compile(f"{_BEFORE}{number}{_AFTER}") for number in (_MOBILE, _WITH_COUNTRY, _LANDLINE)
)
_ABROAD = re.compile(rf"(?<![\w+])(?:\+|00)\s?[1-9](?:{_SEP}\d){{7,14}}(?!\d)")
_SAID = re.compile(rf"{_BEFORE}\(?\d(?:{_SEP}\d){{5,10}}{_AFTER}")
_DIGIT = any_of("cero uno dos tres cuatro cinco seis siete ocho nueve")
_IN_WORDS = re.compile(rf"\b{_DIGIT}(?:[\s,.\-]{{1,3}}{_DIGIT}){{6,11}}\b")
_NOT_PHONES = re.compile(
    any_of(
        r"""\d{1,2}[-/.\s]\d{1,2}[-/.\s](?:19|20)\d\d\b (?:19|20)\d\d[-/.]\d
        \d{1,3}(?:[.,]\d{3}){2,}$ (?:(?:19|20)\d\d[\s\-]{0,3}){2,}$
        \D*(?:600|800)[\s\-.]?\d{3}[\s\-.]?\d{3,4}$"""
    )
)


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
    for match in _SAID.finditer(folded):
        if said_before(folded, match.start(), _CUE, within=60) and _may_be_phone(folded, match):
            yield Finding(Kind.PHONE, match.start(), match.end(), 0.8)


def _has_right_length(written: str) -> bool:
    number = digits(written).removeprefix("00").removeprefix("56").lstrip("0")
    return len(number) in (8, 9)


def _may_be_phone(folded: str, match: re.Match[str]) -> bool:
    written = match[0].strip("() ")
    return not (_NOT_PHONES.match(written) or is_amount(folded, *match.span()))


def _is_possible_abroad(written: str) -> bool:
    number = digits(written)
    number = number[2:] if written.startswith("00") else number
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse("+" + number, "CL"))
    except phonenumbers.NumberParseException:
        return False
