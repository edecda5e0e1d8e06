"""`asistente systems`: the registered systems, how each was classified, and what is decided of it.

Everything can be looked at by whoever operates the machine; to decide, `systems_acts` asks who it
is.
"""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli import FOUND, Json, print_json
from ui.cli.registers import open_registers, policy_of_today, read_head, register_errors, today
from ui.cli.systems_acts import Id, approve, assign, observe, redesign, reject, withdraw

app = typer.Typer(
    help="Muestra los sistemas registrados y anota lo que decide el Subcomité.",
    no_args_is_help=True,
)


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
def verify(
    heads: Annotated[
        list[str] | None,
        typer.Option("--head", help="Cabeza guardada antes (NÚMERO:HUELLA) que debe estar."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Comprueba que nadie alteró los registros y que cada resultado sale de sus hechos."""
    published = [read_head(text) for text in heads or ()]
    with register_errors(as_json):
        from assistant.database import build_engine, reading
        from assistant.settings import load_settings
        from governance.policy.load import policies
        from governance.registers.verification import verify_registers

        engine = build_engine(load_settings().database, must_exist=True)
        with reading(engine) as connection:
            found = verify_registers(connection, policies(), published)
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


for act in (approve, reject, observe, withdraw, redesign, assign):
    app.command()(act)
