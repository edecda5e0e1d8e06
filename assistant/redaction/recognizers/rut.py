"""RUT and RUN, the Chilean identity and tax number, however it is written.

With dash and verifier it is one even when the verifier is wrong: a typo still identifies. In other
shapes it is one if the verifier is right (modulo 11), or if somebody says «rut», «carnet»… beside
it, and then a piece of it is enough. A company's is masked too: whose it is cannot be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..model import GUESS, Finding, Kind
from ..numerals import of_numbers
from ..patterns import (
    any_of,
    digits,
    is_dated,
    is_money_talk,
    is_of_a_thing,
    is_priced,
    said_above,
    said_after,
)
from ..text import Text

_SURE = (
    r"\brr?uu?[tn]s?(?![a-z])|\br\.\s?u\.\s?[tn]\b\.?|\br\s?u\s?t\b|rol (?:unico|tribut)"
    r"|\b[cs]edul\w*|\b[ck]ar(?:ne|en)[td]?s?\b|\bc\.\s?i\b"
)
_NAMES = rf"(?:{_SURE}|\bidentidad|\bidentificacion|\bci(?![a-z])|\bdni\b|\bdocumento)"
_CUE = _NAMES + r"[^\d$]{0,48}(?:[\d.,;:/\-()\s]|\b(?:[yeok]|guion|mas)\b|\dk)*$"
_CUE_CLOSE = (
    rf"(?:{_SURE})"
    r"(?:\W|n°|nro|es|el|la|mi|mio|mia|numero|termina\w*|acaba|empieza|comienza|parte|en|con|por"
    r"|ultimos|primeros|digitos|numeros|tres|cuatro|son){0,12}$"
)
_PARTIAL = r"\b(?:termina\w*|acaba\w*|finaliza\w*)\s(?:en|con)(?:\sel)?\s$"
_DV = r"(?P<dv>[\dk](?![a-z])|\bka\b|\bca\b|(?<=\d)[\dk])"
_JOINS = any_of(
    r"""guion\w* giuon rayita ralla raya palito dash menos dv d\.v\.? digito verificador
    terminad[oa]\sen terminacion"""
)
_DASH = (
    rf"(?:\s{{0,2}}(?:-{{1,3}}|[_/.,:~=*+]|\()\s{{0,2}}"
    rf"|[\s,;.:()\-]{{0,3}}(?:(?:y|con|el|su)\s){{0,3}}{_JOINS}(?:\sverif\w*)?"
    r"[\s:,.(]{0,3}(?:(?:es|el|un|la)\s){0,2})"
)
_SEP = r"(?:(?:[^\w$%\ufffc\n,;]|_){0,3}|,\s?(?=\d{3}(?!\d)))"
_LOOSE = r"(?:[ .'\-/_·*|]{0,3}|,(?! ))"
_BEFORE = r"(?<![\d$])(?<!\d\.)0{0,3}"
_AFTER = r"(?!\d)(?![.,]\d{3}(?!\d))"
_NO_LETTER_BEFORE = r"(?<![^\W_])"
# Codes of public purchases end in letters and year: 1057489-123-SE24.
_CODE_AFTER = r"(?!-?\d*-[a-z]{2}\d\d)"
_ROUND = re.compile(r"\d{1,3}(?:[.,' ]?\d{3})*[.,' ]?000$")
_MOBILE = re.compile(r"0?9\d{8}$")
_OF_A_YEAR = re.compile(r"/(?:19|20)\d\d$")
_MESSAGE_IS_PIECE = re.compile(
    r"\W*(?:(?:y|es|el|guion)\s)?(?P<body>(?:\d{0,3}[., ])?\d{3})\s?-\s?(?P<dv>[\dk])\W*$"
)

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
    return len(number) >= 6 and verifier(number) == given.removesuffix("a").replace("c", "k")


@of_numbers
def find(text: Text) -> Iterator[Finding]:
    """Yield every RUT of the text."""
    folded = text.folded
    for pattern, accepts in _SPELLINGS:
        for match in pattern.finditer(folded):
            if accepts(folded, match):
                is_guess = accepts is _is_valid and _MOBILE.match(digits(match[0]))
                yield Finding(Kind.RUT, *match.span(), GUESS if is_guess else 1.0)
    if piece := _MESSAGE_IS_PIECE.match(folded):
        yield Finding(Kind.RUT, piece.start("body"), piece.end("dv"), 0.9)


def _is_project(folded: str, match: re.Match[str]) -> bool:
    """Whether it is the code of a public investment (BIP), which looks like a RUT."""
    return bool(re.search(r"\b(?:bip|idi)\b[^\d\n]{0,12}$", folded[: match.start()][-20:]))


def _is_dashed(folded: str, match: re.Match[str]) -> bool:
    return not (_is_project(folded, match) or is_dated(match[0]))


def _is_valid(folded: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    if is_dated(match[0]) or _ROUND.match(match[0]) or is_priced(folded, start, end):
        return False
    is_numbered = _OF_A_YEAR.search(match[0]) or is_of_a_thing(folded, start)
    return is_valid(match["body"], match["dv"]) and not ("-" not in match[0] and is_numbered)


def _is_said(folded: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    if is_dated(match[0]) or digits(match[0]).endswith("00000"):
        return False
    if _ROUND.match(match[0]) and is_money_talk(folded, start, end):
        return False
    if folded[end:].lstrip(" .-,").startswith(("pesos", "de pesos")):
        return False
    return said_above(folded, start, _CUE, within=700) or said_after(folded, end, _NAMES)


def _is_piece(folded: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    if re.fullmatch(r"(?:19|20)\d\d", match[0]) or is_priced(folded, start, end):
        return False
    return said_above(folded, start, _CUE_CLOSE, within=56)


def _is_ending(folded: str, match: re.Match[str]) -> bool:
    return said_above(folded, match.start(), _PARTIAL, within=24)


def _is_alone(folded: str, match: re.Match[str]) -> bool:
    return not (is_of_a_thing(folded, match.start()) or is_priced(folded, *match.span()))


_SPELLINGS: tuple[tuple[re.Pattern[str], Accepts], ...] = tuple(
    (re.compile(spelling), accepts)
    for spelling, accepts in (
        # 12.345.678-5, glued to words or not
        (rf"{_BEFORE}\d{{1,2}}[.,' ]\d{{3}}[.,' ]\d{{3}}\s?-\s?[\dk]{_AFTER}", _is_dashed),
        # 12345678-5, 12.345678-5
        (rf"{_BEFORE}\d[.,']?\d(?:[.,']?\d){{5,6}}\s?-{{1,2}}\s?[\dk]{_AFTER}{_CODE_AFTER}",
         _is_dashed),
        # 12.345.678 guion 5, 12345678 dv k
        (rf"{_BEFORE}(?P<body>\d(?:{_LOOSE}\d){{6,7}})[\s,;.:()\-]{{0,3}}(?:(?:y|con|el|su)\s){{0,3}}"
         rf"{_JOINS}(?:\sverif\w*)?[\s:,.(]{{0,3}}(?:(?:es|el|un|la)\s){{0,2}}{_DV}", _is_alone),
        # 12 345 678 5, 123456785, 1 2 3 4 5 6 7 8 - k
        (rf"{_NO_LETTER_BEFORE}{_BEFORE}(?P<body>\d(?:{_LOOSE}\d){{5,7}}){_LOOSE}(?P<dv>[\dk])"
         rf"(?![^\W_]){_AFTER}", _is_valid),
        # 12.345.678 k, 12,345,678 (5)
        (rf"{_BEFORE}(?P<body>\d(?:[.,' ]?\d){{5,7}}){_DASH}{_DV}{_AFTER}", _is_valid),
        # after «rut», whatever the separators, with and without verifier
        (rf"(?<![\d$])\d(?:{_SEP}\d){{5,7}}(?:{_DASH}{_DV}|{_SEP}[\dk](?![^\W_]))?(?!\d)",
         _is_said),
        (r"(?<![\d$])\d{6,12}(?:\s?-?\s?[\dk](?!\w))?(?!\d)", _is_said),
        # rut 12.345…, termina en 678-5
        (r"(?<![\d$])\d(?:[ .,\-]?\d){1,5}\s?-\s?[\dk](?![^\W_])", _is_piece),
        (r"(?<![\d$])\d(?:[.,]?\d){2,5}(?![^\W_])", _is_piece),
        (r"(?<![\d$])\d{2,3}\s?-\s?[\dk](?![^\W_])", _is_ending),
    )
)  # fmt: skip
