"""Numbers that nobody explains and that are long enough to identify somebody.

People answer with a bare number, and it is far more often a RUT or a telephone than anything
public: amounts are round, or say that they are money; laws and projects say what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import GUESS, Finding, Kind
from ..numerals import of_numbers
from ..patterns import digits, is_dated, is_money_talk, is_of_a_thing, is_priced
from ..text import Text

_BARE = re.compile(r"(?<![\w$%])(?<!\d[.,/\-])\d{7,19}(?![^\W_]|%|[.,]\d|/(?:19|20)\d\d|-\d*-)")
_DOTTED = re.compile(
    r"(?<![\w$%])(?<!\d[.,/\-])(?:[1-3]?\d|9\d\d)([.,' ])\d{3}\1\d{3}(?![^\W_]|%|[.,/\-]\d)"
)
_THREES = re.compile(
    r"(?<![\w$%])(?<!\d[.,/\-])[2-79]\d\d([ \-])\d{3}\1\d{3}(?![^\W_]|%|[.,/\-]?\d)"
)
_ROUND = re.compile(r"\d+000$")
_DATE = re.compile(
    r"(?:(?:[0-2]\d|3[01])(?:0\d|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01]))$"
)
_SERVICE = re.compile(r"(?:600|800)\d{6,7}$")
_HIGHEST_RUT = 30_000_000
"""Above it, a number in thousands is an amount rather than a person."""


@of_numbers
def find(text: Text) -> Iterator[Finding]:
    """Yield the long numbers that nothing makes public."""
    folded = text.folded
    for match in _BARE.finditer(folded):
        if not (_is_public(folded, match) or _DATE.match(match[0])):
            yield Finding(_kind(match[0]), match.start(), match.end(), GUESS)
    for match in _DOTTED.finditer(folded):
        number = digits(match[0])
        if not _is_public(folded, match) and (len(number) == 9 or int(number) < _HIGHEST_RUT):
            yield Finding(_kind(number), match.start(), match.end(), GUESS)
    for match in _THREES.finditer(folded):
        if not _is_public(folded, match):
            yield Finding(Kind.PHONE, match.start(), match.end(), GUESS)


def _is_public(folded: str, match: re.Match[str]) -> bool:
    number = digits(match[0])
    if _ROUND.match(number) or _SERVICE.match(number) or is_dated(match[0]):
        return True
    # Nine digits together, or those of Ñuble, are a telephone even where money was spoken of.
    is_phone = len(number) == 9 and (match[0].isdigit() or number.startswith("42"))
    is_money = is_priced if is_phone else is_money_talk
    return is_money(folded, *match.span()) or is_of_a_thing(folded, match.start())


def _kind(number: str) -> Kind:
    if len(number) == 9 and number.startswith("9"):
        return Kind.PHONE
    if len(number) <= 9:
        return Kind.RUT
    return Kind.CARD if len(number) >= 13 else Kind.ACCOUNT
