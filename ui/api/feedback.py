"""The API of what people think of the answers: to say it, to read it, to mark it as read."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI, Path, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from assistant.desk.feedback.desk import PER_PAGE
from assistant.desk.feedback.opinions import Wanted
from assistant.desk.feedback.rating import Reason
from assistant.desk.permissions import Action
from ui.api.desk import ApiDesk, official_of
from ui.api.feedback_models import OpinionsOut, RatedOut, RatingIn
from ui.api.models import ConversationId
from ui.api.problems import problems
from ui.api.roles import needing
from ui.feedback.rating import keep_rating, with_help

TAG = "opiniones"
Useful = Annotated[bool | None, Query(description="Solo las que sirvieron, o las que no.")]
Why = Annotated[Reason | None, Query(description="Solo por este motivo.")]
Unread = Annotated[bool, Query(description="Solo las que nadie ha revisado.")]
Page = Annotated[int, Query(description=f"Página de {PER_PAGE} opiniones.", ge=1, le=9999)]
MessageId = Annotated[
    int, Path(description="El mensaje de que habla la opinión.", ge=1, le=2**53 - 1)
]


class ReviewIn(BaseModel):
    """Qué opinión se leyó."""

    model_config = ConfigDict(
        title="Revisión",
        extra="forbid",
        json_schema_extra={"examples": [{"at": "2026-11-21T15:04:05.123456Z"}]},
    )

    at: AwareDatetime = Field(description="Su `at`: si la persona la cambió después, no se marca.")


def add_feedback(api: FastAPI, desk: ApiDesk) -> None:
    """Add them."""
    feedback = desk.assistant.feedback

    @api.post(
        "/conversations/{conversation_id}/feedback",
        dependencies=[Depends(desk.counting("rating"))],
        summary="Decir si una respuesta sirvió",
        response_description="Guardada, en lugar de lo que se dijo antes de esa respuesta.",
        responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503),
        tags=["conversaciones"],
    )
    async def rate(
        request: Request, response: Response, conversation_id: ConversationId, body: RatingIn
    ) -> RatedOut:
        response.headers["Cache-Control"] = "no-store"
        await desk.open(request, conversation_id)

        def keep() -> RatedOut:
            why, comment = body.reason, body.comment
            words = keep_rating(feedback, conversation_id, body.message, body.useful, why, comment)
            return RatedOut(words=with_help(feedback, comment, words))

        return await desk.think(keep)

    @api.get(
        "/opiniones",
        summary="Leer qué se opina de las respuestas",
        response_description="Una página de opiniones, la última primero, y las cifras.",
        responses=problems(401, 403, 422, 429, 500, 503),
        tags=[TAG],
        **needing(desk, Action.READ_FEEDBACK),
    )
    async def opinions(
        request: Request,
        response: Response,
        useful: Useful = None,
        reason: Why = None,
        unread: Unread = False,
        page: Page = 1,
    ) -> OpinionsOut:
        response.headers["Cache-Control"] = "no-store"
        who, wanted = official_of(request), Wanted(useful, reason, unread, page)

        def read() -> OpinionsOut:
            found = feedback.list(who, wanted)
            return OpinionsOut.of(found, feedback.summary(who), feedback.unread(who))

        return await desk.think(read)

    @api.post(
        "/opiniones/{message_id}/review",
        status_code=204,
        summary="Marcar una opinión como revisada",
        response_description="Queda con quién y cuándo.",
        responses=problems(400, 401, 403, 409, 413, 415, 422, 429, 500, 503),
        tags=[TAG],
        **needing(desk, Action.READ_FEEDBACK),
    )
    async def review(request: Request, message_id: MessageId, body: ReviewIn) -> None:
        await desk.think(feedback.review, official_of(request), message_id, body.at)
