"""The report as DOCX: the writer of the classification documents, and the pictures put in place."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document as open_document
from docx.shared import Mm, Pt

from evals.bias.report.pieces import Figure, Report
from governance.classification.report.document import Block, Paragraph
from governance.classification.report.to_docx import to_docx as blocks_to_docx

_WIDTH_MM, _TALLEST_MM = 165.0, 190.0


def to_docx(report: Report) -> bytes:
    """Return the report as a Word file, each picture with its caption and its text in words."""
    places = {f"FIGURA{number}AQUI": figure for number, figure in enumerate(report.figures, 1)}
    names = {figure.name: place for place, figure in places.items()}
    blocks: list[Block] = [
        Paragraph(names[part.name]) if isinstance(part, Figure) else part for part in report.parts
    ]
    word = open_document(BytesIO(blocks_to_docx(report.document(tuple(blocks)))))
    number = 0
    for paragraph in list(word.paragraphs):
        if paragraph.text in places:
            number += 1
            _put(paragraph, places[paragraph.text], number)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _put(paragraph: Any, figure: Figure, number: int) -> None:
    caption = paragraph.insert_paragraph_before()
    caption.paragraph_format.keep_with_next = True
    run = caption.add_run(f"Figura {number}. {figure.caption}")
    run.bold, run.font.size = True, Pt(9)
    paragraph.clear()
    width = min(_WIDTH_MM, _TALLEST_MM / figure.height)
    picture = paragraph.add_run().add_picture(BytesIO(figure.png), width=Mm(width))
    # python-docx has no name for the text that a screen reader says instead of the picture.
    about = picture._inline.docPr
    about.set("descr", figure.alt)
    about.set("title", figure.caption)
