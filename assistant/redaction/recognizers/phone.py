"""Telephones: Chilean mobiles and landlines in every spelling, and foreign ones with their +code.

Public service lines (600, 800 and the three-digit ones) are nobody's, and survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from ..model import Finding, Kind
from ..patterns import digits, is_amount, said_before
from ..text import Text

CUE = (
    r"\b(?:fonos?|telefon|tel\b|tlf|cel\b|celu|cell|movil|whats?app|wh?ats|wsp|wasap|guasap|wapp"
    r"|llam[aeo]|contact|comuni[cq]|ubi[cq]|n[uº°]mero (?:es|de contacto)|mi n[uº°]mero|numero personal"
    r"|anexo|marca(?:r|me)\b|escrib|telegram|sms|ring|mensaje)"
)
_SEP = r"[ .\-()]{0,3}"
_BEFORE = r"(?<![\w$%])(?<!\d[.,\-/:])(?<!\d )"
_AFTER = r"(?![\w%]|[.,\-/:]\d|\s?-\s?k\b)"
_COUNTRY = rf"(?:\(?(?:\+\s?|00)?56\)?{_SEP})"
_AREA = r"(?:2|32|33|34|35|39|41|42|43|44|45|51|52|53|55|57|58|61|63|64|65|67|68|71|72|73|75)"

_MOBILE = re.compile(rf"{_BEFORE}{_COUNTRY}?\(?0?{_SEP}9\)?(?:{_SEP}\d){{8}}{_AFTER}")
_WITH_COUNTRY = re.compile(
    rf"{_BEFORE}(?:\(?(?:\+\s?|00)56\)?|56(?=[ .\-(]?\(?[2-7])){_SEP}\d(?:{_SEP}\d){{7,8}}{_AFTER}"
)
_LANDLINE = re.compile(
    rf"{_BEFORE}(?:\(\s?0?{_AREA}\s?\){_SEP}|0{_AREA}{_SEP}|{_AREA}[ .\-]{{1,3}})"
    rf"\d(?:[ .\-]{{0,2}}\d){{5,7}}{_AFTER}"
)
_ABROAD = re.compile(rf"(?<![\w+])(?:\+|00)\s?[1-9](?:{_SEP}\d){{7,14}}(?!\d)")
_SAID = re.compile(rf"{_BEFORE}\(?\d(?:{_SEP}\d){{5,10}}{_AFTER}")
_DATE = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d\b|(?:19|20)\d\d[-/.]")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3}){2,}$")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ \-]{0,3}){2,}$")
_PUBLIC_LINE = re.compile(r"^\D*(?:600|800|188)\D?")


def find(text: Text) -> Iterator[Finding]:
    """Yield every telephone of the text."""
    folded = text.folded
    for pattern in (_MOBILE, _WITH_COUNTRY):
        for match in pattern.finditer(folded):
            if _may_be_phone(folded, match):
                yield Finding(Kind.PHONE, match.start(), match.end(), 0.95)
    for match in _LANDLINE.finditer(folded):
        number = digits(match[0]).lstrip("0")
        if len(number) == 9 and _may_be_phone(folded, match):
            yield Finding(Kind.PHONE, match.start(), match.end(), 0.9)
    for match in _ABROAD.finditer(folded):
        if _is_possible_abroad(match[0]):
            yield Finding(Kind.PHONE, match.start(), match.end(), 0.9)
    for match in _SAID.finditer(folded):
        if said_before(folded, match.start(), rf"{CUE}[^\n$]{{0,40}}$") and _may_be_phone(
            folded, match
        ):
            yield Finding(Kind.PHONE, match.start(), match.end(), 0.8)


def _may_be_phone(folded: str, match: re.Match[str]) -> bool:
    number = match[0].strip("() ")
    return not (
        _DATE.match(number)
        or _THOUSANDS.match(number)
        or _YEARS.match(number)
        or _PUBLIC_LINE.match(number)
        or is_amount(folded, *match.span())
    )


def _is_possible_abroad(written: str) -> bool:
    number = digits(written)
    number = number[2:] if written.startswith("00") else number
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse("+" + number, "CL"))
    except phonenumbers.NumberParseException:
        return False
