"""What may be known of the attention as a whole: its measures, and what staff did.

Each question asks for the role it needs. Measures are remembered for a minute: a year of the log
takes seconds to read, and a page asks for several plots of the same figures at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from threading import Lock

from sqlalchemy import Engine

from assistant.database import reading, writing
from assistant.desk.cases import PERSON
from assistant.desk.desk import Desk
from assistant.desk.measures.measuring import Measures, Window, read_measures
from assistant.desk.measures.waits import WorkingTime
from assistant.desk.permissions import Action, check, check_now
from governance.log.decision_log import DecisionLog
from governance.log.event import Event, EventKind
from governance.moments import Clock
from governance.registers.days import CHILE, written
from governance.registers.officials import Official, Officials

KEPT_FOR = timedelta(seconds=60)
PER_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """Which acts are asked for; empty means all. `official` is whoever did it or had it done."""

    kind: EventKind | None = None
    official: str = ""
    day: date | None = None
    page: int = 1


@dataclass(frozen=True)
class Activity:
    """A page of what staff did, newest first."""

    events: tuple[Event, ...]
    has_more: bool
    officials: tuple[Official, ...]


@dataclass(frozen=True)
class Board:
    """Answers about the attention as a whole; it reads the database: call it from a thread."""

    engine: Engine
    log: DecisionLog
    officials: Officials
    working_time: WorkingTime
    clock: Clock
    has_true_hours: bool = False
    """Whether the institution confirmed the office hours that waits are measured in."""
    _kept: dict[Window, Measures] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def measures(self, official: Official | None, days: Window) -> Measures:
        """Return the measures of the last `days`, at most a minute old.

        Raises:
            NotAllowed: their roles do not see measures.
            DatabaseError: the log could not be read.
        """
        check(official, Action.SEE_MEASURES)
        with self._lock:  # who asks at the same time waits for the same figures
            now, kept = self.clock(), self._kept.get(days)
            if kept is None or not timedelta() <= now - kept.now < KEPT_FOR:
                kept = read_measures(self.engine, self.log, days, now, self.working_time)
                self._kept[days] = kept
            return kept

    def activity(self, official: Official | None, wanted: Wanted) -> Activity:
        """Return a page of what staff did; that it is read is recorded before it is given.

        Raises:
            NotAllowed: their roles do not see it.
            DatabaseError: the log could not be read or written.
        """
        who = check(official, Action.SEE_ACTIVITY)
        found = self._page(wanted)
        self._record(who, f"página {wanted.page}", wanted)
        return found

    def _page(self, wanted: Wanted) -> Activity:
        first = (wanted.page - 1) * PER_PAGE
        found: list[Event] = []
        with reading(self.engine) as connection:
            officials = self.officials.list(connection)
            since, until = _bounds(wanted.day)
            logged = self.log.events(connection, since, until, newest_first=True)
            events = (one.event for one in logged if one.event)
            for place, event in enumerate(_matching(events, wanted)):
                if place >= first + PER_PAGE:
                    return Activity(tuple(found), True, officials)
                if place >= first:
                    found.append(event)
        return Activity(tuple(found), False, officials)

    def all_activity(self, official: Official | None, wanted: Wanted) -> tuple[Event, ...]:
        """Return all that staff did and is wanted, newest first; raises what `activity` does."""
        who = check(official, Action.SEE_ACTIVITY)
        with reading(self.engine) as connection:
            logged = self.log.events(connection, *_bounds(wanted.day), newest_first=True)
            found = tuple(_matching((one.event for one in logged if one.event), wanted))
        self._record(who, "archivo CSV", wanted)
        return found

    def _record(self, who: Official, what: str, wanted: Wanted) -> None:
        """Leave in the log who reads what others did: whoever watches is watched too."""
        day = written(wanted.day) if wanted.day else ""
        said = " · ".join(filter(None, (what, wanted.kind, day)))
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.SEE_ACTIVITY)
            event = Event("activity_seen", self.clock(), who.id, to=wanted.official, text=said)
            self.log.append_event(connection, event)


def build_board(desk: Desk) -> Board:
    """Return the board of a desk: the same log, hours and clock."""
    cases, hours = desk.reception.cases, desk.reception.hours
    return Board(
        desk.engine,
        cases.log,
        desk.officials,
        hours.working_time,
        cases.conversations.clock,
        hours.is_verified,
    )


def _matching(events: Iterator[Event], wanted: Wanted) -> Iterator[Event]:
    for event in events:
        is_theirs = wanted.official in ("", event.by, event.to)
        is_kind = wanted.kind in (None, event.kind)
        is_staff = event.by != PERSON or event.kind == "entry_refused"  # nobody knows who tried
        if is_staff and is_theirs and is_kind:
            yield event


def _bounds(day: date | None) -> tuple[datetime | None, datetime | None]:
    """Return when a day begins and ends in Chile."""
    if day is None:
        return None, None
    begin = datetime.combine(day, time(), CHILE)
    return begin, datetime.combine(day + timedelta(days=1), time(), CHILE)
