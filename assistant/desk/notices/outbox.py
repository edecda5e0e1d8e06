"""The outbox of notices: who waits, and whether staff were told by e-mail.

A notice is written in the transaction that makes somebody wait, so that none is lost; it is sent
afterwards, outside of any transaction, by whichever process claims it first. A claim is a promise
with a term: if the process dies, the notice is due again when the term is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from assistant.desk.notices.mail import MailFailure
from assistant.desk.tables import case_events, case_notices, cases
from governance.moments import read_stamp, stamp

TERM = timedelta(minutes=5)
"""How long a process may take to send what it claimed; more than a slow server can."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=30)
_ALONE = 0x0A51_57E8
"""PostgreSQL advisory lock of whoever claims: two claims at once would be two messages."""

_NEVER = ""


@dataclass(frozen=True)
class Waiting:
    """How many wait and for how long: all that a notice says."""

    people: int
    in_crisis: int
    longest: timedelta


@dataclass(frozen=True)
class Claim:
    """The notices that one message stands for, and the queue that it tells of."""

    reasons: dict[int, str]
    """Why each case waits, by its number."""
    until: str
    tries: int
    waiting: Waiting


@dataclass(frozen=True)
class Outbox:
    """How the sending goes: notices not sent yet, tries of the most tried one, why it failed."""

    pending: int
    tries: int
    failure: MailFailure | None


@dataclass(frozen=True)
class Notices:
    """Keeps the outbox; every method works inside the caller's transaction."""

    is_on: bool
    """Whether there is anybody to tell."""
    every: timedelta = timedelta(minutes=5)
    """Least time between two messages; a crisis does not wait for it."""

    def due(self, connection: Connection, case_number: int, at: datetime) -> None:
        """Have staff told that a case waits, unless they were told already of this same wait."""
        if not self.is_on:
            return
        this = case_notices.c.case_number == case_number
        known = connection.execute(select(case_notices).where(this)).one_or_none()
        fresh = {"due_at": stamp(at), "tries": 0, "failure": ""}
        if known is None:
            values = {"case_number": case_number, **fresh, "told": "", "told_at": _NEVER}
            connection.execute(insert(case_notices), values)
            return
        if known.due_at == _NEVER and _is_news(connection, known):
            connection.execute(update(case_notices).where(this).values(fresh))

    def is_due(self, connection: Connection, now: datetime) -> bool:
        """Return whether there is a message to send now."""
        return bool(self._pick(_rows(connection, to_change=False), now))

    def claim(self, connection: Connection, now: datetime) -> Claim | None:
        """Return what to send now, which is nobody else's until the term is over; None if nothing.

        Notices of cases that somebody took meanwhile are forgotten.
        """
        if connection.dialect.name == "postgresql":
            if not connection.execute(select(func.pg_try_advisory_xact_lock(_ALONE))).scalar_one():
                return None
        self._forget(connection, now)
        picked = self._pick(_rows(connection, to_change=True), now)
        waiting = _waiting(connection, now)
        if not picked or not waiting.people:
            return None
        until, tries = stamp(now + TERM), max(row.tries for row in picked) + 1
        reasons = {row.case_number: row.reason for row in picked}
        these = case_notices.c.case_number.in_(reasons)
        connection.execute(update(case_notices).where(these).values(due_at=until, tries=tries))
        return Claim(reasons, until, tries, waiting)

    def sent(self, connection: Connection, claim: Claim, now: datetime, refused: int = 0) -> None:
        """Record that staff were told; `refused` of their addresses were not."""
        failure = MailFailure.SOME_RECIPIENTS if refused else ""
        for number, reason in claim.reasons.items():
            told = {"told": reason, "told_at": stamp(now)}
            _settle(connection, number, claim, due_at=_NEVER, tries=0, failure=failure, **told)

    def failed(
        self, connection: Connection, claim: Claim, now: datetime, failure: MailFailure
    ) -> None:
        """Record why it was not sent, and when to try again: each time later."""
        pause = min(FIRST_PAUSE * 2 ** min(claim.tries - 1, 10), LONGEST_PAUSE)
        for number in claim.reasons:
            _settle(connection, number, claim, due_at=stamp(now + pause), failure=failure)

    def outbox(self, connection: Connection) -> Outbox:
        """Return how the sending goes, for the page and for who operates the program."""
        rows = [row for row in _rows(connection, to_change=False) if row.state == "waiting"]
        pending = [row for row in rows if row.due_at != _NEVER]
        worst = max(rows, key=lambda row: (bool(row.failure), row.tries), default=None)
        failure = MailFailure(worst.failure) if worst is not None and worst.failure else None
        return Outbox(len(pending), max((row.tries for row in pending), default=0), failure)

    def _pick(self, rows: Sequence[Row[Any]], now: datetime) -> list[Row[Any]]:
        """Return the notices that a message sent now would stand for; none if it has to wait."""
        due = [
            row
            for row in rows
            if row.state == "waiting" and row.due_at != _NEVER and row.due_at <= stamp(now)
        ]
        if any(row.reason == "crisis" for row in due):
            return due
        told_lately = any(row.told_at > stamp(now - self.every) for row in rows)
        in_hand = any(row.tries and row.due_at > stamp(now) for row in rows)  # or to be tried again
        return [] if told_lately or in_hand else due

    def _forget(self, connection: Connection, now: datetime) -> None:
        over = select(cases.c.number).where(cases.c.state != "waiting")
        long_ago = case_notices.c.told_at <= stamp(now - self.every)  # later ones keep the pace
        these = case_notices.c.case_number.in_(over)
        connection.execute(delete(case_notices).where(these, long_ago))


def _is_news(connection: Connection, known: Row[Any]) -> bool:
    """Whether a case of which staff were told came back to the queue, or became a crisis."""
    reason = select(cases.c.reason).where(cases.c.number == known.case_number)
    if connection.execute(reason).scalar_one() == "crisis" and known.told != "crisis":
        return True
    came_back = select(case_events.c.id).where(
        case_events.c.case_number == known.case_number,
        case_events.c.kind.in_(("released", "reopened")),
        case_events.c.at > known.told_at,
    )
    return connection.execute(came_back.limit(1)).one_or_none() is not None


def _rows(connection: Connection, *, to_change: bool) -> Sequence[Row[Any]]:
    found = select(case_notices, cases.c.state, cases.c.reason).join(cases)
    if to_change:
        found = found.with_for_update(of=case_notices, skip_locked=True)
    return connection.execute(found).all()


def _settle(connection: Connection, number: int, claim: Claim, **values: object) -> None:
    this = (case_notices.c.case_number == number) & (case_notices.c.due_at == claim.until)
    connection.execute(update(case_notices).where(this).values(values))


def _waiting(connection: Connection, now: datetime) -> Waiting:
    found = select(cases.c.reason, cases.c.waiting_since).where(cases.c.state == "waiting")
    rows = connection.execute(found).all()
    since = min((read_stamp(row.waiting_since) for row in rows), default=now)
    in_crisis = sum(row.reason == "crisis" for row in rows)
    return Waiting(len(rows), in_crisis, max(now - since, timedelta()))
