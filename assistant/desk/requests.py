"""What a person asks about their own records: to see, correct or delete them, or a human review.

The Delegado de Protección de Datos answers, in the term of `assistant.desk.terms`, which starts to
count on the day of the request in Chile and may be extended once, with reasons that the person
reads. A request keeps the law and the day that it was given when it was made.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, Row, insert, select, update

from assistant.desk.cases import PERSON, CaseMoved, Cases
from assistant.desk.notices.requests import RequestNotices
from assistant.desk.tables import case_requests
from assistant.desk.terms import REQUEST_KINDS as REQUEST_KINDS
from assistant.desk.terms import RequestKind as RequestKind
from assistant.desk.terms import Term, TermId, Terms, last_moment, load_terms
from governance.moments import read_stamp, stamp
from governance.registers.days import day_in_chile

RequestState = Literal["pending", "accepted", "rejected"]


class RequestNotFound(LookupError):
    """There is no such request; raised when it never was, or went with its case."""


@dataclass(frozen=True)
class Request:
    """A request; `text`, `answer` and `extension` are redacted, `by` is who answered.

    `extension` is why the term was extended, for the person; `due_on` counts it already.
    """

    id: str
    case_number: int
    kind: RequestKind
    text: str
    asked_at: datetime
    state: RequestState
    answer: str
    resolved_at: datetime | None
    by: str | None
    law: TermId
    due_on: date
    extension: str
    extended_at: datetime | None

    @property
    def answer_by(self) -> datetime:
        """The last moment to answer: the end of the day in Chile."""
        return last_moment(self.due_on)

    @property
    def term(self) -> Term:
        """The term that it has, and under which law."""
        return load_terms().find(self.law)

    @property
    def extension_days(self) -> int:
        """By how many days the term may still be extended."""
        is_open = self.state == "pending" and self.extended_at is None
        return self.term.extension_days if is_open else 0

    def days_left(self, now: datetime) -> int:
        """Return the days of the calendar up to the last one; negative once it is late."""
        return (self.due_on - day_in_chile(now)).days


def _never(day: date) -> bool:
    return False


@dataclass(frozen=True)
class Requests:
    """The requests of people; every method works inside the caller's transaction."""

    cases: Cases
    is_holiday: Callable[[date], bool] = _never
    """Which days are not working ones, where a term counts those."""
    notices: RequestNotices = RequestNotices(is_on=False)
    terms: Terms = field(default_factory=load_terms)

    def ask(
        self, connection: Connection, case_number: int, kind: RequestKind, text: str
    ) -> Request:
        """Return the request, now pending; asking for the same twice is once."""
        known = [r for r in self.of_case(connection, case_number) if r.kind == kind]
        if known and known[-1].state == "pending":
            return known[-1]
        now = self.cases.conversations.clock()
        today = day_in_chile(now)
        term = self.terms.of(kind, today)
        due_on = term.due_on(today, self.is_holiday)
        values = {
            "id": secrets.token_hex(8),
            "case_number": case_number,
            "kind": kind,
            "text": text,
            "asked_at": stamp(now),
            "state": "pending",
            "answer": "",
            "law": term.id,
            "due_on": due_on.isoformat(),
            "extension": "",
        }
        connection.execute(insert(case_requests), values)
        self.cases.tell(connection, case_number, "request_made", PERSON, kind)
        self.notices.made(connection, str(values["id"]), now, due_on)
        return self.get(connection, str(values["id"]))

    def extend(self, connection: Connection, request_id: str, by: str, reason: str) -> Request:
        """Return the request with its term extended by the official `by`, who says why.

        Once, and while the first term runs (art. 11 of the Ley 19.628 as the Ley 21.719 leaves it).

        Raises:
            RequestNotFound: there is none with that id.
            CaseMoved: it was answered or extended already, is late, or its law extends nothing.
        """
        found = self.get(connection, request_id, to_change=True)
        now = self.cases.conversations.clock()
        if found.state != "pending":
            raise CaseMoved("Esa solicitud ya fue respondida.")
        if found.extended_at is not None:
            raise CaseMoved("Ese plazo ya se prorrogó: la ley permite una sola prórroga.")
        if not found.extension_days:
            raise CaseMoved(f"Ese plazo no se puede prorrogar: rige {found.term.name}.")
        if now > found.answer_by:
            raise CaseMoved("El plazo ya venció: no se puede prorrogar. Responde cuanto antes.")
        due_on = found.due_on + timedelta(days=found.extension_days)
        values = {"due_on": due_on.isoformat(), "extension": reason, "extended_at": stamp(now)}
        this = update(case_requests).where(case_requests.c.id == request_id)
        connection.execute(this.values(values))
        self.cases.tell(connection, found.case_number, "request_extended", by, reason)
        self.notices.extended(connection, request_id, due_on)
        return self.get(connection, request_id)

    def resolve(
        self, connection: Connection, request_id: str, by: str, accepted: bool, answer: str
    ) -> Request:
        """Return the request, answered by the official `by` in words for the person.

        Raises:
            RequestNotFound: there is none with that id.
            CaseMoved: it was answered already.
        """
        this = case_requests.c.id == request_id
        state: RequestState = "accepted" if accepted else "rejected"
        now = stamp(self.cases.conversations.clock())
        values = {"state": state, "answer": answer, "resolved_at": now, "by": by}
        pending = update(case_requests).where(this, case_requests.c.state == "pending")
        changed = connection.execute(pending.values(values)).rowcount
        found = self.get(connection, request_id)
        if not changed:
            raise CaseMoved("Esa solicitud ya fue respondida.")
        self.notices.answered(connection, request_id)
        words = f"{found.kind} · {state} · {answer}"
        self.cases.tell(connection, found.case_number, "request_resolved", by, words)
        return found

    def forget(self, connection: Connection, case_number: int) -> None:
        """Delete what the person explained; that they asked, and the answer, stay."""
        this = case_requests.c.case_number == case_number
        connection.execute(update(case_requests).where(this).values(text=""))

    def get(self, connection: Connection, request_id: str, *, to_change: bool = False) -> Request:
        """Return a request; `to_change` lets nobody else change it meanwhile.

        Raises:
            RequestNotFound: there is none with that id.
        """
        found = select(case_requests).where(case_requests.c.id == request_id)
        row = connection.execute(found.with_for_update() if to_change else found).one_or_none()
        if row is None:
            raise RequestNotFound("Esa solicitud no existe o ya venció su plazo.")
        return _read(row)

    def of_case(self, connection: Connection, case_number: int) -> tuple[Request, ...]:
        """Return what was asked about a case, oldest first."""
        found = select(case_requests).where(case_requests.c.case_number == case_number)
        return tuple(map(_read, connection.execute(found.order_by(case_requests.c.asked_at))))

    def list(self, connection: Connection) -> tuple[Request, ...]:
        """Return every request: those that wait first, by their last day; then as they came."""
        rows = connection.execute(select(case_requests).order_by(case_requests.c.asked_at))
        found = tuple(map(_read, rows))
        pending = sorted((r for r in found if r.state == "pending"), key=lambda r: r.due_on)
        return (*pending, *(r for r in found if r.state != "pending"))


def _read(row: Row[tuple[object, ...]]) -> Request:
    values = row._asdict()
    for name in ("asked_at", "resolved_at", "extended_at"):
        values[name] = None if values[name] is None else read_stamp(values[name])
    return Request(**{**values, "due_on": date.fromisoformat(values["due_on"])})
