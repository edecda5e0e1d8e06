"""Where these pages are served: each address with what it gives, remembered for some minutes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from assistant.settings import Settings
from ui.facade import AssistantFacade
from ui.pages import words_page
from ui.transparency import catalogue, complaints, ficha_page, figures_page, home, record_page
from ui.transparency.accessibility import PATH as ACCESSIBILITY
from ui.transparency.accessibility import accessibility
from ui.transparency.facts import Facts, read_facts
from ui.transparency.figures import Figures, read_figures
from ui.transparency.frame import Sheet
from ui.transparency.open_data import load_dataset, to_csv, to_json
from ui.transparency.remembered import Remembered, Unavailable
from ui.workers import Workers

MAX_AGE = 120
"""Seconds that a browser may show a page without asking again."""
RETRY = "30"


class Transparency:
    """Serves the public pages; one reading of the log serves everybody for some minutes."""

    def __init__(self, assistant: AssistantFacade, settings: Settings, workers: Workers) -> None:
        """Tell of `assistant`, which runs with `settings`."""
        self._assistant = assistant
        self._workers = workers
        self._facts = Remembered(partial(workers.run, read_facts, assistant, settings))
        self._figures = Remembered(partial(workers.run, read_figures, assistant))
        self._sheets = self._remembered()

    def add_to(self, app: FastAPI) -> None:
        """Serve every address, with words for those under /transparencia that are none."""
        for path in self._sheets:
            app.add_api_route(
                path, self._serve(path), methods=["GET", "HEAD"], include_in_schema=False
            )
        app.add_api_route(
            "/transparencia/{rest:path}",
            self._unknown,
            methods=["GET", "HEAD"],
            include_in_schema=False,
        )

    def _remembered(self) -> Mapping[str, Remembered[Sheet]]:
        from_facts: Mapping[str, Callable[[Facts], Sheet]] = {
            home.PATH: home.home,
            ficha_page.PATH: ficha_page.ficha,
            f"{ficha_page.PATH}.json": ficha_page.ficha_data,
            **{
                f"{ficha_page.PATH}.{kind}": partial(ficha_page.ficha_files, kind=kind)
                for kind in ficha_page.FORMATS
            },
            catalogue.PATH: lambda f: catalogue.catalogue(f, load_dataset("catalogo")),
            f"{catalogue.PATH}.csv": _catalogue_csv,
            f"{catalogue.PATH}.json": _catalogue_json,
            record_page.PATH: record_page.record,
            record_page.HEADS: record_page.heads,
            "/transparencia/clave-publica.pem": record_page.public_key,
            "/transparencia/verificar.py": lambda _: record_page.verifier(),
            complaints.PATH: self._complaints,
            ACCESSIBILITY: accessibility,
        }
        from_figures: Mapping[str, Callable[[Facts, Figures], Sheet]] = {
            figures_page.PATH: figures_page.figures_page,
            f"{figures_page.PATH}.csv": lambda _, found: figures_page.figures_csv(found),
            f"{figures_page.PATH}.json": figures_page.figures_json,
        }
        return {
            **{
                path: Remembered(partial(self._from_facts, make), until=self._facts_end)
                for path, make in from_facts.items()
            },
            **{
                path: Remembered(partial(self._from_figures, make), until=self._figures_end)
                for path, make in from_figures.items()
            },
        }

    def _facts_end(self) -> float:
        return self._facts.until

    def _figures_end(self) -> float:
        return min(self._facts.until, self._figures.until)

    async def _from_facts(self, make: Callable[[Facts], Sheet]) -> Sheet:
        return await self._workers.run(make, await self._facts.get())

    async def _from_figures(self, make: Callable[[Facts, Figures], Sheet]) -> Sheet:
        facts, figures = await self._facts.get(), await self._figures.get()
        return await self._workers.run(make, facts, figures)

    def _complaints(self, facts: Facts) -> Sheet:
        found = complaints.read_complaints(self._assistant)
        return complaints.complaints_page(facts, found)

    def _serve(self, path: str) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request) -> Response:
            try:
                found = await self._sheets[path].get()
            except Unavailable:
                return self._failed()
            if not found.body:
                return await self._unknown(path)
            return _response(found, request.headers.get("if-none-match", ""))

        return serve

    def _failed(self) -> Response:
        response = words_page(
            503,
            "Ahora no se puede leer esto",
            "Algo falló al leer los registros. Vuelve a cargar la página en un minuto.",
            self._institution,
        )
        response.headers["Retry-After"] = RETRY
        return response

    async def _unknown(self, rest: str) -> Response:
        if not rest:
            return RedirectResponse(home.PATH)
        return words_page(
            404,
            "Esa página no existe",
            "Revisa la dirección, o entra a /transparencia: ahí están todas.",
            self._institution,
        )

    @property
    def _institution(self) -> str:
        return self._assistant.institution.institution.nombre


def _response(found: Sheet, known: str) -> Response:
    headers = {"Cache-Control": f"public, max-age={MAX_AGE}", "ETag": found.etag}
    if found.etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]:
        return Response(status_code=304, headers=headers)
    if found.filename:
        headers["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    return Response(found.body, 200, headers, found.media_type)


def _catalogue_csv(facts: Facts) -> Sheet:
    return to_csv("catalogo.csv", load_dataset("catalogo"), catalogue.listed(facts))


def _catalogue_json(facts: Facts) -> Sheet:
    name = facts.institution.institution.nombre
    rows = catalogue.listed(facts)
    return to_json("catalogo.json", load_dataset("catalogo"), rows, facts.at, name)
