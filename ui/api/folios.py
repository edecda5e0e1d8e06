"""For whoever comes back with a folio, from any device.

A folio opens a case like a key, so it only travels in bodies. Each one costs a turn, and each wrong
one a wrong key too: that is how slow trying them is. Every wrong one gets the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from fastapi import Depends, FastAPI, Request, Response

from assistant.limits import check_text
from ui.api.copy_models import OwnCopyOut
from ui.api.desk import ApiDesk
from ui.api.folios_models import (
    FolioIn,
    FolioMessageIn,
    FolioRequestIn,
    FollowedOut,
    OwnRequestOut,
    RecordedOut,
)
from ui.api.models import TurnOut
from ui.api.problems import problems
from ui.problems import ProblemError

P = ParamSpec("P")
T = TypeVar("T")
UNKNOWN = "folio-desconocido"
_ALL = problems(400, 404, 409, 413, 415, 422, 429, 500, 503)


def add_folios(api: FastAPI, desk: ApiDesk) -> None:
    """Add what a person may do with their folio."""
    citizens = desk.assistant.citizens
    counted = [Depends(desk.counting("turn")), Depends(_unkept)]

    async def with_folio(
        request: Request, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what `do` returns; a wrong folio is counted."""
        try:
            return await desk.think(do, *args, **kwargs)
        except ProblemError as error:
            if error.kind == UNKNOWN:
                desk.count(request, "wrong_key")
            raise

    @api.post(
        "/folios",
        dependencies=counted,
        summary="Ver un caso con su folio",
        response_description="En qué está, y la conversación para seguirla.",
        responses=_ALL,
        tags=["folios"],
    )
    async def follow(request: Request, body: FolioIn) -> FollowedOut:
        return FollowedOut.of(await with_folio(request, citizens.follow, body.folio))

    @api.post(
        "/folios/record",
        dependencies=counted,
        summary="Ver qué quedó registrado",
        response_description="Cada turno, del más antiguo al más nuevo.",
        responses=_ALL,
        tags=["folios"],
    )
    async def record(request: Request, body: FolioIn) -> list[RecordedOut]:
        found = await with_folio(request, citizens.recorded, body.folio)
        return [RecordedOut.of(decision) for decision in found]

    @api.post(
        "/folios/copy",
        dependencies=counted,
        summary="Llevarse una copia de todo lo que se guarda",
        response_description="Todo, menos el contacto (va sellado) y las notas internas.",
        responses=_ALL,
        tags=["folios"],
    )
    async def copy(request: Request, body: FolioIn) -> OwnCopyOut:
        return OwnCopyOut.of(await with_folio(request, citizens.copy, body.folio))

    @api.post(
        "/folios/requests",
        status_code=201,
        dependencies=counted,
        summary="Pedir algo sobre lo registrado: verlo, corregirlo, borrarlo, revisarlo",
        response_description="La petición; pedir dos veces lo mismo es una.",
        responses=_ALL,
        tags=["folios"],
    )
    async def ask(request: Request, body: FolioRequestIn) -> OwnRequestOut:
        made = await with_folio(request, citizens.ask, body.folio, body.kind, body.text)
        return OwnRequestOut.of(made)

    @api.post(
        "/folios/messages",
        dependencies=counted,
        summary="Escribir a quien atiende el caso",
        response_description="Si estaba cerrado, se reabre y vuelve a la fila.",
        responses=_ALL,
        tags=["folios"],
    )
    async def write(request: Request, body: FolioMessageIn) -> TurnOut:
        # Before the case is reopened for it.
        await desk.think(check_text, body.text, desk.assistant.max_question_chars)
        case = await with_folio(request, citizens.call_back, body.folio)
        reply = desk.assistant.reply
        return TurnOut.of(await desk.think(reply, case.conversation_id, body.text, "api"))


async def _unkept(response: Response) -> None:
    """Have nobody in between keep the answer."""
    response.headers["Cache-Control"] = "no-store"
