"""Figures that point at nobody: small ones are not said, and the others are rounded.

A count of fewer than five people is «menos de 5»; the rest is the nearest multiple of five, so that
subtracting one figure from another does not give back what was hidden (Ley 19.628, with the text of
Ley 21.719, art. 3 c: proportionality). Who a person is, nobody knows: a conversation counts as one.
A share is whole, and a wait goes up to five minutes: the wait of half of them is that of somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ui.measures.words import duration

FEWEST = 5
"""Fewest people that a published figure is about; also the step to which it is rounded."""

HIDDEN = f"menos de {FEWEST}"
ROUNDED = f"redondeado a múltiplos de {FEWEST}"
STEP = timedelta(minutes=5)
"""To whose multiples a wait goes up: «esperó a lo más» stays true."""
ROUNDED_UP = "redondeado hacia arriba a múltiplos de 5 minutos"
TOO_FEW = "muy pocos casos"
NO_DATA = "sin datos"


@dataclass(frozen=True)
class Cell:
    """A figure as it is published: `value` is None where it is not said."""

    value: int | None
    shown: str
    note: str = ""


def count(many: int, people: int | None = None) -> Cell:
    """Return a count as it may be published; `people` is how many it is about, if fewer.

    >>> [count(many).shown for many in (0, 4, 12, 1253)], count(30, people=2).shown
    (['0', 'menos de 5', '10', '1.255'], 'menos de 5')
    """
    about = many if people is None else min(many, people)
    if not many:
        return Cell(0, "0")
    if about < FEWEST:
        return Cell(None, HIDDEN, HIDDEN)
    near = (many + FEWEST // 2) // FEWEST * FEWEST
    return Cell(near, f"{near:,}".replace(",", "."), ROUNDED)


def share(part: int, whole: int, people: tuple[int, int] | None = None) -> Cell:
    """Return a share as a whole percentage, unless it would tell of fewer than five.

    `people` are how many the part is about, and how many the rest, if fewer.

    >>> [share(part, whole).shown for part, whole in ((40, 50), (2, 50), (50, 50), (0, 0))]
    ['80 %', 'muy pocos casos', '100 %', 'sin datos']
    >>> share(40, 50, people=(1, 10)).shown
    'muy pocos casos'
    """
    if not whole:
        return Cell(None, NO_DATA, NO_DATA)
    sides = (part, whole - part)
    about = sides if people is None else people
    if any(many and min(many, who) < FEWEST for many, who in zip(sides, about, strict=True)):
        return Cell(None, TOO_FEW, TOO_FEW)
    percent = round(100 * part / whole)
    return Cell(percent, f"{percent} %")


def wait(time: timedelta | None, people: int) -> Cell:
    """Return in seconds a wait that `people` had, up to the next five minutes.

    >>> [wait(timedelta(seconds=found), 5).shown for found in (0, 299, 301, 8101)]
    ['5 min', '5 min', '10 min', '2 h 20 min']
    >>> wait(timedelta(hours=1), 4).shown, wait(None, 0).shown
    ('muy pocos casos', 'sin datos')
    """
    if time is None or people < FEWEST:
        why = TOO_FEW if people else NO_DATA
        return Cell(None, why, why)
    seconds = max(1, -(-time // STEP)) * int(STEP.total_seconds())
    return Cell(seconds, duration(seconds), ROUNDED_UP)
