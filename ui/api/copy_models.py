"""The copy of everything that is kept of a case, as JSON: from the API and from the page."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from assistant.conversations import Message, Role
from assistant.desk.cases import CaseEvent, CaseState, CloseReason, Reason
from assistant.desk.own_copy import OwnCopy
from governance.log.event import EventKind
from ui.api.feedback_models import RatingOut
from ui.api.folios_models import OwnRequestOut, RecordedOut


class CopiedMessageOut(BaseModel):
    """Un mensaje, como se guarda."""

    model_config = ConfigDict(title="Mensaje copiado")

    at: datetime
    role: Role = Field(description="Quién habla; «official» es una persona de la institución.")
    author: str
    text: str

    @classmethod
    def of(cls, message: Message) -> Self:
        """Return what the copy says of a message."""
        return cls(at=message.at, role=message.role, author=message.author, text=message.text)


class CopiedEventOut(BaseModel):
    """Algo que se hizo con el caso."""

    model_config = ConfigDict(title="Acto copiado")

    at: datetime
    kind: EventKind
    by: str = Field(description="Cargo, person o assistant.")

    @classmethod
    def of(cls, event: CaseEvent) -> Self:
        """Return what the copy says of an act."""
        return cls(at=event.at, kind=event.kind, by=event.by)


class OwnCopyOut(BaseModel):
    """Todo lo que se guarda de un caso, menos el contacto (va sellado) y las notas internas."""

    model_config = ConfigDict(title="Copia del caso")

    at: datetime = Field(description="Cuándo se hizo la copia.")
    kept_until: datetime = Field(description="Cuándo se borrará lo último de la conversación.")
    case_number: int
    folio: str
    state: CaseState
    reason: Reason
    opened_at: datetime
    closed_at: datetime | None
    close_reason: CloseReason | None
    has_contact: bool = Field(description="El contacto mismo solo lo abre quien atiende.")
    internal_notes: int = Field(description="Cuántas hay; se piden con una solicitud de acceso.")
    messages: list[CopiedMessageOut]
    recorded: list[RecordedOut] = Field(description="Asientos del registro de decisiones.")
    events: list[CopiedEventOut]
    requests: list[OwnRequestOut]
    ratings: list[RatingOut] = Field(description="Lo que opinaste de las respuestas.")

    @classmethod
    def of(cls, copy: OwnCopy) -> Self:
        """Return the copy as it travels."""
        case = copy.case
        return cls(
            at=copy.at,
            kept_until=copy.kept_until,
            case_number=case.number,
            folio=case.folio,
            state=case.state,
            reason=case.reason,
            opened_at=case.opened_at,
            closed_at=case.closed_at,
            close_reason=case.close_reason,
            has_contact=copy.has_contact,
            internal_notes=copy.notes,
            messages=[CopiedMessageOut.of(message) for message in copy.messages],
            recorded=[RecordedOut.of(decision) for decision in copy.decisions],
            events=[CopiedEventOut.of(event) for event in copy.events],
            requests=[OwnRequestOut.of(request) for request in copy.requests],
            ratings=[RatingOut.of(rating) for rating in copy.ratings],
        )
