"""`asistente systems`: the registered systems, how each was classified, and what is decided of it.

Who decides says who they are with their personal key. Everything else can be looked at by whoever
operates the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli import FOUND, Json, print_json
from ui.cli.registers import (
    KeyFile,
    ask_key,
    open_registers,
    policy_of_today,
    read_day,
    redacted,
    register_errors,
    sign_in,
    today,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from governance.registers.acts import Act
    from governance.registers.classifications import Classification
    from governance.registers.officials import Official

app = typer.Typer(
    help="Muestra los sistemas registrados y anota lo que decide el Subcomité.",
    no_args_is_help=True,
)
Id = Annotated[str, typer.Argument(metavar="ID", help="El sistema, por ejemplo SDA-010.")]
Level = Literal["bajo", "limitado", "alto"]
Version = Annotated[
    int | None,
    typer.Option(
        "--version", metavar="N", help="La versión que revisaste; si falta, la última.", min=1
    ),
]
Number = Annotated[str, typer.Option("--acta", metavar="N", help="Número del Acta.")]
Day = Annotated[
    date,
    typer.Option("--fecha", metavar="FECHA", help="Fecha del Acta (DD/MM/AAAA).", parser=read_day),
]
Observations = Annotated[
    str, typer.Option("--observaciones", metavar="TEXTO", help="Qué debe cambiar o qué falta.")
]
Reason = Annotated[str, typer.Option("--motivo", metavar="TEXTO", help="Por qué.")]


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Muestra cada sistema con su nivel, y quién lo dice."""
    from ui.cli.systems_show import show_list, summary

    with register_errors(as_json):
        from assistant.database import reading
        from governance.registers.dossier import dossiers

        with reading(open_registers()) as connection:
            found = dossiers(connection)
    if as_json:
        print_json([summary(dossier) for dossier in found])
    else:
        show_list(found)


@app.command()
def show(system_id: Id, as_json: Json = False) -> None:
    """Muestra un sistema y su última clasificación."""
    from ui.cli.systems_show import show_dossier, whole

    with register_errors(as_json):
        from assistant.database import reading
        from governance.registers.dossier import get_dossier

        with reading(open_registers()) as connection:
            found = get_dossier(connection, system_id)
    if as_json:
        print_json(whole(found))
    else:
        show_dossier(found)


@app.command()
def history(system_id: Id, as_json: Json = False) -> None:
    """Muestra las versiones de su clasificación y los actos sobre ellas, en orden."""
    from ui.cli.systems_show import events, show_events

    with register_errors(as_json):
        from assistant.database import reading
        from governance.registers.dossier import get_dossier

        with reading(open_registers()) as connection:
            found = get_dossier(connection, system_id)
    if as_json:
        print_json(events(found))
    else:
        show_events(found)


@app.command()
def approve(
    system_id: Id,
    number: Number,
    day: Day,
    level: Annotated[
        Level | None, typer.Option("--nivel", help="El que fija el Acta; si falta, el propuesto.")
    ] = None,
    version: Version = None,
    reason: Reason = "",
    key_file: KeyFile = None,
    as_json: Json = False,
) -> None:
    """Anota que el Subcomité aprobó la clasificación, con su Acta."""

    def act(connection: Connection, official: Official, last: Classification | None) -> Act:
        from governance.registers.acts import Acta, Acts

        proposed = last.proposal[-1] if last else "alto"  # without one it is refused anyway
        acta, why = Acta(number.strip(), day), kept_reason
        return Acts().approve(
            connection, official, system_id, version or _number(last), level or proposed, acta, why
        )

    with register_errors(as_json):
        kept_reason = redacted(reason)
        _record(system_id, act, key_file, as_json)


@app.command()
def reject(
    system_id: Id,
    observations: Observations,
    version: Version = None,
    key_file: KeyFile = None,
    as_json: Json = False,
) -> None:
    """Anota que el Subcomité rechazó la clasificación, y por qué."""

    def act(connection: Connection, official: Official, last: Classification | None) -> Act:
        from governance.registers.acts import Acts

        which = version or _number(last)
        return Acts().reject(connection, official, system_id, which, kept)

    with register_errors(as_json):
        kept = redacted(observations)
        _record(system_id, act, key_file, as_json)


@app.command()
def observe(
    system_id: Id,
    observations: Observations,
    version: Version = None,
    key_file: KeyFile = None,
    as_json: Json = False,
) -> None:
    """Anota lo que el Subcomité pide antes de decidir."""

    def act(connection: Connection, official: Official, last: Classification | None) -> Act:
        from governance.registers.acts import Acts

        which = version or _number(last)
        return Acts().observe(connection, official, system_id, which, kept)

    with register_errors(as_json):
        kept = redacted(observations)
        _record(system_id, act, key_file, as_json)


@app.command()
def withdraw(
    system_id: Id, reason: Reason, key_file: KeyFile = None, as_json: Json = False
) -> None:
    """Retira un sistema para siempre: no se usa más."""

    def act(connection: Connection, official: Official, last: Classification | None) -> Act:
        from governance.registers.acts import Acts

        return Acts().withdraw(connection, official, system_id, kept)

    with register_errors(as_json):
        kept = redacted(reason)
        _record(system_id, act, key_file, as_json)


@app.command()
def redesign(
    system_id: Id, reason: Reason, key_file: KeyFile = None, as_json: Json = False
) -> None:
    """Manda un sistema a rediseño: hay que clasificarlo de nuevo antes de usarlo."""

    def act(connection: Connection, official: Official, last: Classification | None) -> Act:
        from governance.registers.acts import Acts

        return Acts().redesign(connection, official, system_id, kept)

    with register_errors(as_json):
        kept = redacted(reason)
        _record(system_id, act, key_file, as_json)


@app.command()
def agenda(as_json: Json = False) -> None:
    """Muestra lo que debe ver el Subcomité en su próxima sesión."""
    from ui.cli.agenda_show import agenda_as_dict, show_agenda

    with register_errors(as_json):
        from assistant.database import reading
        from governance.registers.agenda import build_agenda
        from governance.registers.dossier import dossiers

        with reading(open_registers()) as connection:
            found = build_agenda(policy_of_today(), dossiers(connection), today())
    if as_json:
        print_json(agenda_as_dict(found))
    else:
        show_agenda(found)


@app.command()
def verify(as_json: Json = False) -> None:
    """Comprueba que nadie alteró los registros y que cada resultado sale de sus hechos."""
    with register_errors(as_json):
        from assistant.database import build_engine, reading
        from assistant.settings import load_settings
        from governance.policy.load import policies
        from governance.registers.verification import verify_registers

        engine = build_engine(load_settings().database, must_exist=True)
        with reading(engine) as connection:
            found = verify_registers(connection, policies())
    problems = [problem.message for problem in found.journal.problems] + list(found.problems)
    if as_json:
        head = found.journal.head
        print_json(
            {
                "intact": found.is_intact,
                "entries": found.journal.entries,
                "derived": found.derived,
                "head": head._asdict() if head else None,
                "problems": problems,
            }
        )
    else:
        for problem in problems:
            typer.echo(problem)
        verdict = "íntegros" if found.is_intact else "ALTERADOS"
        typer.echo(
            f"Registros {verdict}: {found.journal.entries} asientos, {found.derived} "
            "clasificaciones vueltas a derivar."
        )
        if found.journal.head:
            typer.echo(f"Cabeza: {found.journal.head.sequence}:{found.journal.head.hash}")
    raise typer.Exit(0 if found.is_intact else FOUND)


Perform = Callable[["Connection", "Official", "Classification | None"], "Act"]


def _record(system_id: str, act: Perform, key_file: KeyFile, as_json: bool) -> None:
    """Write the act of whoever has the key, and say what was written."""
    from assistant.database import writing
    from governance.registers.classifications import Classifications
    from governance.registers.dossier import get_dossier
    from ui.cli.systems_show import act_as_dict

    engine, key = open_registers(), ask_key(key_file)
    with writing(engine) as connection:
        official = sign_in(connection, key, as_json)
        done = act(connection, official, Classifications().latest(connection, system_id))
        label = get_dossier(connection, system_id).label
    if as_json:
        print_json({**act_as_dict(done), "label": label})
    else:
        typer.echo(f"Anotado por {done.by_name} ({done.by}). {system_id}: {label}.")


def _number(classification: Classification | None) -> int:
    return classification.version if classification else 0
