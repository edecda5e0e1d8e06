"""What travels through the API about whether answers were useful."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from assistant.desk.feedback.counts import Summary
from assistant.desk.feedback.desk import Opinions
from assistant.desk.feedback.opinions import Opinion
from assistant.desk.feedback.rating import MAX_COMMENT, Rating, Reason
from assistant.desk.measures.shares import Share
from assistant.turn import Audience
from ui.api.models import CitationOut

_REASON = "Por qué no sirvió; nulo si no lo dijo, o si sirvió."


class RatingIn(BaseModel):
    """Si una respuesta sirvió."""

    model_config = ConfigDict(
        title="Opinión enviada",
        extra="forbid",
        json_schema_extra={
            "examples": [{"message": 3, "useful": False, "reason": "falta_informacion"}]
        },
    )

    message: StrictInt = Field(
        description="El `id` de un mensaje del asistente con `decision_id`.", ge=1, le=2**53 - 1
    )
    useful: StrictBool
    reason: Reason | None = Field(None, description="Por qué no sirvió.")
    comment: StrictStr = Field(
        "", description=f"Hasta {MAX_COMMENT} caracteres; se guarda sin datos personales."
    )


class RatedOut(BaseModel):
    """La opinión quedó guardada."""

    model_config = ConfigDict(title="Opinión guardada")

    words: str = Field(
        description="Dónde quedó, y que por ahí no se contesta: muéstraselo a la persona."
    )


class RatingOut(BaseModel):
    """Lo que se opinó de una respuesta."""

    model_config = ConfigDict(title="Opinión")

    message: int
    decision_id: str = Field(description="Asiento de la respuesta en el registro.")
    useful: bool
    reason: Reason | None = Field(description=_REASON)
    comment: str
    at: datetime

    @classmethod
    def of(cls, rating: Rating) -> Self:
        """Return what is shown of a rating."""
        return cls(
            message=rating.message_id,
            decision_id=rating.decision_id,
            useful=rating.is_useful,
            reason=rating.reason,
            comment=rating.comment,
            at=rating.at,
        )


class OpinionOut(RatingOut):
    """Una opinión, con la pregunta y la respuesta de que habla."""

    model_config = ConfigDict(title="Opinión por leer")

    audience: Audience
    question: str
    answer: str
    citations: list[CitationOut]
    case_number: int | None = Field(description="El último caso de esa conversación.")
    reviewed_at: datetime | None
    reviewed_by: str = Field(description="Identificador de quien la revisó; vacío si nadie.")

    @classmethod
    def of_staff(cls, one: Opinion) -> Self:
        """Return what staff are shown of an opinion."""
        return cls(
            **RatingOut.of(one.rating).model_dump(),
            audience=one.audience,
            question=one.question,
            answer=one.answer,
            citations=[CitationOut.of(c) for c in one.citations],
            case_number=one.case_number,
            reviewed_at=one.rating.reviewed_at,
            reviewed_by=one.rating.reviewed_by,
        )


class ShareOut(BaseModel):
    """Una parte de un total."""

    model_config = ConfigDict(title="Proporción")

    part: int
    whole: int
    value: float | None = Field(description="Nulo si no hay nada que contar.")
    interval_95: tuple[float, float] | None = Field(description="Intervalo de Wilson.")

    @classmethod
    def of(cls, share: Share) -> Self:
        """Return what is shown of a share."""
        return cls(
            part=share.part, whole=share.whole, value=share.value, interval_95=share.interval
        )


class OpinionsOut(BaseModel):
    """Una página de opiniones, la última primero, y las cifras de las últimas semanas."""

    model_config = ConfigDict(title="Opiniones")

    opinions: list[OpinionOut]
    has_more: bool
    unread: int = Field(description="Cuántas nadie ha revisado.")
    since: datetime = Field(description="Desde cuándo se cuentan las cifras.")
    useful: ShareOut
    by_week: dict[date, ShareOut] = Field(description="Por el lunes de cada semana.")
    by_reason: dict[Reason, ShareOut] = Field(description="De las que no sirvieron.")

    @classmethod
    def of(cls, found: Opinions, summary: Summary, unread: int) -> Self:
        """Return a page of them."""
        totals = summary.totals
        return cls(
            opinions=[OpinionOut.of_staff(one) for one in found.found],
            has_more=found.has_more,
            unread=unread,
            since=summary.since,
            useful=ShareOut.of(totals.share),
            by_week={week: ShareOut.of(share) for week, share in summary.weeks.items()},
            by_reason={reason: ShareOut.of(totals.share_of(reason)) for reason in totals.by_reason},
        )
