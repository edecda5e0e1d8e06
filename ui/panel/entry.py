"""What the ways into the panel share: their page, their form, their counting, the session given."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import ParamSpec, TypeVar

from fastapi import Request, Response

from assistant.accounts.entrance import Entered, Entrance, EntryRefused
from governance.registers.passwords import LONGEST
from ui.forms import hidden, notice
from ui.origin import is_https
from ui.panel.sessions import COOKIE, Sessions
from ui.panel.web import ENTER, panel_page, set_cookie
from ui.rate_limit import Gate
from ui.workers import Workers

FORM_COOKIE = "asistente_entrada"
"""Holds the token of the forms: whoever sends one must have been given it."""

BROWSER_COOKIE = "asistente_equipo"
"""Says that somebody entered from this browser before: what strangers fail does not stop them."""

OLD_FORM = "El formulario venció o tu navegador bloquea las cookies. Escribe todo otra vez."
_KNOWN_S = 180 * 24 * 3600

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class EntryDesk:
    """What entering needs. What takes long happens in `slow`, where nobody else waits for it."""

    entrance: Entrance
    sessions: Sessions
    gate: Gate
    workers: Workers
    slow: Workers
    trusts_proxy: bool

    def page(
        self,
        request: Request,
        title: str,
        build: Callable[[str], str],
        words: str = "",
        status: int = 200,
    ) -> Response:
        """Return a page that somebody outside sees; `build` makes it around the hidden token."""
        token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
        body = build(hidden({"formulario": token}))
        response = panel_page(title, f"<h1>{title}</h1>\n{notice(words)}\n{body}", status=status)
        set_cookie(response, token, secure=self.is_https(request), name=FORM_COOKIE, path=ENTER)
        return response

    def is_our_form(self, request: Request, form: dict[str, str]) -> bool:
        """Return whether a form was given to the browser that sends it."""
        expected = request.cookies.get(FORM_COOKIE, "").encode("utf-8", "replace")
        given = form.get("formulario", "").encode("utf-8", "replace")
        return bool(expected) and hmac.compare_digest(given, expected)

    async def slowly(
        self, request: Request, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what `do` returns, having counted that its address tries.

        Raises:
            EntryRefused: it tried too often in a minute.
            TooBusy: too many others are entering.
        """
        if seconds := self.gate.seconds_to_wait(self.address(request), "wrong_key"):
            raise EntryRefused("Demasiados intentos seguidos. Espera un minuto.", seconds)
        return await self.slow.run(do, *args, **kwargs)

    async def let_in(self, request: Request, response: Response, entered: Entered) -> None:
        """Give the browser its session, always a new one, and end the one that it had."""
        before = await self.workers.run(self.sessions.find, request.cookies.get(COOKIE))
        if before is not None:
            kept = before.kept
            await self.workers.run(self.entrance.leave, kept.id_hash, kept.official_id)
            self.sessions.forget(kept.id_hash)
        secure = self.is_https(request)
        set_cookie(response, entered.session_id, secure=secure)
        set_cookie(
            response,
            entered.browser,
            secure=secure,
            name=BROWSER_COOKIE,
            path=ENTER,
            max_age=_KNOWN_S,
        )
        response.delete_cookie(FORM_COOKIE, path=ENTER)

    def address(self, request: Request) -> str:
        """Return the visitor's address, for counting."""
        return self.gate.visitor(request)

    def is_https(self, request: Request) -> bool:
        """Return whether the visitor's side of the connection is encrypted."""
        return is_https(request, self.trusts_proxy)


def made_to_wait(response: Response, error: EntryRefused) -> Response:
    """Return the response, with how long to wait when that is why somebody was refused."""
    if error.seconds:
        response.status_code = 429
        response.headers["Retry-After"] = str(error.seconds)
    return response


def account_field(typed: str) -> str:
    """Return the field for the account, with what was typed before."""
    return (
        '<p><label for="cargo">Cargo, por ejemplo F-002</label>'
        f'<input id="cargo" name="cargo" value="{escape(typed[:40])}" required maxlength="40" '
        'autocomplete="username" autocapitalize="none" spellcheck="false"></p>'
    )


def secret_field(name: str, label: str, filled_by: str, described_by: str = "") -> str:
    """Return a field whose text nobody sees; what was typed never comes back in it."""
    described = f' aria-describedby="{described_by}"' if described_by else ""
    return (
        f'<p><label for="{name}">{label}</label><input type="password" id="{name}" name="{name}" '
        f'required maxlength="{LONGEST}" autocomplete="{filled_by}"{described}></p>'
    )
