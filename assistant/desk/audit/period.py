"""The days that an auditor asks about, as a calendar in Chile counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from governance.registers.days import CHILE, written


class PeriodRefused(ValueError):
    """The days make no period; raised with words for whoever asked for it."""


@dataclass(frozen=True)
class Period:
    """From one day to another, both inside; without one, from the beginning or up to now."""

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins.

        Raises:
            PeriodRefused: it does.
        """
        if self.since and self.until and self.until < self.since:
            raise PeriodRefused("El período termina antes de empezar. Revisa las dos fechas.")

    @property
    def begins(self) -> datetime | None:
        """The first moment inside."""
        return None if self.since is None else datetime.combine(self.since, time(), CHILE)

    @property
    def ends(self) -> datetime | None:
        """The first moment after it."""
        if self.until is None:
            return None
        return datetime.combine(self.until + timedelta(days=1), time(), CHILE)

    def in_words(self) -> str:
        """Return the period as people say it.

        >>> Period(date(2026, 3, 1), date(2026, 3, 31)).in_words()
        'del 01/03/2026 al 31/03/2026'
        >>> Period().in_words()
        'todo el registro'
        """
        since = f"del {written(self.since)}" if self.since else ""
        until = f"al {written(self.until)}" if self.until else ""
        if since and until:
            return f"{since} {until}"
        if since:
            return f"{since} en adelante".replace("del", "desde el", 1)
        return f"hasta {until.replace('al', 'el', 1)}" if until else "todo el registro"
