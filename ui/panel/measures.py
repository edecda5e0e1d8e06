"""The addresses of the measures: the page, its plots, and the figures as CSV and JSON."""

from __future__ import annotations

from dataclasses import dataclass, field

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from assistant.desk.measures.board import Board
from assistant.desk.measures.measuring import WINDOWS, Measures, Window
from governance.moments import stamp
from ui.csv_file import csv_response
from ui.forms import notice
from ui.measures.plots import Plots
from ui.measures.rows import as_members, rows
from ui.measures.series import PLOTS, in_words
from ui.panel.measures_page import MEASURES, measures_page
from ui.panel.web import panel_page, session_of
from ui.workers import Workers

USUAL: Window = 30
_SVG_HEADERS = {
    # Styles are inside the picture; if somebody opens it alone, it still can fetch and run nothing.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class MeasuresPages:
    """The measures as pages, for whoever may see them."""

    board: Board
    plots: Plots
    workers: Workers
    _drawn: dict[tuple[str, Window], tuple[Measures, bytes]] = field(default_factory=dict)

    def add_to(self, panel: FastAPI) -> None:
        """Serve them."""
        reads = ["GET", "HEAD"]
        panel.add_api_route("/medidas", self.show, methods=reads)
        panel.add_api_route("/medidas.csv", self.as_csv, methods=reads)
        panel.add_api_route("/medidas.json", self.as_json, methods=reads)
        panel.add_api_route("/medidas/{name}.svg", self.plot, methods=reads)

    async def show(self, request: Request) -> Response:
        """Show every figure, and the plots of those that there are."""
        found = await self._read(request)
        body = measures_page(found, read_window(request), self.board.has_true_hours)
        return panel_page("Medidas", body, session_of(request))

    async def plot(self, request: Request, name: str) -> Response:
        """Hand over a plot."""
        found = await self._read(request)
        if name not in PLOTS or not in_words(name, found):
            remedy = "Elige otro plazo, o mira las cifras en la página de medidas."
            back = f'<p><a href="{MEASURES}">Ver las medidas</a></p>'
            body = f"<h1>Ese gráfico no está</h1>{notice(remedy)}{back}"
            return panel_page("Ese gráfico no está", body, session_of(request), 404)
        svg = await self.workers.run(self._draw, name, read_window(request), found)
        return Response(svg, 200, _SVG_HEADERS, "image/svg+xml")

    async def as_csv(self, request: Request) -> Response:
        """Hand over the figures as a sheet."""
        found = await self._read(request)
        head = (
            "desde",
            "hasta",
            "grupo",
            "medida",
            "valor",
            "unidad",
            "desde_95",
            "hasta_95",
            "de",
        )
        since, now = stamp(found.since), stamp(found.now)
        lines = (
            (since, now, r.group, r.name, r.value, r.unit, r.low, r.high, r.of) for r in rows(found)
        )
        return csv_response(f"medidas-{read_window(request)}-dias.csv", head, lines)

    async def as_json(self, request: Request) -> Response:
        """Hand over the figures for programs."""
        found = await self._read(request)
        return JSONResponse(as_members(found), headers={"Cache-Control": "no-store"})

    async def _read(self, request: Request) -> Measures:
        official = session_of(request).staff.official
        return await self.workers.run(self.board.measures, official, read_window(request))

    def _draw(self, name: str, days: Window, found: Measures) -> bytes:
        drawn = self._drawn.get((name, days))
        if drawn is None or drawn[0] is not found:
            drawn = self._drawn[name, days] = (found, self.plots.draw(name, found))
        return drawn[1]


def read_window(request: Request) -> Window:
    """Return the days that the address asks for; what is not a window is the usual one."""
    asked = request.query_params.get("dias", "")
    return next((days for days in WINDOWS if str(days) == asked), USUAL)
