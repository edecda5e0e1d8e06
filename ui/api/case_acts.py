"""The API of attention: everything that an official does with a case.

Each act says who: the personal key. Whoever lacks the role is refused before anything is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request, Response

from assistant.desk.permissions import Action
from ui.api.case_bodies import CloseIn, TextIn, TransferIn, WhyIn
from ui.api.cases import TAG, CaseNumber
from ui.api.cases_models import CaseOut, StaffMessageOut
from ui.api.contact_models import ContactOut
from ui.api.desk import ApiDesk, official_of
from ui.api.problems import problems
from ui.api.roles import needing
from ui.problems import ProblemError

_PLAIN = (401, 403, 404, 409, 422, 429, 500, 503)
_WITH_BODY = (400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503)


def add_case_acts(api: FastAPI, desk: ApiDesk) -> None:
    """Add what staff may do with cases."""
    cases = desk.assistant.desk

    def act(path: str, summary: str, said: str, status: int = 200) -> Callable[..., Any]:
        """Return the decorator of an act on a case; `said` describes its answer."""
        has_body = path not in ("take", "release", "contact")
        return api.post(
            f"/cases/{{number}}/{path}",
            status_code=status,
            summary=summary,
            response_description=said,
            responses=problems(*(_WITH_BODY if has_body else _PLAIN)),
            tags=[TAG],
            **needing(desk, Action.ATTEND, "turn"),
        )

    @act("take", "Tomar un caso", "El caso, tuyo; la persona ya lo sabe. Dos veces es una.")
    async def take(request: Request, number: CaseNumber) -> CaseOut:
        return CaseOut.of(await desk.think(cases.take, official_of(request), number))

    @act("replies", "Responder a la persona", "El mensaje, como la persona lo ve.", 201)
    async def reply(request: Request, number: CaseNumber, body: TextIn) -> StaffMessageOut:
        who = official_of(request)
        said = await desk.think(cases.reply, who, number, body.text)
        view = await desk.think(cases.case, who, number)
        return StaffMessageOut.of(said, view.case)

    @act("notes", "Dejar una nota interna", "El caso; la persona no ve la nota.", 201)
    async def note(request: Request, number: CaseNumber, body: TextIn) -> CaseOut:
        return CaseOut.of(await desk.think(cases.note, official_of(request), number, body.text))

    @act("transfer", "Pasar el caso a otra persona", "El caso, que ahora atiende esa persona.")
    async def transfer(request: Request, number: CaseNumber, body: TransferIn) -> CaseOut:
        who = official_of(request)
        return CaseOut.of(await desk.think(cases.transfer, who, number, body.to, body.why))

    @act("release", "Devolver el caso a la fila", "El caso, en el lugar que tenía.")
    async def release(request: Request, number: CaseNumber) -> CaseOut:
        return CaseOut.of(await desk.think(cases.release, official_of(request), number))

    @act("close", "Cerrar el caso", "El caso, cerrado; el asistente avisa que vuelve.")
    async def close(request: Request, number: CaseNumber, body: CloseIn) -> CaseOut:
        who = official_of(request)
        return CaseOut.of(await desk.think(cases.close, who, number, body.reason, body.note))

    @act("reopen", "Reabrir un caso", "El caso, en la fila; no vuelve al asistente.")
    async def reopen(request: Request, number: CaseNumber, body: WhyIn) -> CaseOut:
        return CaseOut.of(await desk.think(cases.reopen, official_of(request), number, body.why))

    @act("contact", "Ver el contacto de la persona", "El contacto; que lo viste queda registrado.")
    async def contact(request: Request, response: Response, number: CaseNumber) -> ContactOut:
        response.headers["Cache-Control"] = "no-store"
        found = await desk.think(cases.contact, official_of(request), number)
        if found is None:
            raise ProblemError("sin-contacto")
        return ContactOut.of(found)
