"""The files of a report, beside the run that they tell of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.gates.gate import GateReport
from evals.report.compare import Comparison
from evals.report.compare_page import build_compare_page
from evals.report.html import render, render_comparison
from evals.report.markdown import to_markdown
from evals.report.page import build_page
from evals.report.results import Result, RunRecord
from knowledge_base.model import Passage

PAGE, SHORT, COMPARISON = "informe.html", "informe.md", "comparacion.html"


def write_reports(
    folder: Path,
    record: RunRecord,
    results: Sequence[Result],
    baseline: Comparison | None,
    gate: GateReport | None,
    passages: Mapping[str, Passage],
) -> None:
    """Write `informe.html` and `informe.md` in the folder of the run, each whole or not at all."""
    page = build_page(record, results, baseline, gate, passages)
    _write(folder / PAGE, render(page))
    _write(folder / SHORT, to_markdown(page))


def write_comparison(path: Path, comparison: Comparison, passages: Mapping[str, Passage]) -> None:
    """Write the comparison of two runs as a page of its own."""
    _write(path, render_comparison(build_compare_page(comparison, passages)))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.tmp")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
