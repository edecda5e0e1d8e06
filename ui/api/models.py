"""What travels through the API, as OpenAPI documents it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StrictStr

from assistant.turn import Audience, Citation, HandOff, Outcome, Reply
from ui.api.interview_models import InterviewOut
from ui.facade import Role, ShownConversation, ShownMessage, State

ConversationId = Annotated[
    str, Path(description="Identificador de la conversación.", max_length=200)
]


class NewConversation(BaseModel):
    """Con quién va a conversar el asistente."""

    model_config = ConfigDict(
        title="Nueva conversación", json_schema_extra={"examples": [{"audience": "ciudadania"}]}
    )

    audience: Audience = Field(description="«funcionarios» exige una clave, personal o común.")


class NewTurn(BaseModel):
    """Lo que la persona escribe."""

    model_config = ConfigDict(
        title="Nuevo turno",
        json_schema_extra={"examples": [{"text": "¿Hasta cuándo puedo postular?"}]},
    )

    text: StrictStr = Field(description="Texto plano; el máximo por defecto es 2.000 caracteres.")


class CitationOut(BaseModel):
    """De dónde sale una frase de la respuesta."""

    model_config = ConfigDict(title="Cita")

    passage_id: str = Field(description="Fragmento citado.", examples=["concurso-fechas#plazo"])
    title: str = Field(description="Documento.")
    section: str = Field(description="Sección del documento.")
    source: str = Field(description="Fuente oficial de la que proviene.")
    url: str = Field(
        description="Dónde leerlo, relativo a este servidor.",
        examples=["/fuentes/concurso-fechas#plazo"],
    )
    quote: str = Field(description="La frase, tal como está en el fragmento.")

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Return what is shown of a citation."""
        return cls(
            passage_id=citation.passage_id,
            title=citation.title,
            section=citation.section,
            source=citation.source,
            url=citation.url,
            quote=citation.quote,
        )


class HandOffOut(BaseModel):
    """Una derivación a una persona."""

    model_config = ConfigDict(title="Derivación")

    folio: str = Field(
        description="Con él se sigue el caso desde otra parte. Es secreto.",
        examples=["NB-7K3M-9Q2X-04TZ-WEHN"],
    )
    reason: str = Field(
        description="«requested», «personal_case», «unanswered» o «crisis».",
        examples=["requested"],
    )
    contact: str = Field(description="Cómo contactar a la institución.")
    hours: str = Field(description="Horario de atención, si está confirmado.")
    place: int | None = Field(description="Lugar en la fila, desde 1; nulo si ya la atienden.")
    expectation: str = Field(description="Qué sigue y cuándo, sin prometer de más.")
    is_attended: bool = Field(description="Una persona la atiende: el asistente calla.")

    @classmethod
    def of(cls, handoff: HandOff | None) -> Self | None:
        """Return what is shown of a hand-off, if there is one."""
        if handoff is None:
            return None
        return cls(
            folio=handoff.folio,
            reason=handoff.reason,
            contact=handoff.contact,
            hours=handoff.hours,
            place=handoff.place,
            expectation=handoff.expectation,
            is_attended=handoff.is_attended,
        )


class TurnOut(BaseModel):
    """La respuesta, ya comprobada y registrada."""

    model_config = ConfigDict(title="Respuesta")

    outcome: Outcome = Field(description="Cómo terminó el turno.")
    text: str = Field(
        description="Texto que se muestra: párrafos y listas con «- ». Vacío con «attended»: el "
        "mensaje llegó a la persona que atiende."
    )
    citations: list[CitationOut] = Field(
        description="Vacía si no se afirma nada de los documentos."
    )
    confidence: float | None = Field(description="Probabilidad calibrada de que sea correcta.")
    handoff: HandOffOut | None = Field(description="Con folio si una persona seguirá el caso.")
    decision_id: str | None = Field(description="Asiento del registro de decisiones.")
    interview: InterviewOut | None = Field(
        description="La entrevista en curso; solo con la audiencia «funcionarios»."
    )

    @classmethod
    def of(cls, reply: Reply) -> Self:
        """Return what is shown of a reply."""
        return cls(
            outcome=reply.outcome,
            text=reply.text,
            citations=[CitationOut.of(c) for c in reply.citations],
            confidence=reply.confidence,
            handoff=HandOffOut.of(reply.handoff),
            decision_id=reply.decision_id,
            interview=InterviewOut.of(reply.interview),
        )


class MessageOut(BaseModel):
    """Un mensaje, tal como se guarda: con los datos personales ocultos."""

    model_config = ConfigDict(title="Mensaje")

    id: int = Field(description="Crece con cada mensaje: pide los que siguen con «after».")
    role: Role = Field(description="«official» es una persona de la institución.")
    author: str = Field(description="Cargo de la persona que escribe; vacío si no es «official».")
    text: str
    at: datetime
    outcome: Outcome | None = None
    citations: list[CitationOut] = []
    decision_id: str | None = None

    @classmethod
    def of(cls, message: ShownMessage) -> Self:
        """Return what is shown of a message."""
        return cls(
            id=message.id,
            role=message.role,
            author=message.author,
            text=message.text,
            at=message.at,
            outcome=message.outcome,
            citations=[CitationOut.of(c) for c in message.citations],
            decision_id=message.decision_id,
        )


class ConversationOut(BaseModel):
    """Una conversación con todo lo dicho."""

    model_config = ConfigDict(title="Conversación")

    id: str = Field(description="Quien lo tiene puede leer la conversación: no lo publiques.")
    audience: Audience
    state: State = Field(
        description="Con «waiting» (espera a una persona) y «attended» (una persona la atiende), "
        "el asistente calla."
    )
    messages: list[MessageOut]
    handoff: HandOffOut | None = None

    @classmethod
    def of(cls, conversation: ShownConversation) -> Self:
        """Return what is shown of a conversation."""
        return cls(
            id=conversation.id,
            audience=conversation.audience,
            state=conversation.state,
            messages=[MessageOut.of(m) for m in conversation.messages],
            handoff=HandOffOut.of(conversation.handoff),
        )


class FieldError(BaseModel):
    """Qué dato falta o no sirve."""

    model_config = ConfigDict(title="Error de un dato")

    campo: str
    mensaje: str


class Problem(BaseModel):
    """Un error, según la RFC 9457."""

    model_config = ConfigDict(title="Problema")

    type: str = Field(examples=["/api/v1/problemas/texto-vacio"])
    title: str = Field(examples=["El texto llegó vacío"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["Escribe una pregunta en «text»."])
    errores: list[FieldError] = []
