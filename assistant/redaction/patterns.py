"""The few pieces that several recognizers share: alternatives, digits, amounts and cues."""

from __future__ import annotations

import re
from functools import cache


def any_of(alternatives: str) -> str:
    r"""Return a pattern that matches any of the space-separated patterns, longest first.

    >>> any_of(r"calle av avda\.?")
    '(?:avda\\.?|calle|av)'
    """
    return f"(?:{'|'.join(sorted(alternatives.split(), key=len, reverse=True))})"


MONTHS = any_of(
    r"""ene(?:ro)? feb(?:rero)? mar(?:zo)? abr(?:il)? may(?:o)? jun(?:io)? jul(?:io)? ago(?:sto)?
    sep(?:t|tiembre)? setiembre oct(?:ubre)? nov(?:iembre)? dic(?:iembre)?"""
)
_MONEY_BEFORE = re.compile(
    r"(?:\$|\b"
    + any_of(
        r"""clp usd pesos (?:monto|tope|valor|presupuesto|total|costo|precio)\b[^\d\n]{0,12}
        cuestan? pedimos pido gastamos suman?"""
    )
    + r")\s*$"
)
_MONEY_AFTER = re.compile(
    r"\s*(?:\.-|,-)?\s*"
    + any_of(r"mil\b pesos?\b millon mm\b m\$ clp\b uf\b utm\b lucas?\b % por\s?ciento hab\w*")
)


def digits(text: str) -> str:
    """Return only the digits of `text`.

    >>> digits("12.345.678-K")
    '12345678'
    """
    return "".join(character for character in text if character.isdigit())


def is_amount(folded: str, start: int, end: int) -> bool:
    """Whether the number at `folded[start:end]` is money or a measure by what surrounds it.

    >>> is_amount("son 12345678 pesos", 4, 12)
    True
    """
    before, after = folded[max(0, start - 24) : start], folded[end : end + 16]
    return bool(_MONEY_BEFORE.search(before) or _MONEY_AFTER.match(after))


def said_before(folded: str, start: int, cue: str, within: int = 40) -> bool:
    """Whether `cue` (a pattern) is said in the `within` characters before `start`, same line."""
    line = folded[max(0, start - within) : start].rpartition("\n")[2]
    return bool(_compiled(cue).search(line))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
