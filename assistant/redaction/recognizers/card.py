"""Payment cards: sixteen or so digits that pass Luhn, come in fours, or are called a card.

What goes with a card counts as the card: its expiry, its security code, its last four digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..numerals import of_numbers
from ..patterns import digits, is_amount, said_above
from ..text import Text

_CARD = (
    r"\b(?:tarj[et]\w*|targ\w+|visa|master\s?card|redcompra|debito|credito|amex|american express"
    r"|diners|prepago|cmr)\b"
)
_CUE = _CARD + r"[^\n]{0,48}$"
_ENDING = re.compile(
    r"\bultimos\s(?:(?:4|cuatro)\s)?(?:digitos|numeros)\b[^\d\n]{0,16}\b(?:tarj\w+|visa|redcompra|cuenta)"
    r"[^\d\n]{0,12}(?P<value>\d{4})\b"
)
_NUMBER = re.compile(
    r"(?<![\w$])(?<!\d[.,])\d(?:[ \-./_·*]{0,3}\d){12,18}(?![^\W_]|[.,]\d{3}(?!\d))"
)
_FOURS = re.compile(r"\d{4}([ \-.]{1,3})\d{4}\1\d{4}\1\d{4}$")
_YEARS = re.compile(r"(?:(?:19|20)\d\d\D{0,3}){3,}")
_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|cv2|ccv|cod(?:igo)? (?:de )?seguridad|(?:numeros|digitos) (?:de )?atras)"
    r"\W{0,3}(?:(?:es|son|el|la)\s){0,2}(?P<value>\d(?:\s?\d){2,3})\b",
)
_WITH_CARD = tuple(
    re.compile(_CARD + pattern)
    for pattern in (
        r"[^\n]{0,90}?\b(?:venc\w*|vence|exp\w*|valida?\s(?:hasta|thru)|caduca\w*)\W{0,3}"
        r"(?:(?:es|el|en)\s)?(?P<value>(?:0?[1-9]|1[0-2])\s?[/\-]\s?(?:20)?\d\d)\b",
        r"[^\n]{0,40}?\b(?:(?:termin\w+|acaba) en"
        r"|ultimos (?:4 |cuatro )?(?:digitos|numeros)(?: son)?)"
        r"\W{0,3}(?P<value>\d{4})\b",
    )
)


@of_numbers
def find(text: Text) -> Iterator[Finding]:
    """Yield card numbers and what goes with them."""
    folded = text.folded
    for match in _NUMBER.finditer(folded):
        said = said_above(folded, match.start(), _CUE, within=80)
        is_one = passes_luhn(digits(match[0])) or _FOURS.match(match[0])
        if said or (is_one and not _is_public(folded, match)):
            yield Finding(Kind.CARD, match.start(), match.end(), 0.9 if said else 1.0)
    for pattern in (_CODE, _ENDING, *_WITH_CARD):
        for match in pattern.finditer(folded):
            yield Finding(Kind.CARD, *match.span("value"), 0.9)


def passes_luhn(number: str) -> bool:
    """Whether the digits pass the Luhn check of payment cards.

    >>> passes_luhn("4111111111111111")
    True
    """
    doubled = [int(digit) * (1 + i % 2) for i, digit in enumerate(reversed(number))]
    return len(set(number)) > 1 and sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _is_public(folded: str, match: re.Match[str]) -> bool:
    return bool(_YEARS.match(match[0])) or is_amount(folded, *match.span())
