"""The page where an official chooses a password, with the personal key that only they have."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI, Request, Response

from assistant.accounts.entrance import EntryRefused
from governance.registers.passwords import SHORTEST, PasswordRefused
from ui.forms import read_form
from ui.panel.entry import OLD_FORM, EntryDesk, account_field, made_to_wait, secret_field
from ui.panel.web import CHOOSE, ENTER, go_to

_RULES = (
    f'<p id="reglas">Desde {SHORTEST} caracteres. Una frase de cuatro palabras que no tengan que '
    "ver entre sí sirve, y se recuerda mejor que una palabra con signos.</p>"
)


@dataclass(frozen=True)
class PasswordPage:
    """The page, for the first password and for one that was forgotten."""

    desk: EntryDesk

    def add_to(self, panel: FastAPI) -> None:
        """Serve it."""
        panel.add_api_route("/entrar/crear", self.show, methods=["GET", "HEAD"])
        panel.add_api_route("/entrar/crear", self.choose, methods=["POST"])

    async def show(self, request: Request) -> Response:
        """Show the form."""
        return self._form(request)

    async def choose(self, request: Request) -> Response:
        """Keep the password."""
        form = await read_form(request)
        account = form.get("cargo", "")
        if not self.desk.is_our_form(request, form):
            return self._form(request, OLD_FORM, 403, account)
        try:
            await self.desk.slowly(
                request,
                self.desk.entrance.choose_password,
                account,
                form.get("clave", ""),
                form.get("contrasena", ""),
                form.get("otra_vez", ""),
                self.desk.address(request),
            )
        except EntryRefused as error:
            return made_to_wait(self._form(request, str(error), 401, account), error)
        except PasswordRefused as error:
            return self._form(request, str(error), 422, account)
        self.desk.sessions.forget_all()
        return go_to(f"{ENTER}?motivo=creada")

    def _form(
        self, request: Request, words: str = "", status: int = 200, account: str = ""
    ) -> Response:
        def build(token: str) -> str:
            return (
                "<p>Usa la clave personal que te entregó quien administra los cargos. Al guardar, "
                "se cierran las sesiones que tengas abiertas.</p>"
                f'<form method="post" action="{CHOOSE}" class="entrada">{token}'
                f"{account_field(account)}{secret_field('clave', 'Clave personal', 'off')}"
                f"{secret_field('contrasena', 'Contraseña nueva', 'new-password', 'reglas')}"
                f"{_RULES}"
                f"{secret_field('otra_vez', 'La contraseña nueva, otra vez', 'new-password')}"
                "<p><button>Guardar mi contraseña</button></p></form>"
                f'<p class="volver"><a href="{ENTER}">Volver a la entrada</a></p>'
            )

        return self.desk.page(request, "Crear o cambiar mi contraseña", build, words, status)
