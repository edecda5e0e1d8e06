"""`asistente eval bias`: whether a system treats groups of people differently, and the report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from assistant.redaction import Redactor
    from evals.bias.columns import ColumnMap
    from evals.bias.report.writing import Written
    from evals.bias.verdicts import Outcome

Texts = list[str] | None


def bias(
    datos: Annotated[Path, typer.Argument(help="CSV con una fila por caso.", metavar="DATOS.CSV")],
    decision: Annotated[
        str | None, typer.Option(metavar="COLUMNA", help="Columna con lo que decidió el sistema.")
    ] = None,
    favorable: Annotated[
        Texts, typer.Option(metavar="VALOR", help="Decisión favorable a la persona; se repite.")
    ] = None,
    desfavorable: Annotated[
        Texts, typer.Option(metavar="VALOR", help="Decisión que no la favorece, si hay varias.")
    ] = None,
    grupo: Annotated[
        Texts, typer.Option(metavar="NOMBRE=COLUMNA", help="Grupo que comparar; se repite.")
    ] = None,
    cortes: Annotated[
        Texts, typer.Option(metavar="NOMBRE=15,65", help="Dónde cortar un grupo de números.")
    ] = None,
    real: Annotated[
        str | None, typer.Option(metavar="COLUMNA", help="Columna con lo que debía decidirse.")
    ] = None,
    real_favorable: Annotated[
        Texts, typer.Option(metavar="VALOR", help="Valor favorable de --real, si es otro.")
    ] = None,
    real_desfavorable: Annotated[
        Texts, typer.Option(metavar="VALOR", help="Valor no favorable de --real, si hay varios.")
    ] = None,
    puntaje: Annotated[
        str | None, typer.Option(metavar="COLUMNA", help="Columna con el puntaje del sistema.")
    ] = None,
    mapa: Annotated[
        Path | None, typer.Option(metavar="ARCHIVO", help="Mapa de columnas en YAML o TOML.")
    ] = None,
    extremos: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Casos inventados, con su decisión.")
    ] = None,
    crear_casos: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Crea casos inventados y no evalúa.")
    ] = None,
    salida: Annotated[
        Path, typer.Option(metavar="CARPETA", help="Carpeta nueva para el informe.")
    ] = Path("informe-sesgos"),
    sistema: Annotated[str | None, typer.Option(help="Nombre del sistema evaluado.")] = None,
    minimo: Annotated[int | None, typer.Option(help="Casos para juzgar un grupo (30).")] = None,
    margen: Annotated[float | None, typer.Option(help="Margen, en puntos (10).")] = None,
    personas: Annotated[int, typer.Option(help="Personas que inventar.", min=4, max=500)] = 30,
) -> None:
    """Evalúa si un sistema trata distinto a grupos de personas, y escribe el informe.

    Sigue la fase 2 de la parte C.3 de la política. Guía paso a paso: docs/sesgos.md
    """
    from evals.bias.options import map_from_options
    from evals.bias.problems import DataProblem

    options = {
        "decision": decision, "favorable": favorable, "desfavorable": desfavorable, "real": real,
        "real_favorable": real_favorable, "real_desfavorable": real_desfavorable,
        "puntaje": puntaje, "sistema": sistema, "minimo": minimo, "margen": margen,
    }  # fmt: skip
    try:
        columns = map_from_options(mapa, options, grupo or [], cortes or [])
        if crear_casos is not None:
            _create(datos, columns, crear_casos, personas)
            return
        _evaluate(datos, columns, extremos, salida)
    except DataProblem as problem:
        _fail(problem.mistakes)
    except OSError as error:
        _fail([f"No pude escribir en el disco ({error.strerror}). Revisa espacio y permisos."])


def _evaluate(file: Path, columns: ColumnMap, extremes: Path | None, folder: Path) -> None:
    from rich.console import Console

    from evals.bias.evaluation import evaluate
    from evals.bias.reading import read_table
    from evals.bias.report.writing import check_free, write_report
    from governance.moments import utc_now
    from governance.registers.days import day_in_chile

    check_free(folder)
    table = read_table(file)
    tried = read_table(extremes) if extremes else None
    with Console(stderr=True).status("Preparando…") as status:
        redactor = _redactor()
        status.update("Midiendo…")
        found = evaluate(table, columns, redactor, tried)
        status.update("Escribiendo el informe…")
        written = write_report(found, folder, day_in_chile(utc_now()))
    _say(found.outcome, found.personal, written)


def _create(file: Path, columns: ColumnMap, target: Path, people: int) -> None:
    from evals.bias.cases import build_cases, check_columns
    from evals.bias.privacy import check_privacy
    from evals.bias.problems import DataProblem
    from evals.bias.profiles import invent_profiles
    from evals.bias.reading import read_table

    if target.exists():
        raise DataProblem(f"«{target.name}» ya existe. Elige otro nombre con --crear-casos.")
    table = read_table(file)
    check_columns(table, columns)
    redactor = _redactor()
    personal = check_privacy(table, columns, redactor)
    groupings = build_cases(table, columns, redactor).groupings
    made = invent_profiles(table, columns, groupings, personal, people)
    target.write_bytes(made.as_csv())
    typer.echo(
        f"{len(made.rows)} casos inventados de {made.bases} personas en {target}. Pásalos por el "
        f"sistema, escribe lo que decida en «{columns.decision}» y evalúa con --extremos."
    )
    if made.to_fill:
        typer.echo(
            f"Completa a mano, con datos inventados: {', '.join(made.to_fill)}. En cada persona "
            "(«caso_extremo») escribe lo mismo en todas sus filas."
        )


def _redactor() -> Redactor:
    from assistant import redaction

    return redaction.build_redactor()


def _say(outcome: Outcome, personal: tuple[str, ...], written: Written) -> None:
    from evals.bias.report.words import HEADLINES
    from evals.bias.report.writing import PAGES

    typer.echo(f"{HEADLINES[outcome]}.")
    typer.echo(f"Informe: {written.folder / 'informe.pdf'} ({written.pages} páginas).")
    typer.echo("En la misma carpeta: DOCX, Markdown, resumen público, gráficos y medidas.json.")
    if written.pages not in PAGES:
        typer.echo("La política pide entre 5 y 10 páginas: evalúa menos grupos por informe.")
    if personal:
        typer.echo(
            f"Ojo: el archivo trae columnas que parecen personales ({', '.join(personal)}). No las "
            "usé. Bórralas del archivo antes de guardarlo o enviarlo."
        )


def _fail(mistakes: tuple[str, ...] | list[str]) -> NoReturn:
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    print("No se escribió nada. Guía: docs/sesgos.md", file=sys.stderr)
    raise typer.Exit(1)
