"""RUT and RUN, the Chilean identity and tax number, however it is written.

Written with dots and dash it is one even when its verifier is wrong (a typo still identifies).
Written as bare digits it is one if the verifier is right or somebody said «rut», «carnet»…
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import digits, is_amount, said_before
from ..text import Text

CUE = (
    r"\b(?:r\.?\s?u\.?\s?[tn]\b|rol unic|cedula|carnet|carne de identidad|ident[io]dad"
    r"|c\.?\s?i\.?(?=\W|$)|documento de ident|dni\b)"
)
_VERIFIER_WORDS = {
    "cero": "0", "uno": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6",
    "siete": "7", "ocho": "8", "nueve": "9", "ka": "k", "ca": "k",
}  # fmt: skip
_VERIFIER = rf"(?P<dv>[\dk]|{'|'.join(_VERIFIER_WORDS)})"
_BEFORE = r"(?<![\w$])(?<!\d[.,\-/])"
_AFTER = r"(?![\w]|[.,\-/]\d)"
_DASH = r"(?:\s{0,2}(?:-{1,2}|_|/|\.|\bguion\b|\braya\b|\bdash\b|\bdv\b:?)\s{0,2})"

_GROUPED = re.compile(
    rf"{_BEFORE}0{{0,2}}(?P<body>\d{{1,2}}[.,' ]\s?\d{{3}}[.,' ]\s?\d{{3}}){_DASH}{_VERIFIER}{_AFTER}"
)
_DASHED = re.compile(
    rf"{_BEFORE}0{{0,3}}(?P<body>\d(?:[.,' ]?\d){{5,7}}){_DASH}{_VERIFIER}{_AFTER}"
)
_LOOSE = re.compile(rf"{_BEFORE}(?P<body>\d(?:[ .,'\-/_]{{0,3}}\d){{5,9}})\s?(?P<dv>[\dk]){_AFTER}")
_BARE = re.compile(rf"{_BEFORE}0{{0,3}}(?P<body>\d{{7,8}})\s?(?P<dv>[\dk]){_AFTER}")
_SPACED = re.compile(
    rf"{_BEFORE}(?P<body>\d{{1,2}}[., ]{{1,2}}\d{{3}}[., ]{{1,2}}\d{{3}})[., ]{{0,2}}(?P<dv>[\dk]){_AFTER}"
)
_ONE_BY_ONE = re.compile(rf"{_BEFORE}(?P<body>\d(?:[ .\-]{{1,3}}\d){{6,7}})[ .\-]{{1,3}}(?P<dv>[\dk]){_AFTER}")
_WITHOUT_VERIFIER = re.compile(
    rf"{_BEFORE}0{{0,2}}(?P<body>\d{{1,2}}[., ]?\d{{3}}[., ]?\d{{3}}){_AFTER}"
)
_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")


def verifier(body: str) -> str:
    """Return the verifier (modulo 11) of the digits of a RUT.

    >>> verifier("12345678")
    '5'
    """
    total = sum(int(digit) * (2 + i % 6) for i, digit in enumerate(reversed(body)))
    return "0123456789k0"[-total % 11] if -total % 11 != 10 else "k"


def find(text: Text) -> Iterator[Finding]:
    """Yield every RUT of the text."""
    folded = text.folded
    for pattern, accepts in (
        (_GROUPED, _is_written_as_rut),
        (_DASHED, _is_dashed),
        (_SPACED, _is_valid_or_said),
        (_BARE, _is_valid_or_said),
        (_ONE_BY_ONE, _is_valid_or_said),
        (_LOOSE, _is_said),
        (_WITHOUT_VERIFIER, _is_said),
    ):
        for match in pattern.finditer(folded):
            if not _DATE.match(match["body"]) and accepts(folded, match):
                yield Finding(Kind.RUT, match.start(), match.end(), 1.0)


def is_valid(body: str, given: str) -> bool:
    """Whether `given` is the verifier of the RUT whose digits are in `body`.

    >>> is_valid("12.345.678", "5")
    True
    """
    number = digits(body).lstrip("0")
    return len(number) >= 6 and verifier(number) == _VERIFIER_WORDS.get(given, given)


def _is_written_as_rut(folded: str, match: re.Match[str]) -> bool:
    if is_valid(match["body"], match["dv"]):
        return True
    tight = not re.search(r"\s", match[0]) and "-" in match[0]
    return tight or _is_said(folded, match)


def _is_dashed(folded: str, match: re.Match[str]) -> bool:
    contiguous = match["body"].isdigit() and len(match["body"]) >= 7
    return contiguous or _is_valid_or_said(folded, match)


def _is_valid_or_said(folded: str, match: re.Match[str]) -> bool:
    if is_amount(folded, *match.span()):
        return False
    return is_valid(match["body"], match["dv"]) or _is_said(folded, match)


def _is_said(folded: str, match: re.Match[str]) -> bool:
    before = folded[max(0, match.start() - 45) : match.start()]
    return said_before(before, len(before), rf"{CUE}[^\d$]*$", within=45) and not is_amount(
        folded, *match.span()
    )
