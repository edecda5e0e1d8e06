"""What the commands of the registers share: the database, who is at the keyboard, the dates.

The registers are used on a machine that may never have served a page: a command that writes
creates the database and seeds the catalogue, and one that only reads it says what it can without.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import FOUND, explained, fail

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from governance.log.chain import Head
    from governance.policy.model import Policy
    from governance.registers.dossier import Dossier
    from governance.registers.officials import Official

KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--clave-archivo",
        metavar="ARCHIVO",
        help="Archivo con tu clave, o - para la entrada; si falta, se pregunta sin mostrarla.",
        show_default=False,
    ),
]


@contextmanager
def register_errors(as_json: bool) -> Iterator[None]:
    """Turn what the registers refuse into words and an exit code."""
    from governance.policy.load import PolicyError
    from governance.registers.acts import ActRefused
    from governance.registers.classifications import ClassificationNotFound
    from governance.registers.journal import JournalDamaged
    from governance.registers.officials import OfficialError, OfficialNotFound
    from governance.registers.systems import SystemNotFound, SystemRefused

    refused = (
        ActRefused,
        ClassificationNotFound,
        OfficialError,
        OfficialNotFound,
        PolicyError,
        SystemNotFound,
        SystemRefused,
    )
    with explained(as_json):
        try:
            yield
        except refused as error:
            fail(str(error), as_json)
        except JournalDamaged as error:
            fail(str(error), as_json, FOUND)


def policy_of_today() -> Policy:
    """Return the policy in force today in Chile."""
    from governance.policy.load import policy_on

    return policy_on(today())


def today() -> date:
    """Return the date in Chile."""
    from governance.moments import utc_now
    from governance.registers.days import day_in_chile

    return day_in_chile(utc_now())


def open_registers() -> Engine:
    """Return the database with its tables and the catalogue in it, made if they were not."""
    from assistant.database import build_engine, migrate, writing
    from assistant.settings import load_settings
    from governance.registers.systems import Systems

    engine = build_engine(load_settings().database)
    migrate(engine)
    with writing(engine) as connection:
        Systems().seed(connection, policy_of_today())
    return engine


def known_dossiers() -> tuple[Dossier, ...]:
    """Return the registered systems, or none where no database was made yet; create nothing."""
    from sqlalchemy import make_url

    from assistant.database import build_engine, migrate, reading
    from assistant.settings import load_settings
    from governance.registers.dossier import dossiers

    address = load_settings().database
    if address.startswith("sqlite") and not Path(make_url(address).database or "").is_file():
        return ()
    engine = build_engine(address, must_exist=True)
    migrate(engine)
    with reading(engine) as connection:
        return dossiers(connection)


def ask_key(key_file: Path | None) -> str:
    """Return the personal key of whoever is at the keyboard."""
    if key_file is None:
        key: str = typer.prompt("Tu clave personal", hide_input=True, err=True)
        return key
    if str(key_file) == "-":
        from ui.cli import read_stdin

        return read_stdin().strip()
    return key_file.read_text(encoding="utf-8", errors="replace").strip()


def sign_in(connection: Connection, key: str, as_json: bool) -> Official:
    """Return the official whose key it is, or end the command."""
    from governance.registers.officials import Officials

    official = Officials().find_by_key(connection, key)
    if official is None:
        fail(
            "La clave no es de un cargo activo. Revísala, o pide otra a quien administra: "
            "«asistente staff renew».",
            as_json,
        )
    return official


def redacted(text: str) -> str:
    """Return `text` as it may be kept: without personal data."""
    if not text.strip():
        return ""
    from assistant.redaction import build_redactor

    return build_redactor().redact(text).text


def read_day(text: str) -> date:
    """Return the date that a person wrote.

    >>> read_day("02/03/2026") == read_day("2026-03-02") == date(2026, 3, 2)
    True
    """
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise typer.BadParameter(f"«{text}» no es una fecha. Escríbela como DD/MM/AAAA.")


def read_head(text: str) -> Head:
    """Return the head of a journal that a person kept elsewhere (`NÚMERO:HUELLA`)."""
    from governance.log.chain import Head

    sequence, _, fingerprint = text.partition(":")
    if not sequence.isdecimal() or len(fingerprint) != 64:
        raise typer.BadParameter(f"«{text}» no es una cabeza. Escribe NÚMERO:HUELLA.")
    return Head(int(sequence), fingerprint.lower())
