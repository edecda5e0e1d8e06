"""Nothing of the panel is served without a session, but the page to enter."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.database import DatabaseError
from ui.guard import log_failure, path_inside
from ui.panel.sessions import COOKIE, Sessions
from ui.panel.web import ENTER, go_to, unreachable_page
from ui.problems import problem
from ui.workers import TooBusy, Workers

_OPEN = frozenset({"/entrar", "/entrar/crear", "/entrar/oidc", "/entrar/oidc/volver"})
"""What anybody may ask for: the ways in."""

_NEWS = "/novedades"
"""How the addresses end that an open page asks by itself."""
_OURS = (None, "same-origin", "none")
"""What browsers say of a request made by our own pages, or by a person."""


class PanelGuard:
    """Lets through whoever has a session; `staff_session` of the request's state is theirs."""

    def __init__(self, app: ASGIApp, sessions: Sessions, workers: Workers) -> None:
        """Wrap the application of the panel."""
        self._app = app
        self._sessions = sessions
        self._workers = workers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope)
        refusal = await self._refusal(request)
        if refusal is not None or not request.url.path.endswith(_NEWS):
            await (refusal or self._app)(scope, receive, send)
            return
        is_over = False

        async def only_inside(message: Message) -> None:
            # Seconds went by: whoever left meanwhile, or was sent away, gets nothing of what came.
            nonlocal is_over
            if message["type"] == "http.response.start" and await self._refusal(request):
                is_over = True
                await problem("sesion-terminada")(scope, receive, send)
            if not is_over:
                await send(message)

        await self._app(scope, receive, only_inside)

    async def _refusal(self, request: Request) -> Response | None:
        is_reading = request.method in ("GET", "HEAD")
        # The cookie does not travel from other sites; this is for browsers that do not know that.
        if not is_reading and request.headers.get("sec-fetch-site") not in _OURS:
            return problem("origen-ajeno")
        if path_inside(request.scope) in _OPEN:
            return None
        try:
            cookie, is_used = request.cookies.get(COOKIE), not request.url.path.endswith(_NEWS)
            found = await self._workers.run(self._sessions.find, cookie, is_used)
        except TooBusy:
            return problem("ocupado", headers={"Retry-After": "5"})
        except DatabaseError as error:
            log_failure("panel", error)
            return unreachable_page()
        if found is not None:
            request.state.staff_session = found
            return None
        if is_reading and "text/html" in request.headers.get("accept", ""):
            return go_to(ENTER)
        return problem("sesion-terminada")
