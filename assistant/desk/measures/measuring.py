"""Measures of attention, drawn from the decision log alone: anybody can draw them again.

Every measure is of a window that ends now. Without data a measure is None, never a zero or a
hundred per cent that nobody earned. What each one means is in `docs/medidas.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal, get_args

from sqlalchemy import Engine

from assistant.database import reading
from assistant.desk.cases import CLOSE_REASONS, REASONS, CloseReason
from assistant.desk.measures.askings import Asking, read_askings
from assistant.desk.measures.shares import Share
from assistant.desk.measures.talks import Talks, read_talks
from assistant.desk.measures.waits import Waits, WorkingTime, read_waits
from governance.log.decision_log import DecisionLog
from governance.log.entries import LoggedTurn
from governance.log.event import LoggedEvent
from governance.registers.days import day_in_chile

Window = Literal[7, 30, 90, 365]
WINDOWS: tuple[Window, ...] = get_args(Window)
DURABLE_AFTER = timedelta(days=7)
"""How long a resolved case must stay closed for its resolution to count as lasting."""
RESOLVED: CloseReason = "resolved"


@dataclass(frozen=True)
class Measures:
    """The attention of a window, from `since` (its first moment) to `now`."""

    since: datetime
    now: datetime
    handed_over: Mapping[str, int]
    """Times that a person was asked for in the window, by reason; reopenings apart."""
    by_day: Mapping[date, Mapping[str, int]]
    """The same for each day in Chile on which somebody asked."""
    reopened: int
    first_message: Waits
    """Of those who asked in the window, the waits of those who got a human message."""
    without_message: int
    """Of those who asked in the window, how many have got none (yet, or before it was closed)."""
    after_reopening: Waits
    """The waits of the cases that were reopened in the window, from their reopening."""
    open: int
    waiting: int
    oldest_wait: timedelta | None
    """The longest time that somebody who waits now has waited; None if nobody waits."""
    closed: Mapping[str, int]
    """Closings in the window, by reason."""
    durable: Share
    """Of the resolutions whose seventh day was in the window, those not reopened by then."""
    talks: Talks

    @property
    def resolved(self) -> int:
        """Closings in the window whose matter was resolved."""
        return self.closed[RESOLVED]


def measure(
    events: Iterable[LoggedEvent],
    turns: Iterable[LoggedTurn],
    since: datetime,
    now: datetime,
    working_time: WorkingTime,
) -> Measures:
    """Return the measures from `since` to `now`.

    `events` are all that the log has, since a case that is open today may be older than the window;
    `turns`, those of the window. Both in order.
    """
    askings = read_askings(events)
    recent = [one for one in askings if since <= one.at <= now]
    first = [one for one in recent if not one.is_again]
    again = [one for one in recent if one.is_again]
    waiting = [one for one in askings if one.is_waiting]
    waits = read_waits(first, working_time)
    closed = Counter(one.close_reason for one in askings if _is_in(one.closed_at, since, now))
    return Measures(
        since=since,
        now=now,
        handed_over=_by_reason(first),
        by_day=_by_day(first),
        reopened=len(again),
        first_message=waits,
        without_message=len(first) - waits.count,
        after_reopening=read_waits(again, working_time),
        open=sum(one.is_open for one in askings),
        waiting=len(waiting),
        oldest_wait=max((now - one.at for one in waiting), default=None),
        closed=MappingProxyType({reason: closed[reason] for reason in CLOSE_REASONS}),
        durable=_share(resolutions(askings, since, now)),
        talks=read_talks(turns, {one.conversation_id for one in askings if one.conversation_id}),
    )


def read_measures(
    engine: Engine, log: DecisionLog, days: Window, now: datetime, working_time: WorkingTime
) -> Measures:
    """Return the measures of the last `days`, read from one moment of the database.

    Raises:
        DatabaseError: the log could not be read.
    """
    since = now - timedelta(days=days)
    with reading(engine) as connection:
        events, turns = log.events(connection), log.turns(connection, since)
        return measure(events, turns, since, now, working_time)


Resolutions = tuple[tuple[Asking, ...], tuple[Asking, ...]]
"""Those that lasted, and those that were undone."""


def resolutions(askings: Iterable[Asking], since: datetime, now: datetime) -> Resolutions:
    """Return what was resolved and had its seventh day in the window: if it lasted until then."""
    reopened: dict[int, list[datetime]] = {}
    due: list[tuple[Asking, datetime]] = []
    for one in askings:
        if one.is_again:
            reopened.setdefault(one.case, []).append(one.at)
        at = one.closed_at if one.close_reason == RESOLVED else None
        if at is not None and since <= at + DURABLE_AFTER <= now:
            due.append((one, at))
    found: dict[bool, list[Asking]] = {True: [], False: []}
    for one, at in due:
        again = reopened.get(one.case, ())
        found[any(at <= other <= at + DURABLE_AFTER for other in again)].append(one)
    return tuple(found[False]), tuple(found[True])


def _share(found: Resolutions) -> Share:
    lasting, undone = map(len, found)
    return Share(lasting, lasting + undone)


def _by_day(askings: Iterable[Asking]) -> Mapping[date, Mapping[str, int]]:
    days: dict[date, list[Asking]] = {}
    for one in askings:
        days.setdefault(day_in_chile(one.at), []).append(one)
    return MappingProxyType({day: _by_reason(found) for day, found in sorted(days.items())})


def _by_reason(askings: Iterable[Asking]) -> Mapping[str, int]:
    counts = Counter(one.reason for one in askings)
    return MappingProxyType({reason: counts[reason] for reason in REASONS})


def _is_in(at: datetime | None, since: datetime, now: datetime) -> bool:
    return at is not None and since <= at <= now
