"""What a person asks about their own records: that they be deleted, or that a human review them.

The Delegado de Protección de Datos answers. Ley 21.719 gives thirty days to answer a request of the
person whose data they are (art. 11 of the Ley 19.628 as that law leaves it).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import Connection, Row, insert, select, update

from assistant.desk.cases import PERSON, CaseMoved, Cases
from assistant.desk.tables import case_requests
from governance.moments import read_stamp, stamp

RequestKind = Literal["deletion", "review"]
REQUEST_KINDS: tuple[RequestKind, ...] = get_args(RequestKind)
RequestState = Literal["pending", "accepted", "rejected"]

ANSWER_DAYS = 30
"""Days to answer, from the day of the request."""


class RequestNotFound(LookupError):
    """There is no such request; raised when it never was, or went with its case."""


@dataclass(frozen=True)
class Request:
    """A request; `text` and `answer` are redacted, `by` is the official who answered."""

    id: str
    case_number: int
    kind: RequestKind
    text: str
    asked_at: datetime
    state: RequestState
    answer: str
    resolved_at: datetime | None
    by: str | None

    @property
    def answer_by(self) -> datetime:
        """The last moment to answer."""
        return self.asked_at + timedelta(days=ANSWER_DAYS)


@dataclass(frozen=True)
class Requests:
    """The requests of people; every method works inside the caller's transaction."""

    cases: Cases

    def ask(
        self, connection: Connection, case_number: int, kind: RequestKind, text: str
    ) -> Request:
        """Return the request, now pending; asking for the same twice is once."""
        known = [r for r in self.of_case(connection, case_number) if r.kind == kind]
        if known and known[-1].state == "pending":
            return known[-1]
        now = self.cases.conversations.clock()
        new = Request(secrets.token_hex(8), case_number, kind, text, now, "pending", "", None, None)
        values = {
            "id": new.id,
            "case_number": case_number,
            "kind": kind,
            "text": text,
            "asked_at": stamp(now),
            "state": "pending",
            "answer": "",
        }
        connection.execute(insert(case_requests), values)
        self.cases.tell(connection, case_number, "request_made", PERSON, kind)
        return new

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
        row = connection.execute(select(case_requests).where(this)).one_or_none()
        if row is None:
            raise RequestNotFound("Esa solicitud no existe o ya venció su plazo.")
        if not changed:
            raise CaseMoved("Esa solicitud ya fue respondida.")
        found = _read(row)
        words = f"{found.kind} · {state} · {answer}"
        self.cases.tell(connection, found.case_number, "request_resolved", by, words)
        return found

    def forget(self, connection: Connection, case_number: int) -> None:
        """Delete what the person explained; that they asked, and the answer, stay."""
        this = case_requests.c.case_number == case_number
        connection.execute(update(case_requests).where(this).values(text=""))

    def of_case(self, connection: Connection, case_number: int) -> tuple[Request, ...]:
        """Return what was asked about a case, oldest first."""
        found = select(case_requests).where(case_requests.c.case_number == case_number)
        return tuple(map(_read, connection.execute(found.order_by(case_requests.c.asked_at))))

    def list(self, connection: Connection) -> tuple[Request, ...]:
        """Return every request: those that wait first, by their day to answer."""
        rows = connection.execute(select(case_requests).order_by(case_requests.c.asked_at))
        return tuple(sorted(map(_read, rows), key=lambda r: r.state != "pending"))


def _read(row: Row[tuple[object, ...]]) -> Request:
    values = row._asdict()
    for name in ("asked_at", "resolved_at"):
        values[name] = None if values[name] is None else read_stamp(values[name])
    return Request(**values)
