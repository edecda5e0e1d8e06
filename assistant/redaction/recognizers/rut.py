"""RUT and RUN, the Chilean identity and tax number, however it is written.

With dots and dash it is one even when its verifier is wrong: a typo still identifies. As bare
digits it is one if the verifier is right, or if somebody said «rut», «carnet»… just before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..model import Finding, Kind
from ..patterns import any_of, digits, is_amount, said_before
from ..text import Text

_CUE = (
    r"\b(?:r\.?\s?u\.?\s?[tn]\b|rol unic|rol tribut|cedula|carne[t]?\b|identidad|identificacion"
    r"|c\.?\s?i\.?(?=\W|$)|dni\b|documento)[^\d$]*$"
)
_SPELLED = {
    word: str(number)
    for number, word in enumerate(
        "cero uno dos tres cuatro cinco seis siete ocho nueve".split(),
    )
} | {"ka": "k", "ca": "k"}
_DV = rf"(?P<dv>[\dk]|{'|'.join(_SPELLED)})"
_BEFORE = r"(?:(?<![^\W_]|\$)(?<!\d[.,\-/])|(?<=\bru[tn]))0{0,3}"
_AFTER = r"(?:(?<=\d)|(?<=[a-z])(?!\w))(?!\d|[.,\-/]\d)"
_DASH = (
    r"(?:\s{0,2}(?:-{1,2}|[_/.,:]|\(|"
    + any_of(r"\bguion(?:cito)?\b \braya\b \bdash\b \bdv\b:? \bdigito\b(?:\sverificador)?")
    + r")\s{0,2})"
)
_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")

Accepts = Callable[[str, re.Match[str]], bool]


def verifier(body: str) -> str:
    """Return the verifier (modulo 11) of the digits of a RUT.

    >>> verifier("12345678")
    '5'
    """
    total = sum(int(digit) * (2 + i % 6) for i, digit in enumerate(reversed(body)))
    return "0k987654321"[total % 11]


def is_valid(body: str, given: str) -> bool:
    """Whether `given` is the verifier of the RUT whose digits are in `body`.

    >>> is_valid("12.345.678", "5")
    True
    """
    number = digits(body).lstrip("0")
    return len(number) >= 6 and verifier(number) == _SPELLED.get(given, given)


def find(text: Text) -> Iterator[Finding]:
    """Yield every RUT of the text."""
    folded = text.folded
    for pattern, accepts in _SPELLINGS:
        for match in pattern.finditer(folded):
            if not _DATE.match(match["body"]) and accepts(folded, match):
                yield Finding(Kind.RUT, match.start(), match.end(), 1.0)


def _is_said(folded: str, match: re.Match[str]) -> bool:
    said = said_before(folded, match.start(), _CUE, within=48)
    return said and not is_amount(folded, *match.span())


def _is_valid_or_said(folded: str, match: re.Match[str]) -> bool:
    if is_amount(folded, *match.span()):
        return False
    return is_valid(match["body"], match["dv"]) or _is_said(folded, match)


def _is_dotted(folded: str, match: re.Match[str]) -> bool:
    tight = "-" in match[0] and not re.search(r"\s", match[0])
    return tight or _is_valid_or_said(folded, match)


def _is_dashed(folded: str, match: re.Match[str]) -> bool:
    contiguous = match["body"].isdigit() and len(match["body"]) >= 7 and "-" in match[0]
    return contiguous or _is_valid_or_said(folded, match)


_SPELLINGS: tuple[tuple[re.Pattern[str], Accepts], ...] = tuple(
    (re.compile(f"{_BEFORE}{spelling}{_AFTER}"), accepts)
    for spelling, accepts in (
        # 12.345.678-5, 12.345.678 guion 5
        (rf"(?P<body>\d{{1,2}}[.,' ]\s?\d{{3}}[.,' ]\s?\d{{3}}){_DASH}{_DV}", _is_dotted),
        # 12345678-5, 12.345678-5
        (rf"(?P<body>\d(?:[.,' ]?\d){{5,7}}){_DASH}{_DV}", _is_dashed),
        # 12 345 678 5, 12.345.6785
        (
            r"(?P<body>\d{1,2}[., ]{1,2}\d{3}[., ]{1,2}\d{3})[., ]{0,2}(?P<dv>[\dk])",
            _is_valid_or_said,
        ),
        # 123456785, 12345678 k
        (r"(?P<body>\d{7,8})\s?(?P<dv>[\dk])", _is_valid_or_said),
        # 1 2 3 4 5 6 7 8 - 5
        (r"(?P<body>\d(?:[ .\-]{1,3}\d){6,7})[ .\-]{1,3}(?P<dv>[\dk])", _is_valid_or_said),
        # after «rut», whatever the separators, with and without verifier
        (r"(?P<body>\d(?:[ .,'\-/_]{0,3}\d){5,9})[ .,\-/_]{0,3}(?P<dv>[\dk])", _is_said),
        (r"(?P<body>\d{1,2}[., ]{0,2}\d{3}[., ]{0,2}\d{3})", _is_said),
    )
)
