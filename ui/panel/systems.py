"""The addresses of the register of systems: pages, documents and acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from fastapi import FastAPI, Request, Response

from assistant.limits import InputError
from assistant.record_sheet import DocumentUnavailable
from assistant.registry import DOCUMENT_FORMATS, Registry
from governance.registers.acts import ActRefused
from governance.registers.classifications import ClassificationNotFound
from governance.registers.systems import SystemNotFound, SystemRefused
from ui.documents import document_response
from ui.forms import notice, read_form
from ui.panel import act_form
from ui.panel.systems_page import agenda_page, list_page, system_page
from ui.panel.web import SYSTEMS, go_to, panel_page, session_of
from ui.workers import Workers

P = ParamSpec("P")
T = TypeVar("T")


class NotShown(Exception):
    """The page cannot be shown; raised with its status, its title and what to do."""

    def __init__(self, status: int, title: str, remedy: str) -> None:
        """Say it in words."""
        super().__init__(title)
        self.status, self.title, self.remedy = status, title, remedy


@dataclass(frozen=True)
class SystemsPages:
    """The register as pages, for whoever has a session."""

    registry: Registry
    workers: Workers

    def add_to(self, panel: FastAPI) -> None:
        """Serve them."""
        reads = ["GET", "HEAD"]
        panel.add_api_route("/sistemas", self.all, methods=reads)
        panel.add_api_route("/sistemas/tabla", self.agenda, methods=reads)
        panel.add_api_route("/sistemas/{system_id}", self.one, methods=reads)
        panel.add_api_route("/sistemas/{system_id}/documento", self.document, methods=reads)
        panel.add_api_route("/sistemas/{system_id}/actos", self.act, methods=["POST"])

        @panel.exception_handler(NotShown)
        async def _in_words(request: Request, error: NotShown) -> Response:
            body = (
                f"<h1>{error.title}</h1>{notice(error.remedy)}"
                f'<p><a href="{SYSTEMS}">Ver los sistemas</a></p>'
            )
            return panel_page(error.title, body, session_of(request), error.status)

    async def all(self, request: Request) -> Response:
        """Show the register and its discrepancies."""
        dossiers = await self._read(self.registry.systems)
        audited = await self._read(self.registry.audit)
        return panel_page("Sistemas", list_page(dossiers, audited), session_of(request))

    async def agenda(self, request: Request) -> Response:
        """Show what the Subcomité has to see."""
        agenda = await self._read(self.registry.agenda)
        return panel_page("Tabla del Subcomité", agenda_page(agenda), session_of(request))

    async def one(self, request: Request, system_id: str) -> Response:
        """Show one system."""
        done = act_form.words_done(request.query_params.get("hecho", ""))
        return await self._show(request, system_id, done)

    async def document(self, request: Request, system_id: str) -> Response:
        """Hand over the document of a version."""
        given = request.query_params.get("formato", "")
        form = next((name for name in DOCUMENT_FORMATS if name == given), None)
        version = request.query_params.get("version", "")
        if form is None or (version and not (version.isdecimal() and len(version) < 10)):
            raise NotShown(
                404, "Ese documento no existe", "Elige uno de los enlaces de la ficha del sistema."
            )
        number = int(version) if version else None
        document = await self._read(self.registry.document, system_id, number, form)
        return document_response(document)

    async def act(self, request: Request, system_id: str) -> Response:
        """Write down what an official decides."""
        session, form = session_of(request), await read_form(request)
        if not session.is_from_our_form(form.get("csrf", "")):
            words = "El formulario venció. Revisa lo que escribiste y envíalo otra vez."
            return await self._show(request, system_id, words, 403, form)
        try:
            order = act_form.read_order(form)
            await self._read(self.registry.act, session.official, system_id, order)
        except (ActRefused, SystemRefused, act_form.FormError) as error:
            return await self._show(request, system_id, str(error), 409, form)
        except InputError as error:
            return await self._show(request, system_id, error.detail, 422, form)
        return go_to(f"{SYSTEMS}/{system_id}?hecho={order.kind}")

    async def _show(
        self,
        request: Request,
        system_id: str,
        words: str,
        status: int = 200,
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        dossier = await self._read(self.registry.system, system_id)
        audited = await self._read(self.registry.audit)
        one = next((found for found in audited if found.id == dossier.system.id), None)
        session = session_of(request)
        forms = act_form.forms(dossier, session, typed or {})
        body = system_page(dossier, one, forms, notice(words))
        return panel_page(dossier.system.id, body, session, status)

    async def _read(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await self.workers.run(do, *args, **kwargs)
        except SystemNotFound:
            raise NotShown(
                404, "Ese sistema no está registrado", "Revisa el identificador: SDA y tres cifras."
            ) from None
        except ClassificationNotFound:
            raise NotShown(
                404, "Esa versión no existe", "El sistema no tiene esa versión clasificada."
            ) from None
        except DocumentUnavailable as error:
            raise NotShown(409, "El documento no se puede escribir", str(error)) from None
