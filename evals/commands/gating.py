"""`asistente eval gate` and `accept`: judge a run, or make it what others are judged against."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from evals.commands.shared import (
    BaselineOption,
    Gates,
    RunFolder,
    impossible,
    load_gate,
    read,
    show,
)
from evals.gates.baseline import BASELINE_FILE, BaselineError, make_baseline, write_baseline
from evals.gates.gate import EXIT_CODES
from evals.gates.rules import GATES_FILE


def gate(
    folder: RunFolder = None, gates: Gates = GATES_FILE, baseline: BaselineOption = BASELINE_FILE
) -> None:
    """Juzga una corrida: sale con 0 si pasa, 1 si no pasa, 3 si faltan datos."""
    record, results = read(folder)
    report = load_gate(gates, baseline).check(record, results)
    show(record, report)
    raise typer.Exit(EXIT_CODES[report.verdict])


def accept(
    reason: Annotated[str, typer.Option(help="Por qué se acepta; queda escrito en la línea base.")],
    folder: RunFolder = None,
    baseline: BaselineOption = BASELINE_FILE,
) -> None:
    """Deja una corrida como línea base: lo que hoy está bien no se puede perder mañana."""
    record, results = read(folder)
    if not reason.strip():
        raise impossible("Di por qué se acepta, con --reason.")
    try:
        write_baseline(make_baseline(record, results, reason.strip()), baseline)
    except BaselineError as error:
        raise impossible(str(error)) from error
    Console().print(f"Línea base: {baseline}. Revísala con «git diff» antes de guardarla.")
