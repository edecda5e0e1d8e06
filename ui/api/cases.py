"""The API of attention: the queue, a case, and what is new in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import FastAPI, Path, Request, Response

from assistant.desk.desk import CaseView
from assistant.desk.permissions import Action
from assistant.desk.queue import QueueItem
from ui.api.case_bodies import SearchIn, WhyIn
from ui.api.cases_models import CaseNewsOut, ListedCaseOut, QueueNewsOut
from ui.api.desk import ApiDesk, official_of
from ui.api.problems import problems
from ui.api.roles import needing
from ui.api.waiting import After, Wait, answer_when_new

CaseNumber = Annotated[
    int, Path(description="Número interno del caso.", ge=1, le=2**31 - 1, examples=[12])
]
TAG = "atención"


def add_cases(api: FastAPI, desk: ApiDesk) -> None:
    """Add what staff may read of cases."""
    cases, attending = desk.assistant.desk, needing(desk, Action.ATTEND)

    @api.get(
        "/cases",
        summary="Ver la fila",
        response_description="Los casos abiertos, en el orden en que se atienden.",
        responses=problems(401, 403, 429, 500, 503),
        tags=[TAG],
        **attending,
    )
    async def queue(request: Request, response: Response) -> list[ListedCaseOut]:
        response.headers["Cache-Control"] = "no-store"
        found = await desk.think(cases.queue, official_of(request))
        return [ListedCaseOut.of(item) for item in found]

    @api.post(
        "/cases/search",
        summary="Buscar casos",
        response_description="Hasta 100; de los cerrados no se muestra nada de lo dicho.",
        responses=problems(400, 401, 403, 413, 415, 422, 429, 500, 503),
        tags=[TAG],
        **attending,
    )
    async def search(request: Request, body: SearchIn) -> list[ListedCaseOut]:
        found = await desk.think(cases.search, official_of(request), body.words)
        return [ListedCaseOut.of(item) for item in found]

    @api.get(
        "/cases/news",
        summary="Esperar cambios en la fila",
        response_description="Vuelve en cuanto cambia un caso abierto, o al pasar «wait».",
        responses=problems(401, 403, 422, 429, 500, 503),
        tags=[TAG],
        **attending,
    )
    async def news(request: Request, after: After = 0, wait: Wait = 0) -> QueueNewsOut:
        who = official_of(request)

        async def look() -> tuple[int, Sequence[QueueItem]]:
            sequence = await desk.live.now()
            return sequence, await desk.think(cases.queue, who)

        begun: Sequence[QueueItem] | None = None

        def is_new(found: tuple[int, Sequence[QueueItem]]) -> bool:
            nonlocal begun
            is_first, before, begun = begun is None, begun, found[1]
            return found[0] != after if is_first else before != begun

        sequence, found = await answer_when_new(request, desk, None, wait, look, is_new)
        waiting = [item.case for item in found if item.case.state == "waiting"]
        return QueueNewsOut(
            sequence=sequence,
            waiting=len(waiting),
            attended=len(found) - len(waiting),
            crisis=sum(case.is_crisis for case in waiting),
        )

    @api.get(
        "/cases/{number}",
        summary="Ver un caso abierto",
        response_description="Con todo lo dicho y lo hecho, sin datos personales.",
        responses=problems(401, 403, 404, 409, 422, 429, 500, 503),
        tags=[TAG],
        **attending,
    )
    async def case(request: Request, response: Response, number: CaseNumber) -> CaseNewsOut:
        response.headers["Cache-Control"] = "no-store"
        return CaseNewsOut.of(await desk.think(cases.case, official_of(request), number))

    @api.get(
        "/cases/{number}/messages",
        summary="Esperar lo nuevo de un caso",
        response_description="Los mensajes que siguen a «after», o ninguno si no llegó nada.",
        responses=problems(401, 403, 404, 409, 422, 429, 500, 503),
        tags=[TAG],
        **attending,
    )
    async def messages(
        request: Request, response: Response, number: CaseNumber, after: After = 0, wait: Wait = 0
    ) -> CaseNewsOut:
        response.headers["Cache-Control"] = "no-store"
        who = official_of(request)
        begun = await desk.think(cases.case, who, number)

        async def look() -> CaseView:
            return await desk.think(cases.case, who, number)

        def is_new(found: CaseView) -> bool:
            has_moved = (found.case, len(found.events)) != (begun.case, len(begun.events))
            return has_moved or any(m.id > after for m in found.messages)

        found = await answer_when_new(request, desk, begun.case.conversation_id, wait, look, is_new)
        return CaseNewsOut.of(found, after)

    @api.post(
        "/cases/{number}/closed-reading",
        summary="Leer un caso cerrado",
        response_description="El caso; que lo leíste y por qué ya quedó registrado.",
        responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503),
        tags=[TAG],
        **needing(desk, Action.READ_CLOSED, "turn"),
    )
    async def read_closed(
        request: Request, response: Response, number: CaseNumber, body: WhyIn
    ) -> CaseNewsOut:
        response.headers["Cache-Control"] = "no-store"
        found = await desk.think(cases.read_closed, official_of(request), number, body.why)
        return CaseNewsOut.of(found)
