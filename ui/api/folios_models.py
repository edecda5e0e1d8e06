"""What travels through the API for whoever comes back with a folio."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from assistant.desk.cases import CaseState, CloseReason, Reason
from assistant.desk.citizen import MAX_REQUEST, Followed
from assistant.desk.requests import Request, RequestKind, RequestState
from governance.log.decision import Decision, RecordedCitation
from ui.api.models import HandOffOut

_EXAMPLE = "NB-7K3M-9Q2X-04TZ-WEHN"


class FolioIn(BaseModel):
    """El folio que recibió la persona."""

    model_config = ConfigDict(
        title="Folio", extra="forbid", json_schema_extra={"examples": [{"folio": _EXAMPLE}]}
    )

    folio: StrictStr = Field(
        max_length=200, description="Como se escriba: con o sin guiones, en minúsculas."
    )


class FolioMessageIn(FolioIn):
    """Un mensaje para quien atiende el caso."""

    model_config = ConfigDict(
        title="Mensaje con folio",
        json_schema_extra={"examples": [{"folio": _EXAMPLE, "text": "¿Hay novedades?"}]},
    )

    text: StrictStr = Field(description="Texto plano; el máximo por defecto es 2.000 caracteres.")


class FolioRequestIn(FolioIn):
    """Una petición sobre lo registrado."""

    model_config = ConfigDict(
        title="Petición con folio",
        json_schema_extra={"examples": [{"folio": _EXAMPLE, "kind": "deletion"}]},
    )

    kind: RequestKind = Field(
        description="Saber (access), corregir (rectification), borrar (deletion), oponerse "
        "(opposition), llevárselo (portability), o que lo revise una persona (review)."
    )
    text: StrictStr = Field("", max_length=MAX_REQUEST, description="Por qué, si quieres decirlo.")


class OwnRequestOut(BaseModel):
    """Una petición, como la ve quien la hizo."""

    model_config = ConfigDict(title="Petición")

    kind: RequestKind
    text: str
    asked_at: datetime
    answer_by: datetime = Field(description="Último momento para responderla.")
    law: str = Field(description="Según qué ley; «por confirmar» si no está claro que se aplique.")
    extension: str = Field(description="Por qué se alargó el plazo, si se alargó.")
    extended_at: datetime | None
    state: RequestState
    answer: str
    resolved_at: datetime | None

    @classmethod
    def of(cls, request: Request) -> Self:
        """Return what the person is shown of their request."""
        return cls(
            kind=request.kind,
            text=request.text,
            asked_at=request.asked_at,
            answer_by=request.answer_by,
            law=request.term.in_words(),
            extension=request.extension,
            extended_at=request.extended_at,
            state=request.state,
            answer=request.answer,
            resolved_at=request.resolved_at,
        )


class FollowedOut(BaseModel):
    """Un caso, como lo ve la persona."""

    model_config = ConfigDict(title="Caso con folio")

    conversation_id: str = Field(description="Para seguirla con las rutas de conversaciones.")
    state: CaseState
    reason: Reason
    opened_at: datetime
    closed_at: datetime | None
    close_reason: CloseReason | None
    handoff: HandOffOut = Field(description="Lugar en la fila y qué sigue.")
    has_contact: bool
    requests: list[OwnRequestOut]
    kept_until: datetime = Field(description="Cuándo se borrará lo último de la conversación.")

    @classmethod
    def of(cls, followed: Followed) -> Self:
        """Return what the person is shown of their case."""
        case, handoff = followed.case, HandOffOut.of(followed.handoff)
        assert handoff is not None
        return cls(
            conversation_id=case.conversation_id,
            state=case.state,
            reason=case.reason,
            opened_at=case.opened_at,
            closed_at=case.closed_at,
            close_reason=case.close_reason,
            handoff=handoff,
            has_contact=followed.has_contact,
            requests=[OwnRequestOut.of(r) for r in followed.requests],
            kept_until=followed.kept_until,
        )


class RecordedCitationOut(BaseModel):
    """Una fuente, en la versión que se mostró."""

    model_config = ConfigDict(title="Cita registrada")

    passage_id: str
    version: str
    title: str
    section: str
    source: str
    url: str
    quote: str

    @classmethod
    def of(cls, citation: RecordedCitation) -> Self:
        """Return what is shown of a citation."""
        return cls(
            passage_id=citation.passage_id,
            version=citation.version,
            title=citation.title,
            section=citation.section,
            source=citation.source,
            url=citation.url,
            quote=citation.quote,
        )


class RecordedOut(BaseModel):
    """Un turno, como quedó en el registro de decisiones."""

    model_config = ConfigDict(title="Registrado")

    at: datetime
    question: str = Field(description="Lo que preguntaste, sin datos personales.")
    outcome: str
    answer: str
    citations: list[RecordedCitationOut]

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """Return what is shown of a decision."""
        return cls(
            at=decision.at,
            question=decision.question,
            outcome=decision.outcome,
            answer=decision.answer,
            citations=[RecordedCitationOut.of(c) for c in decision.citations],
        )
