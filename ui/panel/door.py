"""The login of staff: a plain form, a personal key, and as many tries as an honest hand needs."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from html import escape

from fastapi import FastAPI, Request, Response

from assistant.database import DatabaseError
from ui.guard import log_failure
from ui.panel.lockout import Lockout
from ui.panel.sessions import COOKIE, HOURS, Sessions
from ui.panel.web import (
    ENTER,
    HOME,
    LEAVE,
    go_to,
    hidden,
    is_https,
    notice,
    panel_page,
    read_form,
    session_of,
    set_cookie,
)
from ui.rate_limit import Gate
from ui.staff import StaffKeys
from ui.workers import TooBusy, Workers

FORM_COOKIE = "asistente_entrada"
"""Holds the token of the login form: whoever sends the form must have been given it."""

_REASONS = {"salida": "Saliste del panel.", "vencida": "Tu sesión terminó. Entra de nuevo."}
_WRONG = (
    "Esa clave no es de un cargo activo. Revisa que la copiaste completa; si la perdiste, pide una "
    "nueva a quien administra los cargos."
)
_BUSY = (
    "<h1>Hay muchas personas usando el panel</h1><p>Espera unos segundos y vuelve a intentar.</p>"
)
_UNREACHABLE = (
    "<h1>El registro no responde</h1><p>Nada se guardó. Vuelve a intentar; si sigue, avisa a "
    "quien administra el servidor.</p>"
)
_OLD_FORM = "El formulario venció o tu navegador bloquea las cookies. Escribe la clave otra vez."


@dataclass(frozen=True)
class Door:
    """Everything that entering needs."""

    keys: StaffKeys
    sessions: Sessions
    lockout: Lockout
    gate: Gate
    workers: Workers
    trusts_proxy: bool

    def add_to(self, panel: FastAPI) -> None:
        """Serve the login and the logout."""
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
            return panel_page("El registro no responde", _UNREACHABLE, status=503)

    async def show(self, request: Request) -> Response:
        """Show the form, or how to make the first key where there is none."""
        if await self.workers.run(self.sessions.find, request.cookies.get(COOKIE)):
            return go_to(HOME)
        if not await self.workers.run(self.keys.is_enabled):
            return panel_page("Todavía nadie puede entrar", _FIRST_KEY)
        return self._form(request, _REASONS.get(request.query_params.get("motivo", ""), ""))

    async def enter(self, request: Request) -> Response:
        """Open a session for whoever has a key."""
        form = await read_form(request)
        expected = request.cookies.get(FORM_COOKIE, "")
        if not expected or not _same(form.get("formulario", ""), expected):
            return self._form(request, _OLD_FORM, 403)
        peer = request.client.host if request.client else None
        address = self.gate.address(peer, request.headers.get("x-forwarded-for"))
        if seconds := self.lockout.seconds_to_wait(address):
            return self._locked(request, seconds)
        self.lockout.failed(address)  # until the key shows otherwise: tries at once count too
        staff = await self.workers.run(self.keys.find, form.get("clave", ""))
        if staff is None:
            if seconds := self.lockout.seconds_to_wait(address):
                return self._locked(request, seconds)
            return self._form(request, _WRONG, 401)
        self.lockout.entered(address)
        self.sessions.close(request.cookies.get(COOKIE))
        session_id = await self.workers.run(self.sessions.open, staff)
        response = go_to(HOME)
        set_cookie(response, session_id, secure=self._is_https(request))
        response.delete_cookie(FORM_COOKIE, path=ENTER)
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
        form = await read_form(request)
        if not session_of(request).is_from_our_form(form.get("csrf", "")):
            return panel_page("Salir", notice(_OLD_FORM), session_of(request), 403)
        self.sessions.close(request.cookies.get(COOKIE))
        response = go_to(f"{ENTER}?motivo=salida")
        response.delete_cookie(COOKIE, path="/")
        return response

    def _form(self, request: Request, words: str = "", status: int = 200) -> Response:
        token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
        also = " o la clave común de funcionarios" if self.keys.has_common_key else ""
        body = (
            f"<h1>Entrar al panel</h1>\n{notice(words)}\n"
            f'<form method="post" action="{ENTER}" class="entrada">{hidden({"formulario": token})}'
            f'<p><label for="clave">Escribe tu clave personal{also}</label>'
            '<input type="password" id="clave" name="clave" required maxlength="200" '
            'autocomplete="current-password" spellcheck="false" autofocus></p>'
            "<p><button>Entrar</button></p></form>"
            f"<p>La sesión dura {HOURS} horas. ¿No eres funcionario o funcionaria? "
            '<a href="/">Ir al asistente</a>.</p>'
        )
        response = panel_page("Entrar al panel", body, status=status)
        set_cookie(response, token, secure=self._is_https(request), name=FORM_COOKIE, path=ENTER)
        return response

    def _locked(self, request: Request, seconds: int) -> Response:
        minutes = -(-seconds // 60)
        wait = "1 minuto" if minutes == 1 else f"{minutes} minutos"
        response = self._form(
            request, f"Hubo demasiadas claves equivocadas desde aquí. Espera {wait}.", 429
        )
        response.headers["Retry-After"] = str(seconds)
        return response

    def _is_https(self, request: Request) -> bool:
        return is_https(request, self.trusts_proxy)


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


_FIRST_KEY = (
    "<h1>Todavía nadie puede entrar</h1><p>Ningún cargo tiene clave y no hay una contraseña de "
    "fábrica. Quien administra el servidor crea la primera clave así, con el cargo y no el nombre "
    "de la persona:</p><pre>"
    + escape('asistente staff add "Coordinador TD" --rol administracion')
    + "</pre><p>La clave se muestra una sola vez. Con ella se entra aquí, y se agregan los demás "
    'cargos.</p><p class="volver"><a href="/">Ir al asistente</a></p>'
)
