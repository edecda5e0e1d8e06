"""What every command of `asistente log` does alike: how it ends, and how it writes a file."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy import Engine

from assistant.database import DatabaseDamaged, DatabaseError, build_engine, migrate, reason
from assistant.settings import Settings, SettingsError
from governance.log.decision_log import ClockDoubted, HeadNotOurs, LogDamaged
from governance.log.holds import HoldNotFound, HoldRefused

ALTERED, IMPOSSIBLE = 1, 2

Json = Annotated[bool, typer.Option("--json", help="Salida para programas.")]
By = Annotated[str, typer.Option("--by", help="Quién lo hace, por ejemplo F-003.")]


@contextmanager
def explained(as_json: bool) -> Iterator[None]:
    """Turn what is broken into words and an exit code."""
    try:
        yield
    except DatabaseDamaged as error:
        fail(str(error), as_json, ALTERED)
    except HeadNotOurs:
        fail(
            "La cabeza del registro no tiene la firma de esta instalación. No se escribió nada. "
            "Ejecuta «asistente log verify», guarda la base como evidencia y revisa qué pasó; "
            "para seguir desde ahí, «asistente log sign»: docs/operacion.md.",
            as_json,
            ALTERED,
        )
    except LogDamaged:
        fail("Falta la cabeza del registro: alguien la quitó.", as_json, ALTERED)
    except (DatabaseError, SettingsError, ClockDoubted, HoldNotFound, HoldRefused) as error:
        fail(str(error), as_json)
    except OSError as error:
        fail(f"{error.filename}: {reason(error)}.", as_json)


def open_database(settings: Settings) -> Engine:
    """Return the database of this installation, in the shape that this program needs.

    Raises:
        DatabaseError: there is none, or it cannot be used.
    """
    engine = build_engine(settings.database, must_exist=True)
    migrate(engine)
    return engine


def fail(message: str, as_json: bool, code: int = IMPOSSIBLE) -> NoReturn:
    """End the command with one message: what, where, what to do."""
    if as_json:
        print_json({"error": message})
    else:
        Console(stderr=True).print(f"[red]{escape(message)}[/red]")
    raise typer.Exit(code)


def print_json(report: object) -> None:
    """Write `report` as one line of JSON."""
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")


def write_whole(file: Path, lines: Iterable[str]) -> int:
    """Write the file so that it is there whole or not at all, for its owner only; count lines."""
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
