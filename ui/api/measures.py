"""The API of whoever watches over the attention: its measures, and what staff did."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import FastAPI, Query, Request, Response

from assistant.desk.measures.board import PER_PAGE, Wanted
from assistant.desk.measures.measuring import WINDOWS
from assistant.desk.permissions import Action
from governance.folio import mask_folio
from governance.log.event import EventKind
from ui.api.desk import ApiDesk, official_of
from ui.api.measures_models import ActivityOut, MeasuresOut
from ui.api.problems import problems
from ui.api.roles import needing

TAG = "atención"
Days = Annotated[Literal["7", "30", "90", "365"], Query(description="El plazo, hasta hoy.")]
Kind = Annotated[EventKind | None, Query(description="Solo estos actos.")]
By = Annotated[
    str, Query(description="Solo de este cargo, o hacia él.", pattern="^(F-[0-9]{3,9})?$")
]
Day = Annotated[
    date | None,
    Query(description="Solo de este día en Chile.", ge=date(2001, 1, 1), lt=date(3000, 1, 1)),
]
Page = Annotated[int, Query(description=f"Página de {PER_PAGE} actos.", ge=1, le=9999)]


def add_measures(api: FastAPI, desk: ApiDesk) -> None:
    """Add what may be known of the attention as a whole."""
    board = desk.assistant.board
    prefix = desk.assistant.institution.institution.folio

    @api.get(
        "/measures",
        summary="Ver las medidas de la atención",
        response_description="Las cifras del plazo, de hace a lo más un minuto.",
        responses=problems(401, 403, 422, 429, 500, 503),
        tags=[TAG],
        **needing(desk, Action.SEE_MEASURES),
    )
    async def measures(request: Request, response: Response, days: Days = "30") -> MeasuresOut:
        response.headers["Cache-Control"] = "no-store"
        window = next(window for window in WINDOWS if str(window) == days)
        return MeasuresOut.of(await desk.think(board.measures, official_of(request), window))

    @api.get(
        "/activity",
        summary="Ver lo que hicieron los funcionarios",
        response_description="Una página, lo último primero; nada de lo conversado.",
        responses=problems(401, 403, 422, 429, 500, 503),
        tags=[TAG],
        **needing(desk, Action.SEE_ACTIVITY),
    )
    async def activity(
        request: Request,
        response: Response,
        kind: Kind = None,
        official: By = "",
        day: Day = None,
        page: Page = 1,
    ) -> ActivityOut:
        response.headers["Cache-Control"] = "no-store"
        wanted = Wanted(kind, official, day, page)
        found = await desk.think(board.activity, official_of(request), wanted)
        return ActivityOut.of(found, lambda text: mask_folio(text, prefix))
