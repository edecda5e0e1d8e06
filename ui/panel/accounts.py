"""The addresses of the accounts: list, add, and what is done with one. Administrators only."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from fastapi import FastAPI, Request, Response

from assistant.accounts.administration import Account, Administration
from assistant.desk.permissions import NotAllowed
from governance.registers.officials import Official, OfficialError, OfficialNotFound
from governance.registers.roles import ROLES
from ui.forms import notice, read_form
from ui.panel.accounts_page import account_page, key_page, list_page
from ui.panel.sessions import Sessions, StaffSession
from ui.panel.web import ACCOUNTS, HOME, go_to, panel_page, session_of
from ui.workers import Workers

P = ParamSpec("P")
T = TypeVar("T")

_ID = re.compile(r"F-[0-9]{3,9}")
_OLD_FORM = "El formulario venció. Revisa lo que elegiste y envíalo otra vez."
_DONE: Mapping[str, str] = {
    "roles": "Los roles quedaron guardados.",
    "desactivar": "El cargo quedó desactivado.",
    "desbloquear": "La cuenta quedó desbloqueada.",
    "sesiones": "Sus sesiones quedaron cerradas.",
}


@dataclass(frozen=True)
class AccountPages:
    """Accounts as pages."""

    administration: Administration
    sessions: Sessions
    workers: Workers

    def add_to(self, panel: FastAPI) -> None:
        """Serve them."""
        reads = ["GET", "HEAD"]
        panel.add_api_route("/cuentas", self.all, methods=reads)
        panel.add_api_route("/cuentas", self.add, methods=["POST"])
        panel.add_api_route("/cuentas/{official_id}", self.one, methods=reads)
        panel.add_api_route("/cuentas/{official_id}/{what}", self.change, methods=["POST"])

        @panel.exception_handler(NotAllowed)
        async def _not_allowed(request: Request, error: NotAllowed) -> Response:
            back = f'<p><a href="{HOME}">Volver al panel</a></p>'
            body = f"<h1>No puedes ver esto</h1>{notice(str(error))}{back}"
            return panel_page("No puedes ver esto", body, session_of(request), 403)

        @panel.exception_handler(OfficialNotFound)
        async def _unknown(request: Request, error: OfficialNotFound) -> Response:
            back = f'<p><a href="{ACCOUNTS}">Ver las cuentas</a></p>'
            body = f"<h1>Ese cargo no está registrado</h1>{back}"
            return panel_page("Ese cargo no está registrado", body, session_of(request), 404)

    async def all(self, request: Request) -> Response:
        """Show every account."""
        return await self._all(request)

    async def one(self, request: Request, official_id: str) -> Response:
        """Show one account."""
        done = _DONE.get(request.query_params.get("hecho", ""), "")
        return await self._one(request, official_id, done)

    async def add(self, request: Request) -> Response:
        """Add an official, and show their key for the only time."""
        session, form = session_of(request), await read_form(request)
        if not session.is_from_our_form(form.get("csrf", "")):
            return await self._all(request, _OLD_FORM, 403, form)
        try:
            official, key = await self.workers.run(
                self.administration.add, session.official, form.get("nombre", ""), _roles(form)
            )
        except OfficialError as error:
            return await self._all(request, str(error), 422, form)
        return self._key(session, official, key)

    async def change(self, request: Request, official_id: str, what: str) -> Response:
        """Do one thing with an account."""
        session, form = session_of(request), await read_form(request)
        official_id = _known_form(official_id)
        if not session.is_from_our_form(form.get("csrf", "")):
            return await self._one(request, official_id, _OLD_FORM, 403)
        try:
            if what == "clave":
                return await self._renew(session, official_id)
            await self._do(session.official, official_id, what, form)
        except OfficialError as error:
            return await self._one(request, official_id, str(error), 409)
        if official_id == session.official.id:
            return go_to(HOME)  # what they changed was their own: it may have ended this session
        return go_to(f"{ACCOUNTS}/{official_id}?hecho={what}")

    async def _do(self, by: Official, official_id: str, what: str, form: Mapping[str, str]) -> None:
        administration = self.administration
        if what == "roles":
            await self._run(administration.change_roles, by, official_id, _roles(form))
        elif what == "desbloquear":
            await self._run(administration.unlock, by, official_id)
        elif what == "sesiones":
            await self._run(administration.end_sessions, by, official_id)
        elif what == "desactivar" and form.get("seguro"):
            await self._run(administration.deactivate, by, official_id)
        elif what == "desactivar":
            raise OfficialError("Marca que quieres desactivarlo. No se deshace.")
        else:
            raise OfficialNotFound(what)

    async def _renew(self, session: StaffSession, official_id: str) -> Response:
        key = await self._run(self.administration.renew_key, session.official, official_id)
        if official_id == session.official.id:
            return self._key(None, session.official, key)
        found = await self._find(session, official_id)
        return self._key(session, found.official, key)

    async def _run(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        done = await self.workers.run(do, *args, **kwargs)
        self.sessions.forget_all()  # who lost something loses it here at once
        return done

    async def _find(self, session: StaffSession, official_id: str) -> Account:
        accounts = await self.workers.run(self.administration.list, session.official)
        found = next((one for one in accounts if one.official.id == official_id), None)
        if found is None:
            raise OfficialNotFound(official_id)
        return found

    async def _all(
        self,
        request: Request,
        words: str = "",
        status: int = 200,
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        session = session_of(request)
        accounts = await self.workers.run(self.administration.list, session.official)
        body = notice(words) + list_page(accounts, session, typed or {})
        return panel_page("Cuentas", body, session, status)

    async def _one(
        self, request: Request, official_id: str, words: str = "", status: int = 200
    ) -> Response:
        session = session_of(request)
        account = await self._find(session, _known_form(official_id))
        body = account_page(account, session, notice(words))
        return panel_page(account.official.id, body, session, status)

    def _key(self, session: StaffSession | None, official: Official, key: str) -> Response:
        return panel_page("Clave personal", key_page(official, key), session)


def _known_form(official_id: str) -> str:
    """Return the id; what cannot be one never reaches the database."""
    if not _ID.fullmatch(official_id):
        raise OfficialNotFound("no es un cargo")
    return official_id


def _roles(form: Mapping[str, str]) -> list[str]:
    return [role for role in ROLES if form.get(f"rol_{role}")]
