"""Cases: somebody asked for a person, and this is how far that is.

A conversation has at most one case that is not closed, and who asks again after it was closed goes
on with the same one: a person keeps one folio, and nobody attends the same matter twice. Every
change is written in the decision log as an event, in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from assistant.conversations import Conversations, PersonAwaited
from assistant.desk.tables import case_events, case_requests, cases
from governance.folio import mask_folio, new_folio, read_folio
from governance.log.decision_log import DecisionLog
from governance.log.event import Event, EventKind
from governance.log.keeping import is_not_held, is_within, read_keeping
from governance.log.protection import Protection
from governance.moments import read_stamp, stamp

CaseState = Literal["waiting", "attended", "closed"]
Reason = Literal["crisis", "personal_case", "unanswered", "requested"]
CloseReason = Literal[
    "resolved",
    "sent_elsewhere",
    "no_answer",
    "duplicate",
    "not_ours",
    "handed_back",
    "withdrawn",
    "deleted",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
"""The gravest first: a case keeps the gravest of the reasons for which it was asked."""
CLOSE_REASONS: tuple[CloseReason, ...] = get_args(CloseReason)
"""`withdrawn` is the citizen's: the person is not needed any more; `deleted` is the DPO's."""
OF_STAFF: tuple[CloseReason, ...] = tuple(
    reason for reason in CLOSE_REASONS if reason not in ("withdrawn", "deleted")
)
"""With which whoever attends may close a case."""

PERSON, ASSISTANT = "person", "assistant"
"""Who acts when it is not an official."""


class CaseNotFound(LookupError):
    """There is no such case; raised when it never was, or was purged."""


class CaseMoved(Exception):
    """The case is not as whoever acts saw it; raised with what happened, in Spanish."""


@dataclass(frozen=True)
class Case:
    """A case. `owner` is the id of the official who attends it, or who attended it last."""

    number: int
    folio: str
    conversation_id: str
    state: CaseState
    reason: Reason
    owner: str | None
    opened_at: datetime
    waiting_since: datetime
    first_reply_at: datetime | None
    closed_at: datetime | None
    close_reason: CloseReason | None
    reopened: int

    @property
    def is_crisis(self) -> bool:
        """Whether it goes before every other."""
        return self.reason == "crisis"


@dataclass(frozen=True)
class CaseEvent:
    """Something that happened to a case; `by` is an official's id, the person or the assistant."""

    kind: EventKind
    at: datetime
    by: str
    text: str


@dataclass(frozen=True)
class Cases:
    """The register of cases; every method works inside the caller's transaction."""

    conversations: Conversations
    log: DecisionLog
    prefix: str = "NB"

    def __post_init__(self) -> None:
        """Notice a prefix that cannot be used now, not when somebody asks for a person."""
        new_folio(self.prefix)

    def ask(self, connection: Connection, conversation_id: str, reason: Reason) -> Case:
        """Return the case of a conversation that asks for a person, and silence the assistant.

        Raises:
            ConversationNotFound: there is no conversation with that id.
            ConversationClosed: it ended; a new one can ask.
            PersonAwaited: a person is attending it already.
        """
        known = self.of_conversation(connection, conversation_id)
        if known is not None and known.state == "attended":
            raise PersonAwaited(conversation_id)
        self.conversations.wait(connection, conversation_id)
        now = stamp(self.conversations.clock())
        if known is None:
            number = connection.execute(
                insert(cases).returning(cases.c.number),
                {
                    "folio": new_folio(self.prefix),
                    "conversation_id": conversation_id,
                    "state": "waiting",
                    "reason": reason,
                    "opened_at": now,
                    "waiting_since": now,
                    "reopened": 0,
                },
            ).scalar_one()
            return self._tell(connection, number, "asked", PERSON, reason=reason)
        if known.state == "closed":
            gravest = min(reason, known.reason, key=REASONS.index)
            return self._reopen(connection, known, PERSON, gravest)
        if REASONS.index(reason) >= REASONS.index(known.reason):
            return known
        _set(connection, known.number, reason=reason)
        return self._tell(connection, known.number, "asked", PERSON, reason=reason)

    def worsen(self, connection: Connection, number: int) -> Case:
        """Return the case, which is a crisis from now on."""
        found = self.get(connection, number)
        if found.is_crisis:
            return found
        _set(connection, number, reason="crisis")
        return self._tell(connection, number, "asked", PERSON, reason="crisis")

    def take(self, connection: Connection, number: int, by: str) -> Case:
        """Return the case, attended by the official `by` from now on; twice is once.

        Raises:
            CaseNotFound: there is none with that number.
            CaseMoved: somebody else has it, or it was closed.
        """
        found = self.hold(connection, number)
        if found.state == "attended" and found.owner == by:
            return found
        if found.state == "attended":
            raise CaseMoved(f"El caso {number} ya lo tomó {found.owner}. No se cambió nada.")
        if found.state == "closed":
            raise CaseMoved(f"El caso {number} está cerrado. Reábrelo para atenderlo.")
        self.conversations.attend(connection, found.conversation_id)
        _set(connection, number, state="attended", owner=by)
        return self._tell(connection, number, "taken", by)

    def replied(self, connection: Connection, number: int, by: str, text: str) -> Case:
        """Return the case after its owner wrote `text` (redacted) to the person.

        Raises:
            CaseNotFound: there is none with that number.
            CaseMoved: `by` does not attend it.
        """
        found = self.owned(connection, number, by)
        if found.first_reply_at is None or found.first_reply_at < found.waiting_since:
            _set(connection, number, first_reply_at=stamp(self.conversations.clock()))
        return self._tell(connection, number, "replied", by, text=text, is_shown=False)

    def note(self, connection: Connection, number: int, by: str, text: str) -> Case:
        """Return the case after an internal note (redacted), which the person never sees."""
        self.hold(connection, number)
        return self._tell(connection, number, "noted", by, text=text)

    def transfer(
        self, connection: Connection, number: int, by: str, to: str, text: str = ""
    ) -> Case:
        """Return the case, attended by `to` from now on.

        Raises:
            CaseNotFound: there is none with that number.
            CaseMoved: nobody attends it, or `to` does already.
        """
        found = self.hold(connection, number)
        if found.state != "attended":
            raise CaseMoved(f"Nadie atiende el caso {number}: quien lo atenderá puede tomarlo.")
        if found.owner == to:
            raise CaseMoved(f"El caso {number} ya lo atiende {to}.")
        _set(connection, number, owner=to)
        return self._tell(connection, number, "transferred", by, to=to, text=text)

    def release(self, connection: Connection, number: int, by: str) -> Case:
        """Return the case, back in the queue at the place it had.

        Raises:
            CaseNotFound: there is none with that number.
            CaseMoved: `by` does not attend it.
        """
        found = self.owned(connection, number, by)
        self.conversations.wait(connection, found.conversation_id)
        _set(connection, number, state="waiting", owner=None)
        return self._tell(connection, number, "released", by)

    def close(
        self, connection: Connection, number: int, by: str, reason: CloseReason, text: str = ""
    ) -> Case:
        """Return the case, closed; the assistant may answer in its conversation again.

        Raises:
            CaseNotFound: there is none with that number.
            CaseMoved: it was closed already, or it is another official's.
        """
        found = self.hold(connection, number)
        if found.state == "closed":
            raise CaseMoved(f"El caso {number} ya estaba cerrado.")
        if found.state != "attended" or found.owner != by:
            raise CaseMoved(f"El caso {number} no es tuyo: tómalo antes de cerrarlo.")
        return self._close(connection, found, by, reason, text)

    def withdraw(
        self,
        connection: Connection,
        number: int,
        by: str = PERSON,
        reason: CloseReason = "withdrawn",
    ) -> Case:
        """Return the case, closed whoever has it: nobody is needed, or what was said goes.

        Raises:
            CaseNotFound: there is none with that number.
            CaseMoved: it was closed already.
        """
        found = self.hold(connection, number)
        if found.state == "closed":
            raise CaseMoved(f"El caso {number} ya estaba cerrado.")
        return self._close(connection, found, by, reason)

    def _close(
        self, connection: Connection, found: Case, by: str, reason: CloseReason, text: str = ""
    ) -> Case:
        number = found.number
        if self.conversations.get(connection, found.conversation_id).state != "closed":
            self.conversations.resume(connection, found.conversation_id)
        closed_at = stamp(self.conversations.clock())
        _set(connection, number, state="closed", closed_at=closed_at, close_reason=reason)
        return self._tell(connection, number, "closed", by, reason=reason, text=text)

    def reopen(self, connection: Connection, number: int, by: str, text: str = "") -> Case:
        """Return the case, in the queue again; never straight back to the assistant.

        Raises:
            CaseNotFound: there is none with that number.
            CaseMoved: it is open.
            ConversationClosed: the conversation ended for good.
        """
        found = self.hold(connection, number)
        if found.state != "closed":
            raise CaseMoved(f"El caso {number} ya está abierto.")
        other = self.of_conversation(connection, found.conversation_id)
        if other is not None and other.state != "closed":
            raise CaseMoved(f"La conversación sigue en el caso {other.number}.")
        self.conversations.wait(connection, found.conversation_id)
        return self._reopen(connection, found, by, found.reason, text)

    def resumed(self, connection: Connection, number: int) -> Case:
        """Return the case after the person went on with the assistant while they wait."""
        return self._tell(connection, number, "resumed", PERSON)

    def wrote(self, connection: Connection, number: int, text: str) -> str:
        """Return the entry of the log that holds `text` (redacted), written to who attends."""
        return self._log(connection, self.get(connection, number), "wrote", PERSON, text=text)

    def tell(
        self, connection: Connection, number: int, kind: EventKind, by: str, text: str = ""
    ) -> Case:
        """Return the case after something that changes nothing of it, but must be known."""
        return self._tell(connection, number, kind, by, text=text)

    def forget(self, connection: Connection, number: int) -> None:
        """Delete the words of what happened to a case; that it happened stays."""
        this = case_events.c.case_number == number
        connection.execute(update(case_events).where(this).values(text=""))

    def get(self, connection: Connection, number: int) -> Case:
        """Return a case.

        Raises:
            CaseNotFound: there is none with that number.
        """
        return _one(connection, select(cases).where(cases.c.number == number), number)

    def owned(self, connection: Connection, number: int, by: str) -> Case:
        """Return a case that `by` attends, and let nobody else change it meanwhile.

        Raises:
            CaseNotFound: there is none with that number.
            CaseMoved: `by` does not attend it.
        """
        found = self.hold(connection, number)
        if found.state != "attended" or found.owner != by:
            who = f"lo atiende {found.owner}" if found.state == "attended" else "no lo atiendes"
            raise CaseMoved(f"El caso {number} no es tuyo ({who}). No se envió nada.")
        return found

    def find(self, connection: Connection, folio: str) -> Case | None:
        """Return the case that a person means by a folio, however they wrote it."""
        meant = read_folio(folio, self.prefix)
        if meant is None:
            return None
        row = connection.execute(select(cases).where(cases.c.folio == meant)).one_or_none()
        return None if row is None else _read(row)

    def of_conversation(self, connection: Connection, conversation_id: str) -> Case | None:
        """Return the open case of a conversation, or else its last one."""
        found = (
            select(cases)
            .where(cases.c.conversation_id == conversation_id)
            .order_by(case((cases.c.state == "closed", 1), else_=0), cases.c.number.desc())
            .limit(1)
        )
        row = connection.execute(found).one_or_none()
        return None if row is None else _read(row)

    def open(self, connection: Connection) -> tuple[Case, ...]:
        """Return every case that is not closed, in the order in which to attend them.

        Crises go first; then, who has waited longest.
        """
        is_crisis = case((cases.c.reason == "crisis", 0), else_=1)
        order = (is_crisis, cases.c.waiting_since, cases.c.number)
        found = select(cases).where(cases.c.state != "closed").order_by(*order)
        return tuple(map(_read, connection.execute(found)))

    def place(self, connection: Connection, found: Case) -> int:
        """Return the place of a waiting case in the queue, from one."""
        earlier = or_(
            cases.c.waiting_since < stamp(found.waiting_since),
            and_(
                cases.c.waiting_since == stamp(found.waiting_since), cases.c.number < found.number
            ),
        )
        is_crisis = cases.c.reason == "crisis"
        ahead = and_(is_crisis, earlier) if found.is_crisis else or_(is_crisis, earlier)
        waiting = select(func.count()).where(cases.c.state == "waiting", ahead)
        return connection.execute(waiting).scalar_one() + 1

    def history(self, connection: Connection, number: int) -> tuple[CaseEvent, ...]:
        """Return what happened to a case, oldest first; the messages are in its conversation."""
        found = select(case_events).where(case_events.c.case_number == number)
        return tuple(
            CaseEvent(row.kind, read_stamp(row.at), row.by, row.text)
            for row in connection.execute(found.order_by(case_events.c.id))
        )

    def purge(self, connection: Connection, now: datetime) -> int:
        """Delete the cases whose time is over and the older words of the others; count cases.

        What a legal hold covers, or a level that rose extended, stays; the contact of a case does
        not wait for a hold (`governance.log.holds`).
        """
        keeping = read_keeping(connection, self.conversations.retention_days)
        spans, protection = keeping.due(now), keeping.protection
        held = select(cases.c.number).where(~is_not_held(cases.c.conversation_id, protection))
        for table, moment in ((case_events, "at"), (case_requests, "asked_at")):
            old = and_(is_within(table.c[moment], spans), table.c.case_number.not_in(held))
            connection.execute(delete(table).where(old))
        ended = is_within(cases.c.closed_at, spans)
        forgotten = and_(cases.c.state != "closed", is_within(cases.c.waiting_since, spans))
        free = and_(is_not_held(cases.c.conversation_id, protection), *_not_of_periods(protection))
        talks = select(cases.c.conversation_id).where(forgotten, free)
        for conversation_id in connection.execute(talks).scalars().all():
            self.conversations.resume(connection, conversation_id)  # nobody will come any more
        return connection.execute(delete(cases).where(or_(ended, forgotten), free)).rowcount

    def conversation_ids(self) -> Select[tuple[str]]:
        """Return the query of the conversations that have a case."""
        return select(cases.c.conversation_id)

    def _reopen(
        self, connection: Connection, found: Case, by: str, reason: Reason, text: str = ""
    ) -> Case:
        _set(
            connection,
            found.number,
            state="waiting",
            reason=reason,
            owner=None,
            waiting_since=stamp(self.conversations.clock()),
            closed_at=None,
            close_reason=None,
            reopened=found.reopened + 1,
        )
        return self._tell(connection, found.number, "reopened", by, reason=reason, text=text)

    def _tell(
        self,
        connection: Connection,
        number: int,
        kind: EventKind,
        by: str,
        *,
        reason: str = "",
        to: str = "",
        text: str = "",
        is_shown: bool = True,
    ) -> Case:
        """Write the event where it cannot be altered and, if it `is_shown`, beside the case."""
        found = self.get(connection, number)
        self._log(connection, found, kind, by, reason=reason, to=to, text=text)
        if is_shown:
            now = stamp(self.conversations.clock())
            shown = {"case_number": number, "kind": kind, "at": now, "by": by}
            words = " · ".join(filter(None, (reason, to, text)))
            connection.execute(insert(case_events), {**shown, "text": words})
        return found

    def _log(
        self,
        connection: Connection,
        found: Case,
        kind: EventKind,
        by: str,
        *,
        reason: str = "",
        to: str = "",
        text: str = "",
    ) -> str:
        now, said = self.conversations.clock(), mask_folio(text, self.prefix)
        event = Event(kind, now, by, found.number, found.conversation_id, reason, to, said)
        return self.log.append_event(connection, event)

    def hold(self, connection: Connection, number: int) -> Case:
        """Return a case that nobody else can change until this transaction ends.

        The conversation is held first, as turns do, so that nobody waits for each other in a ring.
        """
        found = self.get(connection, number)
        self.conversations.hold(connection, found.conversation_id)
        this = select(cases).where(cases.c.number == number).with_for_update()
        return _one(connection, this, number)


def _not_of_periods(protection: Protection) -> Iterator[ColumnElement[bool]]:
    """Yield, for each period that is held, that a case was not open in it."""
    for since, until in protection.periods:
        ended_before = cases.c.closed_at < stamp(since)
        yield or_(cases.c.opened_at > stamp(until), func.coalesce(ended_before, False))


def _set(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(cases).where(cases.c.number == number).values(values))


def _one(connection: Connection, found: Select[tuple[object, ...]], number: int) -> Case:
    row = connection.execute(found).one_or_none()
    if row is None:
        raise CaseNotFound(f"El caso {number} no existe o ya venció su plazo.")
    return _read(row)


def _read(row: Row[tuple[object, ...]]) -> Case:
    values = row._asdict()
    for name in ("opened_at", "waiting_since", "first_reply_at", "closed_at"):
        values[name] = None if values[name] is None else read_stamp(values[name])
    return Case(**values)
