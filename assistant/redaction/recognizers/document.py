"""Passports, and the serial number of the identity card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import any_of
from ..text import Text

_SIGN = r"n[°ºro]{1,2}\.? num(?:ero)?\.? nro\.?"
_FILLER = any_of(
    rf"""{_SIGN} [\s:.,#()\-] no\. es el la de del mi su serie documento cedula carnet identidad
    chileno venezolano peruano haitiano colombiano boliviano argentino extranjero"""
)
_VALUE = (
    r"(?<!\w)(?P<value>(?:[a-z]{1,3}[ \-]?)?\d(?:[ .\-]?\d){5,10}|[a-z]{1,2}\d{3,9})(?!\w|[.,]\d)"
)
_PATTERNS = (
    re.compile(rf"\bpasaportes?\b{_FILLER}{{0,10}}?{_VALUE}"),
    re.compile(
        rf"\b(?:serie|{any_of(_SIGN)}\s?(?:de\s)?(?:documento|doc\b\.?|serie))(?!\w)"
        rf"{_FILLER}{{0,10}}?{_VALUE}"
    ),
)


def find(text: Text) -> Iterator[Finding]:
    """Yield passports and card serials."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.folded):
            yield Finding(Kind.DOCUMENT, *match.span("value"), 0.9)
