"""`asistente eval run`: ask the cases, score them, write the report and, if asked to, judge."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from assistant.settings import load_settings
from evals.commands.public import measure_squad, public_cases
from evals.commands.shared import (
    WORDS,
    BaselineOption,
    Gates,
    accepted,
    impossible,
    load_gate,
    progress,
    show,
)
from evals.evaluation import DAY, SUITES, After, Evaluation
from evals.gates.baseline import BASELINE_FILE
from evals.gates.gate import EXIT_CODES, Gate, Verdict
from evals.gates.rules import GATES_FILE
from evals.report.compare import compare_runs
from evals.report.sides import side_of_baseline
from evals.report.writing import PAGE, write_reports
from evals.running.begun import BegunError
from evals.running.runner import default_processes
from evals.suites.case import CaseError, GoldLost, Kind

HOW_TO_MEND = "Si el documento está bien así, corrige esos casos en evals/cases."


def run(
    only: Annotated[
        list[str] | None,
        typer.Option(help=f"Solo estas suites; se puede repetir. Hay: {', '.join(SUITES)}."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Carpeta donde dejar la corrida.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Seguir la corrida que quedó a medias.")
    ] = False,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Procesos a la vez; si falta, uno por núcleo.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Casos de cada suite.")] = None,
    day: Annotated[
        str, typer.Option(help="Día en que se pregunta (AAAA-MM-DD).")
    ] = DAY.isoformat(),
    gate: Annotated[
        bool, typer.Option("--gate", help="Juzgar la corrida al terminar, y salir con su código.")
    ] = False,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Con --gate: parar en cuanto no pueda pasar.")
    ] = False,
    suite: Annotated[
        str | None, typer.Option(help="Un conjunto público, con --path: xquad, charla, ataques.")
    ] = None,
    path: Annotated[Path | None, typer.Option(help="Archivo del conjunto público.")] = None,
    gates: Gates = GATES_FILE,
    baseline: BaselineOption = BASELINE_FILE,
) -> None:
    """Pregunta los casos, los puntúa y escribe el informe."""
    settings = load_settings()
    if suite in ("squad", "xquad"):
        measure_squad(path)
        return
    root = settings.data_dir / "evals"
    folder = out or root / ("run" if suite is None else "publica")
    evaluation = Evaluation(settings, root, processes or default_processes(), _day(day))
    jury, chosen = load_gate(gates, baseline) if gate else None, _chosen(only)
    try:
        given = public_cases(suite, path, limit)
        if not resume and folder.exists():
            _make_room(folder)
        with progress() as tell:
            record, results = evaluation.run(
                folder,
                tuple(given) if given else chosen,
                tell,
                limit,
                _after(jury, fail_fast),
                given,
            )
    except GoldLost as error:
        if jury is None:
            raise impossible(str(error)) from error
        Console().print(f"{WORDS[Verdict.NOT_ENOUGH]} casos: {escape(f'{error}. {HOW_TO_MEND}')}")
        raise typer.Exit(EXIT_CODES[Verdict.NOT_ENOUGH]) from error
    except (BegunError, CaseError) as error:
        raise impossible(str(error)) from error
    report = jury.check(record, results) if jury else None
    before = accepted(baseline) if suite is None else None
    compared = compare_runs(side_of_baseline(before), record, results) if before else None
    write_reports(folder, record, results, compared, report, evaluation.passages())
    show(record, report)
    Console().print(f"Informe: {folder / PAGE}")
    if report is not None:
        raise typer.Exit(EXIT_CODES[report.verdict])


def _chosen(only: list[str] | None) -> tuple[Kind, ...]:
    names = [name for given in only or [] for name in given.split(",")]
    if unknown := sorted(set(names) - set(SUITES)):
        raise impossible(f"No existe la suite «{unknown[0]}». Hay: {', '.join(SUITES)}.")
    return tuple(s for s in SUITES if s in names) if names else SUITES


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise impossible(f"«{text}» no es un día; escríbelo así: 2026-11-22") from None


def _make_room(folder: Path) -> None:
    """Set the last run aside: `compare` needs two, and people name those that they keep."""
    previous = folder.with_name(f"{folder.name}-anterior")
    shutil.rmtree(previous, ignore_errors=True)
    folder.rename(previous)


def _after(judge: Gate | None, fail_fast: bool) -> After:
    if judge is None or not fail_fast:
        return lambda record, fresh: True
    return lambda record, fresh: not judge.hopeless(fresh[0].case.suite, record, fresh)
