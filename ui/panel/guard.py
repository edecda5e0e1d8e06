"""Nothing of the panel is served without a session, but the page to enter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.database import DatabaseError
from governance.registers.officials import Official
from ui.guard import log_failure, path_inside
from ui.origin import is_ours
from ui.panel.sessions import COOKIE, Sessions, StaffSession
from ui.panel.web import ENTER, go_to, unreachable_page
from ui.problems import problem
from ui.workers import TooBusy, Workers

_OPEN = frozenset({"/entrar", "/entrar/crear", "/entrar/oidc", "/entrar/oidc/volver"})
"""What anybody may ask for: the ways in."""

_NEWS = "/novedades"
"""How the addresses end that an open page asks by itself."""


def _nothing_to_read(official: Official) -> int:
    return 0


class PanelGuard:
    """Lets through whoever has a session; `staff_session` of the request's state is theirs."""

    def __init__(
        self,
        app: ASGIApp,
        sessions: Sessions,
        workers: Workers,
        unread: Callable[[Official], int] = _nothing_to_read,
    ) -> None:
        """Wrap the application of the panel; `unread` says how much waits to be read."""
        self._app = app
        self._unread = unread
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
        if not is_reading and not is_ours(request):
            return problem("origen-ajeno")
        if path_inside(request.scope) in _OPEN:
            return None
        try:
            found = await self._workers.run(self._find, request)
        except TooBusy:
            return problem("ocupado", headers={"Retry-After": "5"})
        except DatabaseError as error:
            log_failure("panel", error)
            return unreachable_page()
        if found is not None:
            request.state.staff_session = found
            return None
        if is_reading and _wants_page(request):
            return go_to(ENTER)
        return problem("sesion-terminada")

    def _find(self, request: Request) -> StaffSession | None:
        is_used = not request.url.path.endswith(_NEWS)
        found = self._sessions.find(request.cookies.get(COOKIE), is_used)
        if found is None or not _wants_page(request):  # only a page has the menu that tells it
            return found
        return replace(found, unread=self._unread(found.official))


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
