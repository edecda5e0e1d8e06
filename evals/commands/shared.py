"""What the commands of `asistente eval` share: their options, their errors, what they show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from assistant.settings import load_settings
from evals.evaluation import Tell
from evals.gates.baseline import Baseline, BaselineError, read_baseline
from evals.gates.gate import Gate, GateReport, Verdict
from evals.gates.rules import GateError, load_rules
from evals.report.results import Result, RunError, RunRecord, read_run
from evals.scorers.score import METRICS
from evals.suites.catalogue import TITLES

IMPOSSIBLE = 2
WORDS = {
    Verdict.PASS: "[green]PASA[/]",
    Verdict.FAIL: "[red]NO PASA[/]",
    Verdict.NOT_ENOUGH: "[yellow]FALTAN DATOS[/]",
}

RunFolder = Annotated[
    Path | None, typer.Argument(help="Carpeta de una corrida; si falta, la última.")
]
Gates = Annotated[Path, typer.Option(help="Archivo con las reglas.")]
BaselineOption = Annotated[Path, typer.Option(help="Archivo de la línea base.")]


def load_gate(gates: Path, baseline: Path) -> Gate:
    """Return the gate of these files; wrong rules end the command."""
    try:
        return Gate(load_rules(gates), accepted(baseline))
    except GateError as error:
        raise impossible(str(error)) from error


def accepted(path: Path) -> Baseline | None:
    """Return the baseline, or None and a warning."""
    try:
        return read_baseline(path)
    except BaselineError as error:
        Console(stderr=True).print(str(error), style="yellow", markup=False)
        return None


def read(folder: Path | None) -> tuple[RunRecord, list[Result]]:
    """Return a run, by default the last one; what is not a run ends the command."""
    try:
        return read_run(folder or load_settings().data_dir / "evals" / "run")
    except RunError as error:
        raise impossible(str(error)) from error


def impossible(text: str) -> typer.Exit:
    """Say why it cannot be done, and return what ends the command."""
    Console(stderr=True).print(text, style="red", markup=False)
    return typer.Exit(IMPOSSIBLE)


@contextmanager
def progress() -> Iterator[Tell]:
    """Give what draws a bar for each thing that is being done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        yield tell


def show(record: RunRecord, report: GateReport | None) -> None:
    """Show the figures of a run and, if it was judged, what does not pass."""
    console = Console()
    table = Table("suite", "medida", "casos", "valor", "95 %")
    for figure in record.figures:
        if not figure.stratum and figure.mean is not None:
            bounds = f"{figure.low:.1%} – {figure.high:.1%}"
            named = METRICS.get(figure.metric, figure.metric)
            mean = f"{figure.mean:.1%}"
            table.add_row(TITLES[figure.suite], named, str(figure.cases), mean, bounds)
    console.print(table)
    if report is None:
        return
    for finding in report.findings:
        if finding.verdict != Verdict.PASS:
            console.print(
                f"{WORDS[finding.verdict]} {escape(finding.rule)}: {escape(finding.text)}"
            )
    console.print(f"Compuerta: {WORDS[report.verdict]} ({len(report.findings)} reglas)")
