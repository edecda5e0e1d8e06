"""Telling the Delegado de Protección de Datos of what people ask, and that time is nearly up.

A notice is written in the transaction of the request, so that none is lost, and sent afterwards by
whichever process claims it first; a claim is a promise with a term, as in `outbox`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from assistant.desk.notices.mail import MailFailure
from assistant.desk.notices.outbox import FIRST_PAUSE, LONGEST_PAUSE, TERM
from assistant.desk.tables import case_requests, request_notices
from assistant.desk.terms import last_moment
from governance.moments import stamp
from governance.registers.days import day_in_chile

SOON_DAYS = 5
"""Days before the last one on which the DPO is told again."""

Occasion = Literal["made", "soon"]
_ALONE = 0x0A51_57E9
"""PostgreSQL advisory lock of whoever claims: two claims at once would be two messages."""


@dataclass(frozen=True)
class Owed:
    """How many requests wait for an answer: all that a notice says."""

    pending: int
    soon: int
    late: int


@dataclass(frozen=True)
class RequestClaim:
    """The notices that one message stands for."""

    ids: tuple[tuple[str, str], ...]
    until: str
    tries: int
    owed: Owed


@dataclass(frozen=True)
class RequestNotices:
    """Keeps the outbox of the DPO; every method works inside the caller's transaction."""

    is_on: bool
    """Whether there is anybody to tell."""

    def made(self, connection: Connection, request_id: str, now: datetime, due_on: date) -> None:
        """Have the DPO told of a new request now, and again when few days are left."""
        if not self.is_on:
            return
        self._add(connection, request_id, "made", now)
        if (due_on - day_in_chile(now)).days > SOON_DAYS:
            self._add(connection, request_id, "soon", _warning(due_on))

    def extended(self, connection: Connection, request_id: str, due_on: date) -> None:
        """Have the DPO told when few days are left of the new term, not of the first."""
        if self.is_on:
            self._remove(connection, request_id, "soon")
            self._add(connection, request_id, "soon", _warning(due_on))

    def answered(self, connection: Connection, request_id: str) -> None:
        """Have the DPO told no more of a request."""
        self._remove(connection, request_id, "made")
        self._remove(connection, request_id, "soon")

    def is_due(self, connection: Connection, now: datetime) -> bool:
        """Return whether there is a message to send now."""
        due = request_notices.c.due_at <= stamp(now)
        found = select(request_notices.c.request_id).where(due).limit(1)
        return connection.execute(found).one_or_none() is not None

    def claim(self, connection: Connection, now: datetime) -> RequestClaim | None:
        """Return what to send now, nobody else's until the term is over; None if nothing."""
        if connection.dialect.name == "postgresql":
            if not connection.execute(select(func.pg_try_advisory_xact_lock(_ALONE))).scalar_one():
                return None
        due = request_notices.c.due_at <= stamp(now)
        rows = connection.execute(select(request_notices).where(due)).all()
        if not rows:
            return None
        until, tries = stamp(now + TERM), max(row.tries for row in rows) + 1
        connection.execute(update(request_notices).where(due).values(due_at=until, tries=tries))
        ids = tuple((row.request_id, row.occasion) for row in rows)
        return RequestClaim(ids, until, tries, owed(connection, now))

    def sent(self, connection: Connection, claim: RequestClaim) -> None:
        """Forget what the DPO was told of."""
        for request_id, occasion in claim.ids:
            connection.execute(
                delete(request_notices).where(
                    _this(request_id, occasion), request_notices.c.due_at == claim.until
                )
            )

    def failed(
        self, connection: Connection, claim: RequestClaim, now: datetime, failure: MailFailure
    ) -> None:
        """Record why it was not sent, and when to try again: each time later."""
        pause = min(FIRST_PAUSE * 2 ** min(claim.tries - 1, 10), LONGEST_PAUSE)
        again = {"due_at": stamp(now + pause), "failure": failure.value}
        for request_id, occasion in claim.ids:
            this = update(request_notices).where(_this(request_id, occasion))
            connection.execute(this.values(again))

    def _add(
        self, connection: Connection, request_id: str, occasion: Occasion, at: datetime
    ) -> None:
        values = {"request_id": request_id, "occasion": occasion, "due_at": stamp(at)}
        connection.execute(insert(request_notices), {**values, "tries": 0, "failure": ""})

    def _remove(self, connection: Connection, request_id: str, occasion: Occasion) -> None:
        connection.execute(delete(request_notices).where(_this(request_id, occasion)))


def owed(connection: Connection, now: datetime) -> Owed:
    """Return how many requests wait, how many have few days left, and how many are late."""
    waits = select(case_requests.c.due_on).where(case_requests.c.state == "pending")
    days = connection.execute(waits).scalars().all()
    left = [(date.fromisoformat(day) - day_in_chile(now)).days for day in days]
    return Owed(len(left), sum(0 <= n <= SOON_DAYS for n in left), sum(n < 0 for n in left))


def _warning(due_on: date) -> datetime:
    """Return the beginning of the day from which few days are left."""
    return last_moment(due_on - timedelta(days=SOON_DAYS + 1)) + timedelta(microseconds=1)


def _this(request_id: str, occasion: str) -> ColumnElement[bool]:
    return (request_notices.c.request_id == request_id) & (request_notices.c.occasion == occasion)
