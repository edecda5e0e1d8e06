"""`asistente eval`: ask every case of the repository and say how good the assistant is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table


def evaluate(
    xquad: Annotated[
        Path | None, typer.Option(help="Archivo SQuAD (por ejemplo XQuAD-es) que medir además.")
    ] = None,
    only_xquad: Annotated[bool, typer.Option(help="Medir solo ese archivo.")] = False,
) -> None:
    """Mide el asistente con los casos del repositorio y escribe el informe."""
    from assistant.bootstrap import build
    from assistant.confidence import load_calibration
    from assistant.settings import load_settings

    console = Console()
    settings = load_settings()
    measures: dict[str, str] = {}
    if not only_xquad:
        from evals.run import run_all

        with console.status("Preparando…") as status:
            assistant = build(settings, lambda done, total: status.update(f"Índice {done}/{total}"))
            report = run_all(assistant, lambda name: status.update(f"Midiendo {name}…"))
        path = report.write(settings.data_dir / "evals")
        measures |= report.measures
        console.print(f"Informe: {path} ({len(report.failures)} casos por revisar)")
    if xquad is not None:
        from evals.xquad import run_squad

        with console.status("Midiendo recuperación…") as status:
            found = run_squad(
                xquad, load_calibration(), lambda done, total: status.update(f"{done}/{total}")
            )
        where = f"{found.first:.3f} · {found.among_five:.3f}"
        measures |= {
            f"XQuAD ({found.questions} preguntas) R@1 · R@5": where,
            "XQuAD con párrafo o sin él: AUROC": f"{found.auroc:.3f}",
            "XQuAD respuesta dentro de lo mostrado": f"{found.shown:.3f}",
        }
    table = Table("medida", "valor")
    for name, value in measures.items():
        table.add_row(name, value)
    console.print(table)
