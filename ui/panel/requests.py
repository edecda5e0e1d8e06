"""The addresses of the requests of people: to see them, and to answer one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import FastAPI, Request, Response

from assistant.desk.audit.justification import WhyRefused
from assistant.desk.cases import CaseMoved
from assistant.desk.rights import RightsDesk
from assistant.limits import InputError
from ui.forms import notice, read_form
from ui.panel.case_acts import in_words
from ui.panel.cases import OLD_FORM
from ui.panel.requests_page import REQUESTS_AT, requests_page
from ui.panel.web import go_to, panel_page, session_of
from ui.workers import Workers

_DECISIONS: Mapping[str, bool] = {"aceptar": True, "rechazar": False}
_DONE: Mapping[str, str] = {
    "responder": "Quedó respondida.",
    "prorrogar": "Se prorrogó el plazo. La persona lee el motivo con su folio.",
}


@dataclass(frozen=True)
class RequestPages:
    """The requests as a page, for the Delegado de Protección de Datos."""

    rights: RightsDesk
    workers: Workers

    def add_to(self, panel: FastAPI) -> None:
        """Serve it."""
        panel.add_api_route("/solicitudes", self.all, methods=["GET", "HEAD"])
        panel.add_api_route("/solicitudes", self.resolve, methods=["POST"])

    async def all(self, request: Request) -> Response:
        """Show every request."""
        return await self._show(request, _DONE.get(request.query_params.get("hecho", ""), ""))

    async def resolve(self, request: Request) -> Response:
        """Answer one, or extend its term."""
        session, form = session_of(request), await read_form(request)
        if not session.is_from_our_form(form.get("csrf", "")):
            return await self._show(request, OLD_FORM, 403, form)
        decision, asked = form.get("decision", ""), form.get("solicitud", "")
        said, who = form.get("respuesta", ""), session.official
        try:
            if decision == "prorrogar":
                await self.workers.run(self.rights.extend, who, asked, said)
                return go_to(f"{REQUESTS_AT}?hecho=prorrogar")
            if (accepted := _DECISIONS.get(decision)) is None:
                return await self._show(request, "Elige si aceptas o rechazas.", 409, form)
            await self.workers.run(self.rights.resolve, who, asked, accepted, said)
        except WhyRefused as error:
            return await self._show(request, str(error), 422, form)
        except CaseMoved as error:
            return await self._show(request, str(error), 409, form)
        except InputError as error:
            return await self._show(request, in_words(error), 422, form)
        return go_to(f"{REQUESTS_AT}?hecho=responder")

    async def _show(
        self,
        request: Request,
        words: str,
        status: int = 200,
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        session = session_of(request)
        found = await self.workers.run(self.rights.list, session.official)
        now = self.rights.reception.cases.conversations.clock()
        body = requests_page(found, session, now, notice(words), typed or {})
        return panel_page("Solicitudes", body, session, status)
