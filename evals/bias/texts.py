"""Values compared as people write them, and numbers as they are read in Chile."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_MISSING = frozenset(
    {
        "", "-", "--", ".", "?", "na", "n/a", "#n/a", "#n/d", "n/d", "nd", "s/d", "s/i", "null",
        "none", "nan", "sin dato", "sin datos", "sin informacion", "no informa", "no disponible",
    }
)  # fmt: skip
_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def fold(text: str) -> str:
    """Return `text` without capitals, accents or spare spaces.

    >>> fold("  Ñiquén  RURAL ")
    'niquen rural'
    """
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.casefold().replace("_", " ").split())


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value.

    >>> is_missing(" S/D "), is_missing("No")
    (True, False)
    """
    return fold(text) in _MISSING


def number(text: str) -> float | None:
    """Return the number written in a cell, with a decimal comma or point; None if it is none.

    A point before exactly three digits separates thousands only where a comma or a second point
    says so: «1.234,5» is one thousand, «0.834» is less than one.

    >>> number("0,83"), number("1.234,5"), number("0.834"), number("65 años")
    (0.83, 1234.5, 0.834, None)
    """
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    if _THOUSANDS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return None


def listed(items: Sequence[str], most: int = 12) -> str:
    """Return up to `most` items between quotes, and how many more there are.

    >>> listed(["a", "b", "c"], most=2)
    '«a», «b» y 1 más'
    """
    shown = ", ".join(f"«{item}»" for item in items[:most])
    rest = len(items) - most
    return f"{shown} y {rest} más" if rest > 0 else shown


def percent(share: float) -> str:
    """Return a share as a percentage of one decimal.

    >>> percent(0.51949)
    '51,9 %'
    """
    return f"{100 * share:.1f} %".replace(".", ",")


def points(difference: float) -> str:
    """Return a difference of shares as percentage points, with its sign.

    >>> points(-0.0523), points(0.00001)
    ('-5,2 puntos', '0,0 puntos')
    """
    value = round(100 * difference, 1)
    sign = "-" if value < 0 else "+" if value > 0 else ""
    return f"{sign}{abs(value):.1f} puntos".replace(".", ",")


def thousands(count: int) -> str:
    """Return a count with a point between thousands.

    >>> thousands(512289)
    '512.289'
    """
    return f"{count:,}".replace(",", ".")
