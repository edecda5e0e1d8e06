"""`asistente eval live`: the real turns of a day, measured once, recorded, and told if wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from evals.live.measuring import Tell
    from evals.live.night import Night

UNMEASURED = 2
_CODES = {"in_band": 0, "out_of_band": 1, "not_enough_data": 3}


def live(
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="AAAA-MM-DD", help="Día; por defecto, ayer."),
    ] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="Turnos que revisar, a lo más.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Salida para programas.")] = False,
) -> None:
    """Mide una muestra de los turnos reales de un día y avisa si salen de lo esperado.

    Termina con 0 si todo está dentro, 1 si algo salió, 3 si faltan datos y 2 si no se pudo medir.
    Un día se mide una sola vez. Guía: docs/calidad-en-vivo.md
    """
    from assistant.settings import SettingsError, load_settings
    from evals.live.build import build_nightly
    from governance.moments import utc_now
    from governance.registers.days import day_in_chile
    from knowledge_base.institution import InstitutionError

    today = day_in_chile(utc_now())
    chosen = day.date() if day else today - timedelta(days=1)
    if chosen >= today:
        _fail("Ese día no termina todavía. Elige uno anterior a hoy con --day AAAA-MM-DD.")
    try:
        nightly = build_nightly(load_settings())
    except (SettingsError, InstitutionError) as error:
        _fail(str(error))
    with _progress() as tell:
        measured = nightly.run(chosen, n, tell)
    if measured.night is None:
        _fail(_explain(chosen, measured.error))
    _show(measured.night, as_json)
    raise typer.Exit(_CODES[measured.night.verdict.value])


def _show(night: Night, as_json: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    from evals.live.words import VERDICTS, rows, sample_line

    if as_json:
        print(night.model_dump_json())
        return
    table = Table("medida", "se encontró", "se espera", "")
    for subject, found, expected, verdict in rows(night):
        table.add_row(subject, found, expected, VERDICTS[verdict])
    console = Console()
    console.print(table)
    console.print(sample_line(night), highlight=False)
    console.print(f"La noche: {VERDICTS[night.verdict]}.", highlight=False)


@contextmanager
def _progress() -> Iterator[Tell]:
    """Show how far it is on the error output, so that the output stays for the result."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Revisando turnos…", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _explain(day: date, error: Exception | None) -> str:
    """Return what to do, with the words of errors that are known to hold nothing of anybody."""
    from assistant.database import DatabaseError
    from assistant.settings import SettingsError
    from assistant.texts import TextsError
    from evals.live.bands import BandsError
    from knowledge_base.embeddings import EmbeddingError

    known = (DatabaseError, SettingsError, TextsError, BandsError, EmbeddingError)
    why = str(error) if isinstance(error, known) else f"Error interno: {type(error).__name__}."
    return (
        f"No se pudo medir el {day:%d/%m/%Y}. {why} Ejecuta «asistente doctor» y repite; más en "
        "docs/calidad-en-vivo.md."
    )


def _fail(words: str) -> NoReturn:
    print(words, file=sys.stderr)
    raise typer.Exit(UNMEASURED)
