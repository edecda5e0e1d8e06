"""What travels through the API about a guided interview."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from assistant.interviewing.session import InterviewView
from governance.policy.base import Level
from governance.registers.interviews import Status


class OptionOut(BaseModel):
    """Una respuesta que se puede elegir ahora."""

    model_config = ConfigDict(title="Alternativa")

    value: str = Field(description="Valor que queda en los hechos.", examples=["si_auxiliar"])
    label: str = Field(description="Texto que se muestra; enviado como turno, la elige.")


class PendingOut(BaseModel):
    """Una respuesta que todavía no cuenta: espera confirmación o sustento."""

    model_config = ConfigDict(title="Respuesta en espera")

    question: str
    value: str


class InterviewOut(BaseModel):
    """Cómo va la entrevista después del turno. Nada que no esté confirmado es un hecho."""

    model_config = ConfigDict(title="Entrevista")

    code: str = Field(description="Con él se retoma otro día: «retomar EN-…».")
    title: str
    status: Status
    stage: str = Field(
        description="«asking», «confirming», «countering», «reviewing», «submitted» o «cancelled»."
    )
    question: str | None = Field(description="La pregunta que espera respuesta.")
    options: list[OptionOut] = Field(description="Vacía si la respuesta es libre.")
    pending: PendingOut | None
    facts: dict[str, str] = Field(description="Respuestas confirmadas; «no_se» las demás.")
    literal: list[Level] = Field(description="Niveles todavía posibles según la lectura literal.")
    prudente: list[Level] = Field(description="Niveles todavía posibles según la prudente.")
    proposal: list[Level] = Field(description="Lo que se propone: lo prudente y el piso, si hay.")
    answered: int
    remaining: int = Field(description="Preguntas que quedan, a lo más.")
    system: str | None = Field(description="El sistema registrado, una vez enviada la propuesta.")

    @classmethod
    def of(cls, view: InterviewView | None) -> Self | None:
        """Return what is shown of an interview, if there is one."""
        if view is None:
            return None
        pending = None
        if view.pending is not None:
            pending = PendingOut(question=view.pending[0], value=view.pending[1])
        return cls(
            code=view.code,
            title=view.title,
            status=view.status,
            stage=view.stage,
            question=view.question,
            options=[OptionOut(value=value, label=label) for value, label in view.options],
            pending=pending,
            facts=dict(view.facts),
            literal=list(view.literal),
            prudente=list(view.prudente),
            proposal=list(view.proposal),
            answered=view.answered,
            remaining=view.remaining,
            system=view.system,
        )
