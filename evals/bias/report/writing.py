"""The whole folder of the report in its place at once, or nothing of it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from evals.bias.evaluation import Evaluation
from evals.bias.problems import DataProblem
from evals.bias.report.compose import compose, compose_public
from evals.bias.report.figures import figures_json
from evals.bias.report.pieces import Report
from evals.bias.report.plots import Plots
from evals.bias.report.to_docx import to_docx
from evals.bias.report.to_markdown import FOLDER, to_markdown
from evals.bias.report.to_pdf import to_pdf

PAGES = range(5, 11)
"""«Informe de Evaluación de Sesgos (5-10 páginas)»: policy, C.3, phase 2, step 4."""

_ROWS = (14, 10, 7, 5, 3)


@dataclass(frozen=True)
class Written:
    """Where the report is, and how many pages it has."""

    folder: Path
    pages: int


def check_free(folder: Path) -> None:
    """Let pass a folder that is not there yet, or is empty.

    Raises:
        DataProblem: there is something in it, which a new report would mix with.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataProblem(
            f"La carpeta «{folder.name}» ya tiene archivos. Elige otra con --salida CARPETA, o "
            "bórrala si ya no la necesitas: un informe no se escribe sobre otro."
        )
    if not folder.resolve().parent.is_dir():
        raise DataProblem(
            f"No existe la carpeta donde crear «{folder.name}». Créala, o elige otra con --salida."
        )


def write_report(evaluation: Evaluation, folder: Path, day: date) -> Written:
    """Write the report, its public summary, its plots and its figures into `folder`.

    Tables get shorter until the report has at most ten pages; `medidas.json` keeps every row.

    Raises:
        DataProblem: the folder holds something.
        OSError: it cannot be written; nothing is left behind.
    """
    check_free(folder)
    made = Path(tempfile.mkdtemp(prefix=".informe-", dir=folder.resolve().parent))
    try:
        pages = _fill(made, evaluation, day)
        made.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return Written(folder, pages)


def _fill(folder: Path, evaluation: Evaluation, day: date) -> int:
    with tempfile.TemporaryDirectory() as cache:
        for most in _ROWS:
            report = compose(evaluation, day, Plots(Path(cache), max(most, 8)), most)
            pdf = to_pdf(report)
            pages = len(PdfReader(BytesIO(pdf)).pages)
            if pages in PAGES:
                break
    _write(folder, "informe", report, pdf)
    (folder / FOLDER).mkdir()
    for figure in report.figures:
        (folder / FOLDER / f"{figure.name}.png").write_bytes(figure.png)
    public = compose_public(evaluation, day)
    _write(folder, "resumen-publico", public, to_pdf(public))
    (folder / "medidas.json").write_text(figures_json(evaluation, day), encoding="utf-8")
    return pages


def _write(folder: Path, name: str, report: Report, pdf: bytes) -> None:
    (folder / f"{name}.pdf").write_bytes(pdf)
    (folder / f"{name}.docx").write_bytes(to_docx(report))
    (folder / f"{name}.md").write_text(to_markdown(report), encoding="utf-8")
