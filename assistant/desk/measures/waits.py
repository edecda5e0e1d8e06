"""How long people waited, summed up: the usual wait and the one that nine of ten did not exceed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from assistant.desk.measures.askings import Asking

WorkingTime = Callable[[datetime, datetime], timedelta]
"""How much of the time between two moments was inside office hours."""

LEAST_FOR_P90 = 10
"""With fewer waits, the one that nine of ten did not exceed is only the longest."""


@dataclass(frozen=True)
class Waits:
    """Waits for the first human message: by the clock, and of that, inside office hours."""

    by_clock: tuple[timedelta, ...]
    working: tuple[timedelta, ...]
    """In the same order as `by_clock`."""

    @property
    def count(self) -> int:
        """How many got a message."""
        return len(self.by_clock)

    @property
    def median(self) -> timedelta | None:
        """The wait that half of them did not exceed."""
        return middle(self.by_clock)

    @property
    def p90(self) -> timedelta | None:
        """The wait that nine of ten did not exceed."""
        return nine_of_ten(self.by_clock)

    @property
    def working_median(self) -> timedelta | None:
        """The median in office hours."""
        return middle(self.working)

    @property
    def working_p90(self) -> timedelta | None:
        """The p90 in office hours."""
        return nine_of_ten(self.working)


def read_waits(askings: Sequence[Asking], working_time: WorkingTime) -> Waits:
    """Return the waits of the askings that got a human message."""
    ends = [(one.at, max(one.at, one.first_reply_at)) for one in askings if one.first_reply_at]
    return Waits(
        tuple(end - start for start, end in ends),
        tuple(working_time(start, end) for start, end in ends),
    )


def middle(waits: Sequence[timedelta]) -> timedelta | None:
    """Return the median, or None without data."""
    return timedelta(seconds=median(w.total_seconds() for w in waits)) if waits else None


def nine_of_ten(waits: Sequence[timedelta]) -> timedelta | None:
    """Return the 90th percentile by nearest rank, or None when there are fewer than ten.

    >>> nine_of_ten([timedelta(minutes=n) for n in range(1, 11)])
    datetime.timedelta(seconds=540)
    """
    if len(waits) < LEAST_FOR_P90:
        return None
    rank = -(-9 * len(waits) // 10)  # rounded up, in whole numbers
    return sorted(waits)[rank - 1]
