"""The report as PDF of letter size, with its pictures among the text."""

from __future__ import annotations

from evals.bias.report.pieces import Figure, Report
from governance.classification.report.document import Block
from governance.documents.pdf import Picture, write_pdf
from governance.documents.pdf_look import Look

_LOOK = Look(cell_size=7.5, caption_size=8.5, cell_padding=2.25)


def to_pdf(report: Report) -> bytes:
    """Return the report as PDF; the same report, the same bytes."""
    blocks: list[Block] = []
    pictures: list[tuple[int, Picture]] = []
    for part in report.parts:
        if isinstance(part, Figure):
            pictures.append((len(blocks), Picture(part.caption, part.png, part.height)))
        else:
            blocks.append(part)
    document = report.document(tuple(blocks))
    return write_pdf(document, pictures, author="", creator="asistente eval bias", look=_LOOK)
