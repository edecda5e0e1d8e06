"""Moments as the records keep them: UTC, microseconds, one fixed width.

Text of one width sorts like time, reads the same in SQLite, PostgreSQL and an export, and hashes
to the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment in UTC; tests give another clock."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Return `moment` as the records write it.

    Raises:
        ValueError: the moment has no time zone, so that nobody could say when it was.

    >>> stamp(datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    '2026-03-01T09:30:00.000000Z'
    """
    if moment.tzinfo is None:
        raise ValueError("a recorded moment needs a time zone")
    naive = moment.astimezone(UTC).replace(tzinfo=None)
    return naive.isoformat(timespec="microseconds") + "Z"


def read_stamp(text: str) -> datetime:
    """Return the moment that `stamp` wrote.

    >>> read_stamp("2026-03-01T09:30:00.000000Z").isoformat()
    '2026-03-01T09:30:00+00:00'
    """
    return datetime.fromisoformat(text)
