"""`asistente log`: prove that the decision log is whole, purge what is over, export it.

Decisions and events of the desk are entries of one log: every command treats both alike.

Exit codes: 0 all is well, 1 the log was altered, 2 it could not be done.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy import Engine

from assistant.conversations import Conversations
from assistant.database import reading
from assistant.desk.cases import Cases
from assistant.desk.contacts.book import ContactBook
from assistant.desk.contacts.keys import build_keys
from assistant.desk.contacts.sealing import Seal
from assistant.log_keeping import LogKeeping
from assistant.log_key import build_log, find_key, find_keys, key_file
from assistant.purging import Purge
from assistant.settings import Settings, load_settings
from governance.log.decision_log import DecisionLog, verify_export
from governance.moments import stamp, utc_now
from governance.registers.interviews import Interviews
from ui.cli import log_holds, log_keys, log_verify
from ui.cli.log_base import ALTERED, Json, explained, fail, open_database, print_json, write_whole

app = typer.Typer(
    help="Comprueba, purga y exporta el registro de decisiones.", no_args_is_help=True
)
app.add_typer(log_holds.app, name="hold")
app.command()(log_keys.heads)
app.command()(log_keys.key)
app.command()(log_keys.sign)


@app.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(help="Exportación que comprobar, sin base de datos.")
    ] = None,
    head: Annotated[
        list[str] | None,
        typer.Option(help="Cabeza publicada antes (NÚMERO:HUELLA) que el registro debe contener."),
    ] = None,
    heads: Annotated[
        Path | None,
        typer.Option(help="Archivo de cabezas diarias publicadas, como el que da «log heads»."),
    ] = None,
    key: Annotated[
        list[Path] | None,
        typer.Option(help="Clave pública (PEM) con que se firmó; se puede repetir."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Comprueba que nadie cambió, quitó, insertó ni reordenó asientos, y las firmas."""
    with explained(as_json):
        keys = log_verify.read_keys(key or ())
        published = [log_verify.read_head(text) for text in head or ()]
        if file is None:
            settings = load_settings()
            keys = keys or find_keys(settings)
        if heads is not None:
            published += log_verify.read_heads(heads, keys)
        if file is not None:
            with file.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
                found = verify_export(lines, published, keys)
        else:
            engine = open_database(settings)
            with reading(engine) as connection:
                found = DecisionLog().verify(connection, published, keys)
            if found.signatures == "unchecked":
                fail(
                    f"{key_file(settings)}: no está, y el registro está firmado: no se puede "
                    "comprobar. Copia ahí la clave desde un respaldo, o da la pública con --key.",
                    as_json,
                )
    log_verify.show(found, as_json)
    raise typer.Exit(0 if found.is_intact else ALTERED)


@app.command()
def purge(
    yes_clock: Annotated[
        bool,
        typer.Option(
            "--yes-clock",
            help="La fecha de esta máquina está bien: purga aunque sea mucho de una vez.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Borra lo que cumplió su plazo y deja prueba fechada de ello."""
    with explained(as_json):
        settings = load_settings()
        engine = open_database(settings)
        purging = build_purge(settings, engine)
        LogKeeping(purging, settings.system_id, utc_now).prepare()
        done = purging.run(utc_now(), is_clock_sure=yes_clock)
    if as_json:
        print_json({**asdict(done), "at": stamp(done.at), "proofs": list(done.proofs)})
        return
    console = Console()
    console.print(
        f"Purga de lo que cumplió su plazo. Asientos: {done.entries}. Mensajes: {done.messages}. "
        f"Casos: {done.cases}. Contactos: {done.contacts}. Entrevistas: {done.interviews}."
    )
    for proof_id in done.proofs:
        console.print(f"Prueba de purga: asiento [bold]{proof_id}[/bold]")


@app.command()
def export(
    file: Annotated[
        Path, typer.Argument(help="Archivo que escribir (JSON Lines); - es la salida.")
    ],
    as_json: Json = False,
) -> None:
    """Exporta el registro entero a un archivo que se comprueba sin base de datos."""
    with explained(as_json):
        settings = load_settings()
        engine = open_database(settings)
        log = DecisionLog(key=find_key(settings))
        with reading(engine) as connection:
            lines = log.export(connection)
            if str(file) == "-":
                sys.stdout.writelines(f"{line}\n" for line in lines)
                return
            days = len(log.signed_days(connection))
            entries = write_whole(file, lines) - days - 1
    if as_json:
        print_json({"file": str(file), "entries": entries})
    else:
        Console().print(f"Asientos exportados a [bold]{escape(str(file))}[/bold]: {entries}.")
        Console().print(f"Compruébalos con: asistente log verify {escape(str(file))}")


def build_purge(settings: Settings, engine: Engine) -> Purge:
    """Return the purge of this installation."""
    conversations = Conversations(retention_days=settings.retention_days)
    log = build_log(settings, engine)
    cases = Cases(conversations, log)
    contacts = ContactBook(cases, Seal(build_keys(settings)), settings.contact_days)
    interviews = Interviews(retention_days=settings.retention_days)
    return Purge(engine, log, cases, contacts, interviews)
