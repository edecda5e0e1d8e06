"""What each plot of the measures shows: its series, and the same said in words.

A plot is a picture of these figures and of nothing else; who cannot see it hears them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.desk.cases import CLOSE_REASONS, REASONS
from assistant.desk.measures.measuring import Measures
from assistant.desk.measures.talks import monday
from governance.registers.days import day_in_chile, written
from ui.measures.words import percent
from ui.panel import case_words

MOST_DAYS = 31
"""In a longer window, bars are of weeks."""
_STEPS = (
    ("menos de\n5 min", timedelta(minutes=5)),
    ("5 a\n15 min", timedelta(minutes=15)),
    ("15 min\na 1 h", timedelta(hours=1)),
    ("1 a 4 h", timedelta(hours=4)),
    ("4 a 24 h", timedelta(days=1)),
    ("1 a 3\ndías", timedelta(days=3)),
    ("más de\n3 días", timedelta.max),
)


@dataclass(frozen=True)
class Period:
    """A day, or the week that begins on it, with the cases of each reason."""

    day: date
    counts: Mapping[str, int]


@dataclass(frozen=True)
class WaitCount:
    """How many waits were as long as `name` says, by the clock and in office hours."""

    name: str
    by_clock: int
    working: int


@dataclass(frozen=True)
class WeekShare:
    """The share that the assistant answered in the week that begins on `day`."""

    day: date
    value: float
    low: float
    high: float
    of: int


@dataclass(frozen=True)
class Closing:
    """How many cases were closed for a reason."""

    name: str
    count: int


def is_weekly(found: Measures) -> bool:
    """Return whether the bars of a window are weeks."""
    return found.now - found.since > timedelta(days=MOST_DAYS)


def by_period(found: Measures) -> list[Period]:
    """Return every day or week of the window, those without cases too; nothing without cases."""
    if not found.by_day:
        return []
    step = timedelta(days=7 if is_weekly(found) else 1)
    first = monday(found.since) if is_weekly(found) else day_in_chile(found.since)
    days = range((day_in_chile(found.now) - first) // step + 1)
    counts: dict[date, dict[str, int]] = {
        first + place * step: {reason: 0 for reason in REASONS} for place in days
    }
    for day, reasons in found.by_day.items():
        period = counts[first + (day - first) // step * step]
        for reason in REASONS:
            period[reason] += reasons[reason]
    return [Period(day, reasons) for day, reasons in counts.items()]


def wait_counts(found: Measures) -> list[WaitCount]:
    """Return how many waited how long; nothing if nobody got a human message."""
    waits = found.first_message
    if not waits.count:
        return []
    least, counts = timedelta.min, []
    for name, most in _STEPS:
        between = [sum(least <= w < most for w in of) for of in (waits.by_clock, waits.working)]
        counts.append(WaitCount(name, *between))
        least = most
    return counts


def weeks(found: Measures) -> list[WeekShare]:
    """Return the weeks in which somebody asked something."""
    return [
        WeekShare(day, share.value, *share.interval, share.whole)
        for day, share in found.talks.by_week.items()
        if share.value is not None and share.interval is not None
    ]


def closings(found: Measures) -> list[Closing]:
    """Return how many cases were closed for each reason; nothing if none was."""
    if not any(found.closed.values()) and not found.durable.whole:
        return []
    return [Closing(case_words.CLOSE_REASONS[why], found.closed[why]) for why in CLOSE_REASONS]


def lasting(found: Measures) -> tuple[int, int]:
    """Return how many resolutions lasted seven days, and how many did not."""
    return found.durable.part, found.durable.whole - found.durable.part


def in_words(name: str, found: Measures) -> str:
    """Return the figures of a plot in words; an empty text where there is nothing to draw."""
    return _WORDS[name](found)


def _periods_in_words(found: Measures) -> str:
    each = "semana que empieza el" if is_weekly(found) else "día"
    periods = (
        f"{each} {written(period.day)}: "
        + _list([f"{case_words.REASONS[why]}, {period.counts[why]}" for why in REASONS
                 if period.counts[why]])
        for period in by_period(found)
        if any(period.counts.values())
    )  # fmt: skip
    return _sentence("Casos por motivo", list(periods))


def _waits_in_words(found: Measures) -> str:
    told = (
        f"{one.name.replace(chr(10), ' ')}: {one.by_clock} en tiempo total y {one.working} en "
        "horario de atención"
        for one in wait_counts(found)
        if one.by_clock or one.working
    )
    return _sentence("Casos según lo que esperaron el primer mensaje de una persona", list(told))


def _weeks_in_words(found: Measures) -> str:
    told = (
        f"semana que empieza el {written(week.day)}: {percent(week.value)}, entre "
        f"{percent(week.low)} y {percent(week.high)}, de {week.of}"
        for week in weeks(found)
    )
    return _sentence("Conversaciones que respondió solo el asistente", list(told))


def _closings_in_words(found: Measures) -> str:
    told = [f"{one.name}: {one.count}" for one in closings(found) if one.count]
    stayed, undone = lasting(found)
    if stayed or undone:
        told.append(f"de los resueltos, a los siete días {stayed} siguen cerrados y {undone} no")
    return _sentence("Casos cerrados", told)


def _sentence(title: str, told: Sequence[str]) -> str:
    return f"{title}. {'; '.join(told)}." if told else ""


def _list(items: Sequence[str]) -> str:
    return " · ".join(items)


_WORDS: Mapping[str, Callable[[Measures], str]] = {
    "derivaciones": _periods_in_words,
    "espera": _waits_in_words,
    "respondidas": _weeks_in_words,
    "cierres": _closings_in_words,
}
PLOTS: tuple[str, ...] = tuple(_WORDS)
