"""The few pieces that several recognizers share: digits, amounts, and words said just before."""

from __future__ import annotations

import re
from functools import cache

_MONEY_BEFORE = re.compile(r"(?:\$|\bclp|\bmonto\b.{0,12}|\bpesos\s)\s*$")
_MONEY_AFTER = re.compile(
    r"^\s*(?:\.-|,-)?\s*(?:mil\b|pesos?\b|millon|mm\b|m\$|clp\b|uf\b|utm\b|lucas?\b|%|por\s?ciento)"
)


def digits(text: str) -> str:
    """Return only the digits of `text`.

    >>> digits("12.345.678-K")
    '12345678'
    """
    return "".join(character for character in text if character.isdigit())


def is_amount(folded: str, start: int, end: int) -> bool:
    """Whether the number at `folded[start:end]` is money or a measure by what surrounds it."""
    before, after = folded[max(0, start - 24) : start], folded[end : end + 16]
    return bool(_MONEY_BEFORE.search(before) or _MONEY_AFTER.match(after))


def said_before(folded: str, start: int, cue: str, within: int = 40) -> bool:
    """Whether `cue` (a pattern) is said in the `within` characters before `start`, same line."""
    line = folded[max(0, start - within) : start].rpartition("\n")[2]
    return bool(_compiled(cue).search(line))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
