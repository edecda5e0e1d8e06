"""The report as Markdown, its pictures in files beside it."""

from __future__ import annotations

from evals.bias.report.pieces import Figure, Report
from governance.classification.report.document import Block, Paragraph
from governance.classification.report.to_markdown import escape
from governance.classification.report.to_markdown import to_markdown as blocks_to_markdown

FOLDER = "graficos"


def to_markdown(report: Report) -> str:
    """Return the report as Markdown that names its pictures as `graficos/NAME.png`."""
    places = {figure.name: f"FIGURA{number}AQUI" for number, figure in enumerate(report.figures, 1)}
    blocks: list[Block] = [
        Paragraph(places[part.name]) if isinstance(part, Figure) else part for part in report.parts
    ]
    text = blocks_to_markdown(report.document(tuple(blocks)))
    for number, figure in enumerate(report.figures, 1):
        image = f"![{escape(figure.alt)}]({FOLDER}/{figure.name}.png)"
        caption = f"*Figura {number}. {escape(figure.caption)}*"
        text = text.replace(places[figure.name], f"{image}\n\n{caption}", 1)
    return text
