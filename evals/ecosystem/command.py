"""`asistente eval export`: a suite, and what a run answered, as a file of another tool."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evals.ecosystem.exporting import Exported, Format
    from evals.suites.case import Kind

IMPOSSIBLE = 2


def export(
    archivo: Annotated[Path, typer.Argument(metavar="ARCHIVO", help="Archivo nuevo.")],
    to: Annotated[str, typer.Option("--format", help="ragas (JSONL) o promptfoo (YAML).")],
    suite: Annotated[str, typer.Option(help="La suite; por ejemplo, answers.")],
    run: Annotated[
        Path | None,
        typer.Option(metavar="CARPETA", help="Corrida de la que tomar las respuestas (RAGAS)."),
    ] = None,
    url: Annotated[
        str, typer.Option(help="Dirección del servicio al que pregunta promptfoo.")
    ] = "http://127.0.0.1:7860",
) -> None:
    """Exporta una suite a RAGAS o a promptfoo. Guía: docs/evaluacion-ecosistema.md."""
    from evals.ecosystem.exporting import FORMATS, ExportError
    from evals.report.results import RunError
    from evals.suites.case import CaseError
    from evals.suites.catalogue import TITLES

    formats = {name: name for name in FORMATS}
    suites = {name: name for name in TITLES}
    try:
        if to not in formats:
            raise ExportError(f"No conozco el formato «{to}». Hay: {', '.join(formats)}.")
        if suite not in suites:
            raise ExportError(f"No existe la suite «{suite}». Hay: {', '.join(suites)}.")
        if archivo.exists():
            raise ExportError(f"«{archivo.name}» ya existe. Elige otro nombre o bórralo.")
        made = _make(formats[to], suites[suite], run, url.rstrip("/"))
        archivo.write_text(made.text, encoding="utf-8")
    except (ExportError, RunError, CaseError) as problem:
        print(problem, file=sys.stderr)
        raise typer.Exit(IMPOSSIBLE) from problem
    except OSError as error:
        print(f"No pude escribir «{archivo.name}» ({error.strerror}).", file=sys.stderr)
        raise typer.Exit(IMPOSSIBLE) from error
    typer.echo(f"{made.cases} casos de «{suite}» en {archivo}.")
    if made.left_out:
        typer.echo(
            f"{made.left_out} quedaron fuera: necesitan lo que {to} no tiene "
            "(docs/evaluacion-ecosistema.md dice qué)."
        )


def _make(to: Format, suite: Kind, run: Path | None, url: str) -> Exported:
    from rich.console import Console

    from assistant.settings import load_settings
    from evals.ecosystem.export import export_suite
    from evals.ecosystem.exporting import ExportError
    from evals.report.results import read_run
    from evals.running.workplace import Workplace
    from evals.suites.catalogue import load_suite
    from evals.suites.gold import Shelf

    results = [r for r in read_run(run)[1] if r.case.suite == suite] if run else []
    if run and not results:
        raise ExportError(f"La corrida {run} no preguntó la suite «{suite}».")
    settings = load_settings()
    with Console(stderr=True).status("Leyendo la base de conocimiento…"):
        place = Workplace(settings.data_dir / "evals", settings)
        shelf = Shelf.of(place.prepare((), lambda done, total: None))
    cases = [r.case for r in results] if run else load_suite(suite, shelf)
    found = {r.case.id: r.seen for r in results if not r.seen.error}
    return export_suite(to, suite, cases, found, shelf, url)
