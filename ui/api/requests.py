"""The API of the DPO: what people asked about their records, and the answer to each."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Path, Request, Response

from assistant.desk.permissions import Action
from ui.api.case_bodies import ExtendIn, ResolveIn
from ui.api.desk import ApiDesk, official_of
from ui.api.problems import problems
from ui.api.requests_models import RequestOut
from ui.api.roles import needing

RequestId = Annotated[
    str, Path(description="Identificador de la petición.", pattern="^[0-9a-f]{16}$")
]
TAG = "atención"


def add_requests(api: FastAPI, desk: ApiDesk) -> None:
    """Add what the DPO does with the requests of people."""
    rights = desk.assistant.rights
    clock = desk.assistant.audit.clock

    @api.get(
        "/requests",
        summary="Ver las peticiones sobre lo registrado",
        response_description="Primero las que esperan respuesta, la que vence antes primero.",
        responses=problems(401, 403, 429, 500, 503),
        tags=[TAG],
        **needing(desk, Action.HANDLE_REQUESTS),
    )
    async def requests(request: Request, response: Response) -> list[RequestOut]:
        response.headers["Cache-Control"] = "no-store"
        found = await desk.think(rights.list, official_of(request))
        return [RequestOut.of_staff(one, clock()) for one in found]

    @api.post(
        "/requests/{request_id}/resolve",
        summary="Responder una petición",
        response_description="La petición, respondida.",
        responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503),
        tags=[TAG],
        **needing(desk, Action.HANDLE_REQUESTS, "turn"),
    )
    async def resolve(request: Request, request_id: RequestId, body: ResolveIn) -> RequestOut:
        who = official_of(request)
        done = await desk.think(rights.resolve, who, request_id, body.accepted, body.answer)
        return RequestOut.of_staff(done, clock())

    @api.post(
        "/requests/{request_id}/extend",
        summary="Prorrogar el plazo de una petición",
        response_description="La petición, con su nuevo plazo y el motivo que lee la persona.",
        responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503),
        tags=[TAG],
        **needing(desk, Action.HANDLE_REQUESTS, "turn"),
    )
    async def extend(request: Request, request_id: RequestId, body: ExtendIn) -> RequestOut:
        done = await desk.think(rights.extend, official_of(request), request_id, body.reason)
        return RequestOut.of_staff(done, clock())
