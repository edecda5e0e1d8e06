"""`asistente eval compare`: what changed between two runs, case by case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.settings import load_settings
from evals.commands.shared import impossible, read
from evals.evaluation import Evaluation
from evals.report.compare import compare_runs
from evals.report.sides import side_of_run
from evals.report.writing import COMPARISON, write_comparison
from evals.scorers.score import METRICS
from evals.suites.catalogue import TITLES


def compare(
    first: Annotated[Path, typer.Argument(help="Carpeta de la corrida de antes.")],
    second: Annotated[Path, typer.Argument(help="Carpeta de la corrida de ahora.")],
) -> None:
    """Compara dos corridas caso a caso y dice qué cambió de verdad."""
    (was, before), (record, results) = read(first), read(second)
    found = compare_runs(side_of_run(was, before), record, results)
    for reason in found.refused:
        Console(stderr=True).print(reason, style="yellow", markup=False)
    if not found.changes:
        raise impossible("No hay nada que comparar entre las dos corridas.")
    settings = load_settings()
    passages = Evaluation(settings, settings.data_dir / "evals", 1).passages()
    page = second / COMPARISON
    write_comparison(page, found, passages)
    table = Table("suite", "medida", "antes", "ahora", "cambio", "95 %", "p (Holm)")
    for change in found.primary:
        d = change.paired.difference
        table.add_row(
            TITLES[change.suite],
            METRICS.get(change.metric, change.metric),
            f"{change.before:.1%}",
            f"{change.now:.1%}",
            f"{100 * d.mean:+.1f}",
            f"{100 * d.low:+.1f} a {100 * d.high:+.1f}",
            f"{change.p_holm:.3f}",
        )
    console = Console()
    console.print(table)
    worse, better = len(found.newly_failing), len(found.newly_passing)
    console.print(f"Casos que dejaron de estar bien: {worse}; que ahora están bien: {better}.")
    console.print(f"Comparación: {page}")
