"""`asistente desk`: what the attention by people needs of whoever operates the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import FOUND, Json, explained, fail, print_json

if TYPE_CHECKING:
    from assistant.desk.measures.measuring import Measures
    from assistant.desk.notices.mail import Mailer
    from assistant.settings import Settings
    from knowledge_base.institution import Institution

app = typer.Typer(
    help="Atención de personas: avisos a los funcionarios y medidas.", no_args_is_help=True
)


@app.callback()
def desk() -> None:
    """Atención de personas: avisos a los funcionarios y medidas."""


@app.command()
def notify(
    test: Annotated[
        bool, typer.Option("--test", help="Envía un mensaje de prueba, aunque nadie espere.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Envía por correo el aviso pendiente de que alguien espera, o uno de prueba."""
    with explained(as_json):
        from assistant.desk.notices.smtp import build_mailer
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


@app.command()
def measures(
    days: Annotated[
        int, typer.Option("--dias", help="Plazo hasta ahora: 7, 30, 90 o 365 días.")
    ] = 30,
    as_json: Json = False,
) -> None:
    """Muestra las medidas de la atención, sacadas del registro."""
    with explained(as_json):
        from assistant.database import build_engine
        from assistant.desk.hours import OfficeHours
        from assistant.desk.measures.measuring import WINDOWS, read_measures
        from assistant.settings import load_settings
        from governance.log.decision_log import DecisionLog
        from governance.moments import utc_now
        from knowledge_base.institution import load_institution
        from ui.measures.rows import as_members

        window = next((one for one in WINDOWS if one == days), None)
        if window is None:
            raise typer.BadParameter(
                f"{days} no es un plazo. Usa 7, 30, 90 o 365.", param_hint="--dias"
            )
        settings = load_settings()
        hours = OfficeHours(load_institution(settings.institution_file).attention)
        engine = build_engine(settings.database, must_exist=True)
        found = read_measures(engine, DecisionLog(), window, utc_now(), hours.working_time)
        if as_json:
            print_json(as_members(found))
        else:
            _show_measures(found)


def _show_measures(found: Measures) -> None:
    from itertools import groupby

    from rich.console import Console
    from rich.table import Table

    from ui.measures.rows import rows
    from ui.measures.words import spoken

    for group, of in groupby(rows(found), key=lambda row: row.group):
        table = Table(show_header=False, title=group, title_justify="left", box=None)
        for row in of:
            table.add_row(row.name, spoken(row))
        Console().print(table)


def _send_test(mailer: Mailer, settings: Settings, institution: Institution, as_json: bool) -> str:
    """Return what became of a message that needs no database and tells of nobody."""
    from assistant.desk.notices.letters import build_letters
    from assistant.desk.notices.mail import MailError

    try:
        refused = mailer.send(*build_letters(settings, institution).test())
    except MailError as error:
        fail(str(error), as_json, FOUND)
    return "tested_some" if refused else "tested"


def _send_due(settings: Settings, institution: Institution) -> str:
    from assistant.database import build_engine
    from assistant.desk.notices.notifier import build_notifier

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
