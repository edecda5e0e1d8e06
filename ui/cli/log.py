"""`asistente log`: prove that the decision log is whole, purge what is over, export it.

Decisions and events of the desk are entries of one log: every command treats both alike.

Exit codes: 0 all is well, 1 the log was altered, 2 it could not be done.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.conversations import Conversations
from assistant.database import (
    DatabaseDamaged,
    DatabaseError,
    build_engine,
    erase_traces,
    migrate,
    reading,
    reason,
    writing,
)
from assistant.desk.cases import Cases
from assistant.desk.contacts.book import ContactBook
from assistant.desk.contacts.keys import build_keys
from assistant.desk.contacts.sealing import Seal
from assistant.settings import SettingsError, load_settings
from governance.chain import Head, Verification
from governance.decision_log import DecisionLog, LogDamaged, verify_export
from governance.moments import stamp, utc_now
from governance.registers.interviews import Interviews

ALTERED, IMPOSSIBLE = 1, 2
PURGE_AT_ONCE = 2000
"""Entries purged in one transaction: turns wait at most for this."""

app = typer.Typer(
    help="Comprueba, purga y exporta el registro de decisiones.", no_args_is_help=True
)
Json = Annotated[bool, typer.Option("--json", help="Salida para programas.")]


@app.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(help="Exportación que comprobar, sin base de datos.")
    ] = None,
    head: Annotated[
        list[str] | None,
        typer.Option(help="Cabeza publicada antes (NÚMERO:HUELLA) que el registro debe contener."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Comprueba que nadie cambió, quitó, insertó ni reordenó asientos."""
    published = [_read_head(text) for text in head or ()]
    with _explained(as_json):
        if file is not None:
            with file.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
                found = verify_export(lines, published)
        else:
            engine = build_engine(load_settings().database, must_exist=True)
            with reading(engine) as connection:
                found = DecisionLog().verify(connection, published)
    _show_verification(found, as_json)
    raise typer.Exit(0 if found.is_intact else ALTERED)


@app.command()
def purge(as_json: Json = False) -> None:
    """Borra lo que cumplió su plazo y deja prueba fechada de ello."""
    with _explained(as_json):
        settings = load_settings()
        days = settings.retention_days
        engine = build_engine(settings.database, must_exist=True)
        migrate(engine)
        log, now = DecisionLog({"limitado": days}), utc_now()
        conversations = Conversations(retention_days=days)
        cases = Cases(conversations, log)
        contacts = ContactBook(cases, Seal(build_keys(settings)), settings.contact_days)
        proofs: list[str] = []
        entries = 0
        while True:
            with writing(engine) as connection:
                proof = log.purge(connection, now, most=PURGE_AT_ONCE)
            entries += proof.entries
            if proof.decision_id:
                proofs.append(proof.decision_id)
            if proof.entries < PURGE_AT_ONCE:
                break
        with writing(engine) as connection:
            erased_contacts = contacts.purge(connection, now)
            ended_cases = cases.purge(connection, now)
            messages = conversations.purge(connection, now)
            interviews = Interviews(retention_days=days).purge(connection, now)
        erase_traces(engine)
    report = {
        "at": stamp(now),
        "entries": entries,
        "messages": messages,
        "cases": ended_cases,
        "contacts": erased_contacts,
        "interviews": interviews,
        "proofs": proofs,
    }
    if as_json:
        _print_json(report)
        return
    console = Console()
    console.print(
        f"Purga de lo que cumplió {days} días. Asientos: {entries}. Mensajes: {messages}. "
        f"Casos: {ended_cases}. Contactos: {erased_contacts}. Entrevistas: {interviews}."
    )
    for proof_id in proofs:
        console.print(f"Prueba de purga: asiento [bold]{proof_id}[/bold]")


@app.command()
def export(
    file: Annotated[
        Path, typer.Argument(help="Archivo que escribir (JSON Lines); - es la salida.")
    ],
    as_json: Json = False,
) -> None:
    """Exporta el registro entero a un archivo que se comprueba sin base de datos."""
    with _explained(as_json):
        engine = build_engine(load_settings().database, must_exist=True)
        with reading(engine) as connection:
            lines = DecisionLog().export(connection)
            if str(file) == "-":
                sys.stdout.writelines(f"{line}\n" for line in lines)
                return
            count = _write_whole(file, lines)
    if as_json:
        _print_json({"file": str(file), "entries": count - 1})
    else:
        Console().print(f"Asientos exportados a [bold]{escape(str(file))}[/bold]: {count - 1}.")
        Console().print(f"Compruébalos con: asistente log verify {escape(str(file))}")


@contextmanager
def _explained(as_json: bool) -> Iterator[None]:
    """Turn what is broken into words and an exit code."""
    try:
        yield
    except DatabaseDamaged as error:
        _fail(str(error), as_json, ALTERED)
    except LogDamaged:
        _fail("Falta la cabeza del registro: alguien la quitó.", as_json, ALTERED)
    except (DatabaseError, SettingsError) as error:
        _fail(str(error), as_json, IMPOSSIBLE)
    except OSError as error:
        _fail(f"{error.filename}: {reason(error)}.", as_json, IMPOSSIBLE)


def _fail(message: str, as_json: bool, code: int) -> NoReturn:
    if as_json:
        _print_json({"error": message})
    else:
        Console(stderr=True).print(f"[red]{escape(message)}[/red]")
    raise typer.Exit(code)


def _show_verification(found: Verification, as_json: bool) -> None:
    if as_json:
        _print_json(
            {
                "intact": found.is_intact,
                "entries": found.entries,
                "purged": found.purged,
                "head": found.head._asdict() if found.head else None,
                "problems": [asdict(problem) for problem in found.problems],
                "omitted": found.omitted,
            }
        )
        return
    console = Console()
    count = f"asientos: {found.entries}, de ellos purgados: {found.purged}"
    if found.is_intact:
        console.print(f"[green]El registro está íntegro:[/green] {count}.")
    else:
        console.print(f"[red]El registro fue alterado:[/red] {count}.")
        table = Table("Asiento", "Hallazgo")
        for problem in found.problems:
            table.add_row(str(problem.sequence), problem.message)
        console.print(table)
        if found.omitted:
            console.print(f"… y {found.omitted} hallazgos más.")
    if found.head:
        console.print(f"Cabeza: {found.head.sequence}:{found.head.hash}", soft_wrap=True)


def _read_head(text: str) -> Head:
    sequence, _, fingerprint = text.partition(":")
    if not sequence.isdecimal() or len(fingerprint) != 64:
        raise typer.BadParameter(f"{text!r} no es una cabeza. Escribe NÚMERO:HUELLA.")
    return Head(int(sequence), fingerprint.lower())


def _write_whole(file: Path, lines: Iterable[str]) -> int:
    """Write the file so that it is there whole or not at all, for its owner only."""
    count = 0
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            for line in lines:
                out.write(f"{line}\n")
                count += 1
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise
    return count


def _print_json(report: object) -> None:
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
