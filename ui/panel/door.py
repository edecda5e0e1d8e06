"""The login of staff: a plain form with the account and its password, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from fastapi import FastAPI, Request, Response

from assistant.accounts.entrance import EntryRefused
from assistant.database import DatabaseError
from ui.forms import hidden, notice, read_form
from ui.guard import log_failure
from ui.panel.entry import (
    BROWSER_COOKIE,
    OLD_FORM,
    EntryDesk,
    account_field,
    made_to_wait,
    secret_field,
)
from ui.panel.sessions import COOKIE, HOURS
from ui.panel.web import (
    CHOOSE,
    ENTER,
    HOME,
    LEAVE,
    OTHER,
    go_to,
    panel_page,
    session_of,
    unreachable_page,
)
from ui.workers import TooBusy

_REASONS = {
    "salida": "Saliste del panel.",
    "vencida": "Tu sesión terminó. Entra de nuevo.",
    "creada": "Tu contraseña quedó guardada. Entra con ella.",
}
_BUSY = (
    "<h1>Hay muchas personas usando el panel</h1><p>Espera unos segundos y vuelve a intentar.</p>"
)


@dataclass(frozen=True)
class Door:
    """The login and the logout; `other_service` names the one with which one may also enter."""

    desk: EntryDesk
    has_officials: Callable[[], bool]
    other_service: str = ""
    other_logout: str = ""

    def add_to(self, panel: FastAPI) -> None:
        """Serve them."""
        panel.add_api_route("/entrar", self.show, methods=["GET", "HEAD"])
        panel.add_api_route("/entrar", self.enter, methods=["POST"])
        panel.add_api_route("/salir", self.ask, methods=["GET", "HEAD"])
        panel.add_api_route("/salir", self.leave, methods=["POST"])

        @panel.exception_handler(TooBusy)
        async def _busy(_: Request, error: TooBusy) -> Response:
            return panel_page("Hay muchas personas usando el panel", _BUSY, status=503)

        @panel.exception_handler(DatabaseError)
        async def _unreachable(_: Request, error: DatabaseError) -> Response:
            log_failure("panel", error)
            return unreachable_page()

    async def show(self, request: Request) -> Response:
        """Show the form, or how to make the first key where there is none."""
        if await self.desk.workers.run(self.desk.sessions.find, request.cookies.get(COOKIE)):
            return go_to(HOME)
        if not await self.desk.workers.run(self.has_officials):
            return panel_page("Todavía nadie puede entrar", _FIRST_KEY)
        return self.form(request, _REASONS.get(request.query_params.get("motivo", ""), ""))

    async def enter(self, request: Request) -> Response:
        """Open a session for whoever knows the password of an account."""
        form = await read_form(request)
        account = form.get("cargo", "")
        if not self.desk.is_our_form(request, form):
            return self.form(request, OLD_FORM, 403, account)
        try:
            entered = await self.desk.slowly(
                request,
                self.desk.entrance.with_password,
                account,
                form.get("contrasena", ""),
                self.desk.address(request),
                request.cookies.get(BROWSER_COOKIE, ""),
            )
        except EntryRefused as error:
            return made_to_wait(self.form(request, str(error), 401, account), error)
        response = go_to(HOME)
        await self.desk.let_in(request, response, entered)
        return response

    async def ask(self, request: Request) -> Response:
        """Ask before leaving: an address that is only visited changes nothing."""
        session = session_of(request)
        body = (
            "<h1>Salir del panel</h1><p>Lo que conversaste queda guardado. Si dejas una entrevista "
            "a medias, anota su código para retomarla.</p>"
            f'<form method="post" action="{LEAVE}">{hidden({"csrf": session.csrf})}'
            f'<p><button>Salir</button> <a href="{HOME}">Seguir en el panel</a></p></form>'
        )
        return panel_page("Salir del panel", body, session)

    async def leave(self, request: Request) -> Response:
        """End the session."""
        form, session = await read_form(request), session_of(request)
        if not session.is_from_our_form(form.get("csrf", "")):
            return panel_page("Salir", notice(OLD_FORM), session, 403)
        kept = session.kept
        await self.desk.workers.run(self.desk.entrance.leave, kept.id_hash, kept.official_id)
        self.desk.sessions.forget(kept.id_hash)
        response = go_to(f"{ENTER}?motivo=salida")
        response.delete_cookie(COOKIE, path="/")
        return response

    def form(
        self, request: Request, words: str = "", status: int = 200, account: str = ""
    ) -> Response:
        """Return the page of the login, with something to know."""
        has_left = request.query_params.get("motivo") == "salida"

        def build(token: str) -> str:
            return (
                f'<form method="post" action="{ENTER}" class="entrada">{token}'
                f"{account_field(account)}"
                f"{secret_field('contrasena', 'Contraseña', 'current-password')}"
                f"<p><button>Entrar</button></p></form>{self._other(has_left)}"
                f'<p><a href="{CHOOSE}">Crear o cambiar mi contraseña</a>. Sirve también si la '
                "olvidaste.</p>"
                f"<p>La sesión dura {HOURS} horas, o una sin uso. ¿No eres funcionario o "
                'funcionaria? <a href="/">Ir al asistente</a>.</p>'
            )

        return self.desk.page(request, "Entrar al panel", build, words, status)

    def _other(self, has_left: bool) -> str:
        if not self.other_service:
            return ""
        name = escape(self.other_service)
        shown = f'<p><a class="boton" href="{OTHER}">Entrar con {name}</a></p>'
        if has_left and self.other_logout:
            where = escape(self.other_logout)
            shown += (
                f'<p>Si el equipo es compartido, <a href="{where}">cierra también la sesión de '
                f"{name}</a>.</p>"
            )
        return shown


_FIRST_KEY = (
    "<h1>Todavía nadie puede entrar</h1><p>Ningún cargo tiene clave y no hay una contraseña de "
    "fábrica. Quien administra el servidor crea la primera clave así, con el cargo y no el nombre "
    "de la persona:</p><pre>"
    + escape('asistente staff add "Coordinador TD" --rol administracion')
    + f'</pre><p>La clave se muestra una sola vez. Con ella <a href="{CHOOSE}">se elige una '
    "contraseña</a>, se entra, y se agregan los demás cargos.</p>"
    '<p class="volver"><a href="/">Ir al asistente</a></p>'
)
