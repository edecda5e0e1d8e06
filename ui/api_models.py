"""What travels through the API, as OpenAPI documents it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from assistant.turn import Audience, Citation, HandOff, Outcome, Reply
from ui.api_interview_models import InterviewOut
from ui.facade import Role, ShownConversation, ShownMessage, State


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

    folio: str = Field(description="Número con el que se sigue el caso.", examples=["NB-7K2M-9QXA"])
    reason: str = Field(description="Por qué se derivó.")
    contact: str = Field(description="Cómo contactar a la institución.")
    hours: str = Field(description="Horario de atención, si está confirmado.")

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
        )


class TurnOut(BaseModel):
    """La respuesta, ya comprobada y registrada."""

    model_config = ConfigDict(title="Respuesta")

    outcome: Outcome = Field(description="Cómo terminó el turno.")
    text: str = Field(description="Texto que se muestra: párrafos y listas con «- ».")
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

    role: Role = Field(description="«official» es una persona de la institución.")
    text: str
    at: datetime
    outcome: Outcome | None = None
    citations: list[CitationOut] = []
    decision_id: str | None = None

    @classmethod
    def of(cls, message: ShownMessage) -> Self:
        """Return what is shown of a message."""
        return cls(
            role=message.role,
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
    state: State = Field(description="«waiting»: espera a una persona y el asistente calla.")
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
