"""The addresses of what staff did: the list, and the same as CSV."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI, Request, Response

from assistant.desk.measures.board import Board, Wanted
from governance.log.event import EVENT_KINDS
from governance.moments import stamp
from ui.csv_file import csv_response
from ui.panel.activity_page import activity_page
from ui.panel.activity_words import kind_words, reason_words, shown_text
from ui.panel.web import panel_page, session_of
from ui.workers import Workers

_PAGE = re.compile(r"[1-9][0-9]{0,3}")
_OFFICIAL = re.compile(r"F-[0-9]{3,9}")


@dataclass(frozen=True)
class ActivityPages:
    """What staff did, as pages, for whoever watches over them."""

    board: Board
    workers: Workers

    def add_to(self, panel: FastAPI) -> None:
        """Serve them."""
        panel.add_api_route("/actividad", self.show, methods=["GET", "HEAD"])
        panel.add_api_route("/actividad.csv", self.as_csv, methods=["GET", "HEAD"])

    async def show(self, request: Request) -> Response:
        """Show a page of what was done, newest first."""
        session, wanted = session_of(request), read_wanted(request)
        found = await self.workers.run(self.board.activity, session.staff.official, wanted)
        return panel_page("Actividad", activity_page(found, wanted), session)

    async def as_csv(self, request: Request) -> Response:
        """Hand over everything that matches."""
        official, wanted = session_of(request).staff.official, read_wanted(request)
        found = await self.workers.run(self.board.all_activity, official, wanted)
        head = ("momento", "acto", "quien", "caso", "a_quien", "motivo", "justificacion")
        lines = (
            (
                stamp(e.at),
                kind_words(e.kind),
                e.by,
                e.case,
                e.to,
                reason_words(e.reason),
                shown_text(e),
            )
            for e in found
        )
        return csv_response("actividad.csv", head, lines)


def read_wanted(request: Request) -> Wanted:
    """Return what the address asks for; what cannot be understood is not asked."""
    asked = request.query_params
    page, official = asked.get("pagina", ""), asked.get("cargo", "")
    try:
        day = date.fromisoformat(asked.get("dia", ""))
    except ValueError:
        day = None
    return Wanted(
        kind=next((kind for kind in EVENT_KINDS if kind == asked.get("acto")), None),
        official=official if _OFFICIAL.fullmatch(official) else "",
        day=day if day and 2000 < day.year < 3000 else None,
        page=int(page) if _PAGE.fullmatch(page) else 1,
    )
