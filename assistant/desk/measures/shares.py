"""Parts of a whole, with how much can be said of them: few cases are not a tendency.

The interval is Wilson's (1927), which holds for small counts and near 0 and 1, where the usual one
promises more than it knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
"""Standard deviations that hold 95 % of a normal distribution."""


@dataclass(frozen=True)
class Share:
    """`part` of `whole`; without a whole there is nothing to say, and `value` is None."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, between 0 and 1."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between what and what the true share is, 95 times of 100."""
        return wilson(self.part, self.whole)


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """Return Wilson's 95 % interval of a share, or None when the whole is nothing.

    Raises:
        ValueError: the part is not between nothing and the whole.

    >>> [round(end, 4) for end in wilson(5, 10) or ()]
    [0.2366, 0.7634]
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is not a share")
    if not whole:
        return None
    share, square = part / whole, Z_95 * Z_95
    middle = share + square / (2 * whole)
    spread = Z_95 * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    scale = 1 + square / whole
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
