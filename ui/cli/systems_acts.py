"""The part of `asistente systems` that writes: the acts of the Subcomité, and who is responsible.

Who acts says who they are with their personal key, asked before the database is held. What they
write is kept without personal data.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli import Json, fail, print_json
from ui.cli.registers import (
    KeyFile,
    ask_key,
    open_registers,
    read_day,
    redacted,
    register_errors,
    sign_in,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from governance.registers.acts import Act
    from governance.registers.classifications import Classification
    from governance.registers.officials import Official

Id = Annotated[
    str, typer.Argument(metavar="ID", help="El sistema, por ejemplo SDA-010.", parser=str.upper)
]
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
        which, acta = version or _version(last), Acta(number.strip(), day)
        return Acts().approve(connection, official, system_id, which, level or proposed, acta, kept)

    with register_errors(as_json):
        kept = redacted(reason)
        _record(system_id, act, key_file, as_json)


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

        which = version or _version(last)
        return Acts().reject(connection, official, system_id, which, kept)

    with register_errors(as_json):
        kept = redacted(observations)
        _record(system_id, act, key_file, as_json)


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

        which = version or _version(last)
        return Acts().observe(connection, official, system_id, which, kept)

    with register_errors(as_json):
        kept = redacted(observations)
        _record(system_id, act, key_file, as_json)


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


def assign(
    system_id: Id,
    official_id: Annotated[
        str, typer.Argument(metavar="CARGO", help="El cargo registrado, por ejemplo F-002.")
    ],
    key_file: KeyFile = None,
    as_json: Json = False,
) -> None:
    """Anota qué cargo es responsable de un sistema, designado formalmente (principio 7)."""
    from ui.cli.systems_show import summary

    with register_errors(as_json):
        from assistant.database import writing
        from governance.registers.dossier import get_dossier
        from governance.registers.officials import Officials
        from governance.registers.systems import Systems

        engine, key = open_registers(), ask_key(key_file)
        with writing(engine) as connection:
            who = sign_in(connection, key, as_json)
            if "administracion" not in who.roles:
                fail("Solo puede hacerlo un cargo con rol «administracion».", as_json)
            named = Officials().get(connection, official_id)
            Systems().assign(connection, system_id, named.id, named.name, who.id)
            found = get_dossier(connection, system_id)
    if as_json:
        print_json(summary(found))
    else:
        typer.echo(f"{system_id}: responsable {named.name} ({named.id}).")


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


def _version(classification: Classification | None) -> int:
    return classification.version if classification else 0
