"""What the panel answers when somebody asks for what is not theirs, or is not there."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response

from assistant.desk.cases import CaseNotFound
from assistant.desk.permissions import NotAllowed
from assistant.desk.requests import RequestNotFound
from ui.forms import notice
from ui.panel.live_part import answer, is_for_script
from ui.panel.web import HOME, panel_page, session_of


def add_refusals(panel: FastAPI) -> None:
    """Say in words what the desk refuses, on every page of the panel."""

    @panel.exception_handler(NotAllowed)
    async def _not_allowed(request: Request, error: NotAllowed) -> Response:
        return _refuse(request, 403, "No tienes permiso para ver esto", str(error))

    @panel.exception_handler(CaseNotFound)
    async def _no_case(request: Request, error: CaseNotFound) -> Response:
        return _refuse(request, 404, "Ese caso no existe", str(error))

    @panel.exception_handler(RequestNotFound)
    async def _no_request(request: Request, error: RequestNotFound) -> Response:
        return _refuse(request, 404, "Esa solicitud no existe", str(error))


def _refuse(request: Request, status: int, title: str, remedy: str) -> Response:
    if is_for_script(request):
        return answer({"error": remedy}, status)
    body = f'<h1>{title}</h1>{notice(remedy)}<p><a href="{HOME}">Volver al panel</a></p>'
    return panel_page(title, body, session_of(request), status)
