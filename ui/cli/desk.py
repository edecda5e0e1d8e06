"""`asistente desk`: what the attention by people needs of whoever operates the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import FOUND, Json, explained, fail, print_json

if TYPE_CHECKING:
    from assistant.desk.mail import Mailer
    from assistant.settings import Settings
    from knowledge_base.institution import Institution

app = typer.Typer(help="Atención de personas: avisos a los funcionarios.", no_args_is_help=True)


@app.callback()
def desk() -> None:
    """Atención de personas: avisos a los funcionarios."""


@app.command()
def notify(
    test: Annotated[
        bool, typer.Option("--test", help="Envía un mensaje de prueba, aunque nadie espere.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Envía por correo el aviso pendiente de que alguien espera, o uno de prueba."""
    with explained(as_json):
        from assistant.desk.smtp import build_mailer
        from assistant.settings import load_settings
        from knowledge_base.institution import load_institution

        settings = load_settings()
        institution = load_institution(settings.institution_file)
        mailer = build_mailer(settings)
        if mailer is None:
            fail("No hay servidor de correo. Define ASISTENTE_SMTP_URL: docs/atencion.md.", as_json)
        if test:
            result = _send_test(mailer, settings, institution, as_json)
        else:
            result = _send_due(settings, institution)
        _say(result, as_json)


def _send_test(mailer: Mailer, settings: Settings, institution: Institution, as_json: bool) -> str:
    """Return what became of a message that needs no database and tells of nobody."""
    from assistant.desk.letters import build_letters
    from assistant.desk.mail import MailError

    try:
        refused = mailer.send(*build_letters(settings, institution).test())
    except MailError as error:
        fail(str(error), as_json, FOUND)
    return "tested_some" if refused else "tested"


def _send_due(settings: Settings, institution: Institution) -> str:
    from assistant.database import build_engine
    from assistant.desk.notifier import build_notifier

    engine = build_engine(settings.database, must_exist=True)
    notifier = build_notifier(settings, institution, engine)
    return "nothing" if notifier is None else notifier.send_due()


_WORDS = {
    "nothing": "No hay avisos pendientes.",
    "sent": "Aviso enviado.",
    "failed": "No se pudo enviar; se intentará de nuevo. El motivo está en «asistente doctor».",
    "tested": "Mensaje de prueba enviado: el servidor lo aceptó. Revisa que llegó.",
    "tested_some": "Mensaje de prueba enviado, pero el servidor no aceptó todas las direcciones. "
    "Revisa ASISTENTE_NOTIFY_TO.",
}


def _say(result: str, as_json: bool) -> None:
    if as_json:
        print_json({"result": result})
    else:
        typer.echo(_WORDS[result])
    if result in ("failed", "tested_some"):
        raise typer.Exit(FOUND)
