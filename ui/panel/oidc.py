"""Entering the panel with another service: the way there, and the way back.

The way back ends in a page of ours, not in the panel: a browser that another site sends here does
not show its new cookie until a page of this site asks for the next one.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI, Request, Response

from assistant.accounts.entrance import EntryRefused
from assistant.accounts.oidc import LASTS_S, IdentityRefused, OpenIdLogin
from assistant.accounts.oidc_provider import ProviderUnavailable
from ui.panel.door import Door
from ui.panel.entry import EntryDesk, made_to_wait
from ui.panel.web import HOME, OTHER, OTHER_BACK, go_to, panel_page, set_cookie

PROMISE_COOKIE = "asistente_vuelta"
"""What the browser carries to the other service and back, sealed."""

_INSIDE = (
    f'<meta http-equiv="refresh" content="0; url={HOME}"><h1>Entraste</h1>'
    f'<p><a href="{HOME}">Ir al panel</a></p>'
)


@dataclass(frozen=True)
class OtherServicePages:
    """The two addresses; what goes wrong is told in the page of `door`."""

    login: OpenIdLogin
    desk: EntryDesk
    door: Door
    public_url: str

    def add_to(self, panel: FastAPI) -> None:
        """Serve them."""
        panel.add_api_route("/entrar/oidc", self.begin, methods=["GET"])
        panel.add_api_route("/entrar/oidc/volver", self.finish, methods=["GET"])

    async def begin(self, request: Request) -> Response:
        """Send the browser to identify itself."""
        try:
            begun = await self.desk.slowly(request, self.login.begin, self._back(request))
        except ProviderUnavailable as error:
            return self.door.form(request, str(error), 503)
        except EntryRefused as error:
            return made_to_wait(self.door.form(request, str(error)), error)
        response = go_to(begun.address)
        set_cookie(
            response,
            begun.sealed,
            secure=self.desk.is_https(request),
            name=PROMISE_COOKIE,
            path=OTHER,
            max_age=LASTS_S,
            same_site="lax",
        )
        return response

    async def finish(self, request: Request) -> Response:
        """Open a session for whoever the other service says that it is, if they are linked."""
        response = await self._finish(request)
        response.delete_cookie(PROMISE_COOKIE, path=OTHER)  # one answer for each question
        return response

    async def _finish(self, request: Request) -> Response:
        sealed = request.cookies.get(PROMISE_COOKIE, "")
        answer = dict(request.query_params)
        try:
            identity = await self.desk.slowly(request, self.login.finish, sealed, answer)
            entered = await self.desk.workers.run(self.desk.entrance.with_identity, identity)
        except ProviderUnavailable as error:
            return self.door.form(request, str(error), 503)
        except IdentityRefused as error:
            return self.door.form(request, str(error), 401)
        except EntryRefused as error:
            return made_to_wait(self.door.form(request, str(error), 401), error)
        response = panel_page("Entraste", _INSIDE)
        await self.desk.let_in(request, response, entered)
        return response

    def _back(self, request: Request) -> str:
        """Return our address as the provider knows it."""
        if self.public_url:
            return f"{self.public_url.rstrip('/')}{OTHER_BACK}"
        scheme = "https" if self.desk.is_https(request) else "http"
        return f"{scheme}://{request.url.netloc}{OTHER_BACK}"
