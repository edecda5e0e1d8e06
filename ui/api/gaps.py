"""The API of the gaps of the knowledge base: see them, publish an answer, take it back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Annotated, ParamSpec, TypeVar

from fastapi import FastAPI, Path, Request, Response

from assistant.database import DatabaseError
from assistant.desk.gaps.desk import GapMoved
from assistant.desk.permissions import Action
from governance.folio import mask_folio
from governance.registers.officials import Official
from ui.api.desk import ApiDesk, official_of
from ui.api.gaps_bodies import ApproveIn, DismissIn, DraftIn, WithdrawIn
from ui.api.gaps_models import ApprovedOut, FindingsOut, GapGroupOut, PublishedOut
from ui.api.problems import problems
from ui.api.roles import needing
from ui.guard import log_failure
from ui.problems import ProblemError

P = ParamSpec("P")
T = TypeVar("T")
GapId = Annotated[int, Path(description="Identificador del vacío.", ge=1, le=2**31 - 1)]
DocumentId = Annotated[
    str, Path(description="Identificador del documento.", pattern="^[a-z0-9-]{1,100}$")
]
TAG = "vacíos"


def add_gaps(api: FastAPI, desk: ApiDesk) -> None:
    """Add what officials do with the gaps."""
    gaps, prefix = desk.assistant.gaps, desk.assistant.institution.institution.folio
    deciding = needing(desk, Action.APPROVE_GAPS, "turn")
    refusals = problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503)

    def hide(text: str) -> str:
        return mask_folio(text, prefix)

    def check_seen(who: Official, gap_id: int, cases: Collection[int]) -> None:
        if not set(cases) <= set(gaps.group(who, gap_id).numbers):
            raise GapMoved("El vacío no junta esos casos. Míralo de nuevo en GET /api/v1/gaps.")

    async def decide(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await desk.think(do, *args, **kwargs)
        except DatabaseError as error:
            log_failure("decidir un vacío", error)
            raise ProblemError("no-registrado") from None

    @api.get(
        "/gaps",
        summary="Ver los vacíos de la base de conocimiento",
        response_description="Los que esperan, los más repetidos primero, con un borrador.",
        responses=problems(401, 403, 429, 500, 503),
        tags=[TAG],
        **needing(desk, Action.SEE_GAPS, "turn"),  # grouping them takes as long as a turn
    )
    async def waiting(request: Request, response: Response) -> list[GapGroupOut]:
        response.headers["Cache-Control"] = "no-store"
        groups = await desk.think(gaps.groups, official_of(request))
        return [GapGroupOut.of(group, gaps.draft(group), hide) for group in groups]

    @api.post(
        "/gaps/check",
        summary="Revisar un borrador sin publicarlo",
        response_description="Qué corregir, y qué comparar con su fuente.",
        responses=problems(400, 401, 403, 413, 415, 422, 429, 500, 503),
        tags=[TAG],
        **deciding,
    )
    async def check(response: Response, body: DraftIn) -> FindingsOut:
        response.headers["Cache-Control"] = "no-store"
        return FindingsOut.of(await desk.think(gaps.findings, body.to_draft()))

    @api.post(
        "/gaps/{gap_id}/approve",
        status_code=201,
        summary="Publicar la respuesta de un vacío",
        response_description="El asistente ya la usa.",
        responses=refusals,
        tags=[TAG],
        **deciding,
    )
    async def approve(request: Request, gap_id: GapId, body: ApproveIn) -> ApprovedOut:
        who, draft, checked = official_of(request), body.to_draft(), body.figures_checked

        def publish() -> str:
            check_seen(who, gap_id, body.cases)
            return gaps.approve(who, body.cases, draft, figures_checked=checked)

        return ApprovedOut(document_id=await decide(publish))

    @api.post(
        "/gaps/{gap_id}/dismiss",
        status_code=204,
        summary="Descartar un vacío",
        response_description="Ya no está en la lista.",
        responses=refusals,
        tags=[TAG],
        **deciding,
    )
    async def dismiss(request: Request, gap_id: GapId, body: DismissIn) -> None:
        who = official_of(request)

        def drop() -> None:
            check_seen(who, gap_id, body.cases)
            gaps.dismiss(who, body.cases, body.why)

        await decide(drop)

    @api.get(
        "/gaps/published",
        summary="Ver lo publicado desde los vacíos",
        response_description="Los documentos que sirve el asistente, por título.",
        responses=problems(401, 403, 429, 500, 503),
        tags=[TAG],
        **needing(desk, Action.SEE_GAPS),
    )
    async def published(request: Request, response: Response) -> list[PublishedOut]:
        response.headers["Cache-Control"] = "no-store"
        found = await desk.think(gaps.published, official_of(request))
        return [PublishedOut.of(one) for one in found]

    @api.post(
        "/gaps/published/{document_id}/withdraw",
        status_code=204,
        summary="Retirar una respuesta publicada",
        response_description="El asistente ya no la usa, y sus vacíos esperan de nuevo.",
        responses=refusals,
        tags=[TAG],
        **deciding,
    )
    async def withdraw(request: Request, document_id: DocumentId, body: WithdrawIn) -> None:
        await decide(gaps.withdraw, official_of(request), document_id, body.why)
