"""Days as people count them: those of Chile, and months that end where the calendar says."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from zoneinfo import ZoneInfo

CHILE = ZoneInfo("America/Santiago")


def day_in_chile(moment: datetime) -> date:
    """Return the date that a calendar on a Chilean wall shows at `moment`.

    >>> from datetime import UTC
    >>> day_in_chile(datetime(2027, 1, 1, 2, 30, tzinfo=UTC))
    datetime.date(2026, 12, 31)
    """
    return moment.astimezone(CHILE).date()


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month if it is shorter.

    >>> add_months(date(2027, 12, 31), 2)
    datetime.date(2028, 2, 29)
    """
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def written(day: date) -> str:
    """Return the day as Chile writes it.

    >>> written(date(2026, 3, 2))
    '02/03/2026'
    """
    return f"{day:%d/%m/%Y}"
