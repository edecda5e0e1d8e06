"""What travels through the API about cases, for staff.

Neither the folio nor the id of the conversation is here: with either, one would be the person.
Folios that somebody wrote in a conversation are masked too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from assistant.conversations import Message
from assistant.desk.cases import Case, CaseEvent, CaseState, CloseReason, Reason
from assistant.desk.desk import CaseView
from assistant.desk.queue import QueueItem
from assistant.turn import Outcome
from governance.folio import mask_folio
from governance.log.event import EventKind
from ui.api.models import CitationOut
from ui.facade import Role


class CaseOut(BaseModel):
    """En qué está un caso."""

    model_config = ConfigDict(title="Caso")

    number: int
    state: CaseState
    reason: Reason = Field(description="«crisis» va antes que todos.")
    owner: str | None = Field(description="Identificador de quien lo atiende, o lo atendió.")
    opened_at: datetime
    waiting_since: datetime
    first_reply_at: datetime | None
    closed_at: datetime | None
    close_reason: CloseReason | None
    reopened: int = Field(description="Cuántas veces se reabrió.")

    @classmethod
    def of(cls, case: Case) -> Self:
        """Return what staff are shown of a case."""
        return cls(
            number=case.number,
            state=case.state,
            reason=case.reason,
            owner=case.owner,
            opened_at=case.opened_at,
            waiting_since=case.waiting_since,
            first_reply_at=case.first_reply_at,
            closed_at=case.closed_at,
            close_reason=case.close_reason,
            reopened=case.reopened,
        )


class ListedCaseOut(BaseModel):
    """Un caso, como se ve en una lista."""

    model_config = ConfigDict(title="Caso en la lista")

    case: CaseOut
    owner_post: str = Field(description="Cargo de quien lo atiende; vacío si no es nadie.")
    last_words: str = Field(description="Lo último que escribió la persona; vacío si está cerrado.")
    is_answered: bool = Field(description="La última palabra es de la institución.")
    has_contact: bool

    @classmethod
    def of(cls, item: QueueItem) -> Self:
        """Return what staff are shown of a case in a list."""
        return cls(
            case=CaseOut.of(item.case),
            owner_post=item.owner,
            last_words=without_folio(item.last_words, item.case),
            is_answered=item.is_answered,
            has_contact=item.has_contact,
        )


class StaffMessageOut(BaseModel):
    """Un mensaje, como lo ve quien atiende."""

    model_config = ConfigDict(title="Mensaje del caso")

    id: int
    role: Role = Field(description="«person» es quien pidió ayuda; «official», un funcionario.")
    author: str
    text: str
    at: datetime
    outcome: Outcome | None
    citations: list[CitationOut]

    @classmethod
    def of(cls, message: Message, case: Case) -> Self:
        """Return what staff are shown of a message."""
        return cls(
            id=message.id,
            role=message.role,
            author=message.author,
            text=without_folio(message.text, case),
            at=message.at,
            outcome=message.outcome,
            citations=[CitationOut.of(c) for c in message.citations],
        )


class CaseEventOut(BaseModel):
    """Algo que pasó con un caso."""

    model_config = ConfigDict(title="Hecho del caso")

    kind: EventKind
    at: datetime
    by: str = Field(description="Identificador del cargo, «person» o «assistant».")
    text: str = Field(description="Nota, motivo o justificación.")

    @classmethod
    def of(cls, event: CaseEvent, case: Case) -> Self:
        """Return what staff are shown of something that happened."""
        return cls(kind=event.kind, at=event.at, by=event.by, text=without_folio(event.text, case))


class CaseNewsOut(BaseModel):
    """Un caso con lo que se dijo después de un mensaje."""

    model_config = ConfigDict(title="Novedades del caso")

    case: CaseOut
    owner_post: str
    is_mine: bool
    has_contact: bool
    messages: list[StaffMessageOut]
    events: list[CaseEventOut]
    last: int = Field(description="Lo que va en «after» la próxima vez.")

    @classmethod
    def of(cls, view: CaseView, after: int = 0) -> Self:
        """Return what staff are shown of a case, from the message `after` on."""
        said = [StaffMessageOut.of(m, view.case) for m in view.messages if m.id > after]
        return cls(
            case=CaseOut.of(view.case),
            owner_post=view.owner,
            is_mine=view.is_mine,
            has_contact=view.has_contact,
            messages=said,
            events=[CaseEventOut.of(event, view.case) for event in view.events],
            last=said[-1].id if said else after,
        )


class QueueNewsOut(BaseModel):
    """Si cambió algo en los casos, y cuántos hay."""

    model_config = ConfigDict(title="Novedades de la fila")

    sequence: int = Field(description="Lo que va en «after» la próxima vez.")
    waiting: int
    attended: int
    crisis: int = Field(description="Casos de crisis que esperan.")


def without_folio(text: str, case: Case) -> str:
    """Return `text` with every folio in it masked."""
    return mask_folio(text, case.folio.partition("-")[0])
