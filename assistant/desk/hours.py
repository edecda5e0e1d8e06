"""Office hours as moments: is it open now, when does it open, how much of a wait was inside them.

A day's hours are what a clock on the wall shows; here they become moments, so that the two days a
year on which Chile moves its clocks cost nobody an hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from knowledge_base.attention import WEEKDAYS, Attention

HORIZON = timedelta(days=60)
"""How far ahead an opening is looked for."""

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
).split()


class Opening(NamedTuple):
    """A time during which people are attended, from `start` up to and without `end`, in UTC."""

    start: datetime
    end: datetime


class DayOff(NamedTuple):
    """Why nobody attends on a day of which people would expect it."""

    reason: str
    is_holiday: bool


@dataclass(frozen=True)
class OfficeHours:
    """When people are attended, for moments with a time zone; a moment without one is an error."""

    attention: Attention

    @property
    def is_verified(self) -> bool:
        """Whether the institution confirmed the hours; if not, nobody is told them as a fact."""
        return self.attention.verified

    def describe(self) -> str:
        """Return the week in words, or an empty text while nobody has verified it."""
        return self.attention.words() if self.is_verified else ""

    def is_open(self, at: datetime) -> bool:
        """Return whether somebody attends at that moment."""
        return self._opening(at) is not None

    def closing(self, at: datetime) -> datetime | None:
        """Return the local time until which somebody attends, or None when nobody does."""
        opening = self._opening(at)
        return None if opening is None else opening.end.astimezone(self._zone)

    def next_opening(self, at: datetime) -> datetime | None:
        """Return the first opening after `at`, in local time; None if there is none in 60 days."""
        for opening in self._openings(at, at + HORIZON):
            if at < opening.start <= at + HORIZON:
                return opening.start.astimezone(self._zone)
        return None

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of the time between two moments was inside the hours."""
        total, reached = timedelta(), start
        for opening in self._openings(start, end):
            inside = min(opening.end, end) - max(opening.start, reached)
            total += max(inside, timedelta())
            reached = max(reached, opening.end)
        return total

    def day_off(self, at: datetime) -> DayOff | None:
        """Return why the day of that moment is not like its week, if it is closed for a reason."""
        day = self._local(at).date()
        if (closed := self.attention.find_closed(day)) is not None:
            return DayOff(closed.reason, is_holiday=False)
        if (name := self.attention.find_holiday(day)) is not None:
            return DayOff(name, is_holiday=True)
        return None

    def in_words(self, moment: datetime, today: datetime) -> str:
        """Return a moment as people say it on the day of `today`."""
        local, now = self._local(moment), self._local(today)
        clock = f"a las {local:%H:%M}"
        if local.date() == now.date():
            return f"hoy {clock}"
        day = f"{WEEKDAYS[local.weekday()]} {local.day} de {_MONTHS[local.month - 1]}"
        year = "" if local.year == now.year else f" de {local.year}"
        return f"el {day}{year} {clock}"

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.attention.zone)

    def _local(self, at: datetime) -> datetime:
        if at.tzinfo is None:
            raise ValueError("office hours need a moment with a time zone")
        return at.astimezone(self._zone)

    def _opening(self, at: datetime) -> Opening | None:
        for opening in self._openings(at, at):
            if opening.start <= at < opening.end:
                return opening
        return None

    def _openings(self, start: datetime, end: datetime) -> Iterator[Opening]:
        """Yield the openings of every day from that of `start` to that of `end`."""
        day, last = self._local(start).date(), self._local(end).date()
        while day <= last:
            for span in self.attention.spans(day):
                # Of an hour that comes twice, from its first time to its second.
                opens, closes = self._moment(day, span.start, 0), self._moment(day, span.end, 1)
                if opens < closes:  # else the clock jumped over all of it
                    yield Opening(opens, closes)
            day += _DAY

    def _moment(self, day: date, minutes: int, fold: int) -> datetime:
        """Return when a clock on the wall shows that, or jumps over it."""
        days, rest = divmod(minutes, 24 * 60)
        wall = datetime.combine(day + days * _DAY, time(rest // 60, rest % 60))
        moment = wall.replace(tzinfo=self._zone, fold=fold).astimezone(UTC)
        if moment.astimezone(self._zone).replace(tzinfo=None) == wall:
            return moment
        after = wall.replace(tzinfo=self._zone, fold=0).astimezone(UTC)
        while self._offset(after - _MINUTE) == self._offset(after):
            after -= _MINUTE
        return after

    def _offset(self, moment: datetime) -> timedelta | None:
        return moment.astimezone(self._zone).utcoffset()
