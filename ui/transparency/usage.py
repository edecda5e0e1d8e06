"""How much the assistant is used: turns of citizens by week and by month, by how they ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from assistant.desk.measures.talks import monday
from assistant.turn import Outcome
from governance.log.entries import LoggedTurn
from governance.registers.days import CHILE, add_months, day_in_chile
from ui.transparency.counting import Cell, count

WEEKS, MONTHS = 12, 12
"""Periods that are told, the one in course among them."""

ENDINGS: Mapping[str, tuple[Outcome, ...]] = MappingProxyType(
    {
        "Respondió": (Outcome.ANSWERED,),
        "En parte": (Outcome.ANSWERED_PARTIALLY,),
        "Pidió precisar": (Outcome.CLARIFIED,),
        "No supo": (Outcome.ABSTAINED_NO_EVIDENCE, Outcome.ABSTAINED_UNSUPPORTED),
        "Otro tema": (Outcome.DECLINED_OUT_OF_SCOPE, Outcome.DECLINED_UNSAFE),
        "A una persona": (
            Outcome.HANDED_OFF_REQUESTED,
            Outcome.HANDED_OFF_PERSONAL_CASE,
            Outcome.HANDED_OFF_CRISIS,
            Outcome.ATTENDED,
        ),
        "Saludo u otra": (
            Outcome.SMALL_TALK,
            Outcome.ABOUT_ASSISTANT,
            Outcome.INTERVIEW,
        ),
        "Falla": (Outcome.FAILED, Outcome.SUSPENDED),
    }
)
"""How turns end, in words, and the outcomes that each counts: every outcome is in one."""

_ENDING = {outcome.value: name for name, found in ENDINGS.items() for outcome in found}


@dataclass(frozen=True)
class Period:
    """A week or a month, its days included, and what it counts."""

    begins: date
    ends: date
    is_current: bool
    turns: Cell
    conversations: Cell
    by_ending: Mapping[str, Cell]


@dataclass(frozen=True)
class Usage:
    """The last weeks and months with any turn, newest first."""

    weeks: tuple[Period, ...]
    months: tuple[Period, ...]


def first_moment(now: datetime) -> datetime:
    """Return from when turns are needed."""
    return datetime.combine(min(_first_week(now), _first_month(now)), time(), CHILE)


def read_usage(turns: Iterable[LoggedTurn], now: datetime) -> Usage:
    """Return the periods of the turns of citizens; those without any are left out."""
    weeks, months = _Tally(monday, _first_week(now)), _Tally(_first_day, _first_month(now))
    for turn in turns:
        if turn.audience == "ciudadania":
            weeks.add(turn)
            months.add(turn)
    today = day_in_chile(now)
    return Usage(weeks.periods(_sunday, today), months.periods(_last_day, today))


class _Tally:
    """Counts of the periods that `begins` cuts, from the one of `earliest` on."""

    def __init__(self, begins: Callable[[datetime], date], earliest: date) -> None:
        self._begins = begins
        self._earliest = earliest
        self._turns: dict[date, Counter[str]] = {}
        self._talks: dict[date, dict[str, set[str]]] = {}

    def add(self, turn: LoggedTurn) -> None:
        first, ending = self._begins(turn.at), _ENDING[turn.outcome]
        if first < self._earliest:
            return
        self._turns.setdefault(first, Counter())[ending] += 1
        self._talks.setdefault(first, {}).setdefault(ending, set()).add(turn.conversation_id)

    def periods(self, ends: Callable[[date], date], today: date) -> tuple[Period, ...]:
        return tuple(
            self._period(first, ends(first), today) for first in sorted(self._turns, reverse=True)
        )

    def _period(self, begins: date, ends: date, today: date) -> Period:
        turns, talks = self._turns[begins], self._talks[begins]
        everybody = set[str]().union(*talks.values())
        return Period(
            begins,
            min(ends, today),
            begins <= today <= ends,
            count(turns.total(), len(everybody)),
            count(len(everybody)),
            MappingProxyType(
                {name: count(turns[name], len(talks.get(name, ()))) for name in ENDINGS}
            ),
        )


def _sunday(first: date) -> date:
    return first + timedelta(days=6)


def _first_day(at: datetime) -> date:
    return day_in_chile(at).replace(day=1)


def _last_day(first: date) -> date:
    return add_months(first, 1) - timedelta(days=1)


def _first_week(now: datetime) -> date:
    return monday(now) - timedelta(weeks=WEEKS - 1)


def _first_month(now: datetime) -> date:
    return add_months(_first_day(now), 1 - MONTHS)
