"""Payment cards: sixteen or so digits that pass Luhn, or that somebody calls a card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import digits, said_before
from ..text import Text

_CUE = (
    r"\b(?:tarjeta|visa|master\s?card|redcompra|debito|credito|amex|american express)\b[^\n]{0,40}$"
)
_NUMBER = re.compile(r"(?<![\w.,])\d(?:[ \-.]{0,2}\d){12,18}(?!\w|[.,]\d)")
_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|cv2|codigo de seguridad)\W{0,3}(?:es\s)?(?P<code>\d{3,4})\b",
)


def find(text: Text) -> Iterator[Finding]:
    """Yield card numbers and their verification codes."""
    for match in _NUMBER.finditer(text.folded):
        said = said_before(text.folded, match.start(), _CUE, within=60)
        if said or passes_luhn(digits(match[0])):
            yield Finding(Kind.CARD, match.start(), match.end(), 0.9 if said else 1.0)
    for match in _CODE.finditer(text.folded):
        yield Finding(Kind.CARD, *match.span("code"), 0.9)


def passes_luhn(number: str) -> bool:
    """Whether the digits pass the Luhn check of payment cards.

    >>> passes_luhn("4111111111111111")
    True
    """
    doubled = [int(digit) * (1 + i % 2) for i, digit in enumerate(reversed(number))]
    return len(set(number)) > 1 and sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
