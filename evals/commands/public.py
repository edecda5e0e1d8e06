"""Public sets from any path: `asistente eval run --suite NAME --path FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

from rich.console import Console

from assistant.confidence import load_calibration
from evals.commands.shared import impossible, progress
from evals.suites.case import Case, CaseError, Kind
from evals.suites.public import PublicKind, load_public
from evals.suites.squad import SquadError, run_squad


def measure_squad(path: Path | None) -> None:
    """Measure a SQuAD file through our ingestion and retrieval, and print what was found."""
    if path is None:
        raise impossible("Falta el archivo del conjunto: --path ARCHIVO.json")
    try:
        with progress() as tell:
            found = run_squad(path, load_calibration(), lambda d, t: tell("Ingestando", d, t))
    except SquadError as error:
        raise impossible(str(error)) from error
    console = Console()
    console.print(f"{path.name}: {found.questions} preguntas, {found.paragraphs} párrafos")
    console.print(f"R@1 {found.first:.3f} · R@5 {found.among_five:.3f}")
    console.print(f"con su párrafo o sin él, AUROC {found.auroc:.3f}")
    console.print(f"respuesta dentro de lo mostrado {found.shown:.3f}")


def public_cases(
    suite: str | None, path: Path | None, limit: int | None
) -> dict[Kind, list[Case]] | None:
    """Return the cases of a public set as a suite; None where none is asked for.

    Raises:
        CaseError: there is no such set, or its file cannot be used.
    """
    if suite is None:
        return None
    if path is None or suite not in get_args(PublicKind):
        kinds = ", ".join(("xquad", *get_args(PublicKind)))
        raise CaseError(
            f"Los conjuntos públicos van así: --suite NOMBRE --path ARCHIVO. Hay: {kinds}."
        )
    return {"abstention": load_public(cast(PublicKind, suite), path, limit)}
