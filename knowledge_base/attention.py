"""When people are attended: weekly hours, holidays and exceptions, as the institution writes them.

What a day is like is decided here, in the order a person would: an extra open day, an extra closed
day, a holiday, and else the week. Moments, with their time zone, are `assistant.desk.hours`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    model_validator,
)

from knowledge_base.public_holidays import PublicHolidays

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_TIME = re.compile(r"(\d{2}):(\d{2})")
_FULL_DAY = 24 * 60


@dataclass(frozen=True)
class Span:
    """Part of a day, in minutes since midnight as a clock on the wall shows them."""

    start: int
    end: int

    def __str__(self) -> str:
        """Return it in words.

        >>> str(Span(510, 1050))
        'de 08:30 a 17:30'
        """
        return f"de {_clock(self.start)} a {_clock(self.end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _read_span(value: Any) -> Span:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError('un tramo son dos horas, por ejemplo ["08:30", "17:30"]')
    start, end = map(_read_time, value)
    if end <= start:
        raise ValueError(f"el tramo {Span(start, end)} termina antes de empezar, o está vacío")
    return Span(start, end)


def _read_time(value: Any) -> int:
    # Without quotes YAML reads 17:30 as the number 1050.
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    minutes = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else _FULL_DAY + 1
    if minutes > _FULL_DAY:
        raise ValueError(f"«{value}» no es una hora: escríbela entre comillas, de 00:00 a 24:00")
    return minutes


def _apart(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    ordered = tuple(sorted(spans, key=lambda span: span.start))
    for one, other in pairwise(ordered):
        if other.start < one.end:
            raise ValueError(f"los tramos {one} y {other} se superponen")
    return ordered


def _known_day(name: str) -> str:
    if name not in WEEKDAYS:
        raise ValueError(f"«{name}» no es un día: usa {', '.join(WEEKDAYS)}")
    return name


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not there; not a name; the name of a folder
        raise ValueError(
            f"«{name}» no es una zona horaria: usa un nombre como America/Santiago"
        ) from None
    return name


def _day_alone(value: Any) -> Any:
    return {"day": value} if isinstance(value, date | str) else value


Spans = Annotated[tuple[Annotated[Span, BeforeValidator(_read_span)], ...], AfterValidator(_apart)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClosedDay(_Strict):
    """A day on which nobody attends, though the week says otherwise."""

    day: date
    reason: str = ""


class OpenDay(_Strict):
    """A day with hours of its own, though the week or the holidays say otherwise."""

    day: date
    spans: Spans


class Attention(_Strict):
    """When people are attended."""

    zone: Annotated[str, AfterValidator(_known_zone)]
    weekly: dict[Annotated[str, AfterValidator(_known_day)], Spans]
    holidays: PublicHolidays
    closed: tuple[Annotated[ClosedDay, BeforeValidator(_day_alone)], ...] = ()
    open: tuple[OpenDay, ...] = ()
    verified: bool
    """Whether the institution confirmed these hours: until then nobody is told them."""
    note: str = ""

    @model_validator(mode="after")
    def _check_days(self) -> Self:
        days = [*(item.day for item in self.closed), *(item.day for item in self.open)]
        if twice := sorted({day.isoformat() for day in days if days.count(day) > 1}):
            raise ValueError(f"estos días están dos veces en closed y open: {', '.join(twice)}")
        if self.verified and not any(self.weekly.values()):
            raise ValueError(
                "verified: no se puede confirmar un horario sin ningún tramo en weekly"
            )
        return self

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return the parts of a day in which people are attended, in order."""
        for item in self.open:
            if item.day == day:
                return item.spans
        if self.find_closed(day) is not None or self.holidays.find_name(day) is not None:
            return ()
        return self.weekly.get(WEEKDAYS[day.weekday()], ())

    def find_closed(self, day: date) -> ClosedDay | None:
        """Return the exception that closes a day, if the institution wrote one."""
        return next((item for item in self.closed if item.day == day), None)

    def find_holiday(self, day: date) -> str | None:
        """Return the name of the holiday that closes a day, if one does."""
        if self.find_closed(day) is not None or any(item.day == day for item in self.open):
            return None
        return self.holidays.find_name(day)

    def holidays_from(self, day: date, days: int) -> Iterator[tuple[date, str]]:
        """Yield the holidays that close one of the next `days` days."""
        for offset in range(days):
            name = self.find_holiday(day + timedelta(days=offset))
            if name is not None:
                yield day + timedelta(days=offset), name

    def words(self) -> str:
        """Return the week in words, days of equal hours together; empty when it has none."""
        groups: list[tuple[list[str], tuple[Span, ...]]] = []
        for name in WEEKDAYS:
            spans = self.weekly.get(name, ())
            if groups and groups[-1][1] == spans:
                groups[-1][0].append(name)
            else:
                groups.append(([name], spans))
        parts = [
            f"{_from_to(names)} {' y '.join(map(str, spans))}" for names, spans in groups if spans
        ]
        return f"{'; '.join(parts)}, salvo feriados" if parts else ""


def _from_to(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{names[0]} y {names[1]}" if len(names) == 2 else f"{names[0]} a {names[-1]}"
