"""`asistente log heads|key|sign`: what is published of the log, and who signs it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from assistant.database import reading, writing
from assistant.key_file import write_once
from assistant.log_key import find_key, key_file, log_days
from assistant.settings import load_settings
from governance.log.decision_log import DecisionLog
from governance.log.signing import new_private_pem, write_public_pem
from governance.moments import utc_now
from ui.cli.log_base import By, Json, explained, fail, open_database, print_json, write_whole
from ui.cli.registers import redacted


def heads(
    file: Annotated[
        Path | None, typer.Argument(help="Archivo que escribir (JSON Lines); si no, la salida.")
    ] = None,
    since: Annotated[str, typer.Option(help="Solo desde este día (AAAA-MM-DD).")] = "",
    as_json: Json = False,
) -> None:
    """Entrega la cabeza firmada de cada día, para publicarla o guardarla en otra parte."""
    with explained(as_json):
        settings = load_settings()
        with reading(open_database(settings)) as connection:
            days = [d for d in DecisionLog().signed_days(connection) if d.day >= since]
        if file is None:
            sys.stdout.writelines(f"{day.line()}\n" for day in days)
            return
        write_whole(file, (day.line() for day in days))
    if as_json:
        print_json({"file": str(file), "days": len(days)})
    else:
        Console().print(f"Cabezas escritas en [bold]{escape(str(file))}[/bold]: {len(days)}.")


def key(as_json: Json = False) -> None:
    """Muestra la clave pública con que cualquiera comprueba las firmas, y su huella."""
    with explained(as_json):
        settings = load_settings()
        found = find_key(settings)
        if found is None:
            fail(
                f"{key_file(settings)}: todavía no hay clave. Se crea al iniciar el asistente.",
                as_json,
            )
    pem = write_public_pem(found.public)
    if as_json:
        print_json({"key_id": found.key_id, "institution": found.institution, "pem": pem})
        return
    sys.stdout.write(pem)
    Console(stderr=True).print(f"Huella: {found.key_id}", soft_wrap=True)


def sign(
    by: By,
    why: Annotated[str, typer.Option("--why", help="Por qué, en una frase; queda para siempre.")],
    as_json: Json = False,
) -> None:
    """Sigue el registro con la clave de ahora: la anterior se perdió o cambió, o es un respaldo.

    Queda un asiento que lo dice. Lo que estuviera mal antes lo sigue diciendo «log verify».
    """
    with explained(as_json):
        settings = load_settings()
        engine = open_database(settings)
        if find_key(settings) is None:
            write_once(key_file(settings), new_private_pem())
        log = DecisionLog(log_days(settings), find_key(settings))
        if not (by.strip() and why.strip()):
            fail("Di quién lo hace (--by) y por qué (--why).", as_json)
        with writing(engine) as connection:
            entry = log.sign_anew(connection, by=by, reason=redacted(why), at=utc_now())
    if as_json:
        print_json({"entry": entry})
    else:
        Console().print(f"El registro sigue con la clave de ahora: asiento [bold]{entry}[/bold].")
