"""A document as PDF, with ReportLab and the standard fonts: nothing to install, nothing embedded.

ReportLab splits a row that is longer than a page, which a phrase copied from an interview may
make, and gives the same bytes for the same document (`invariant`).
"""

from __future__ import annotations

import re
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import ListFlowable as PdfList
from reportlab.platypus import Paragraph as PdfParagraph
from reportlab.platypus import Table as PdfTable

from governance.classification.report.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Notice,
    Paragraph,
    Table,
    Tone,
)
from governance.classification.report.winansi import winansi

_MARGIN = 18 * mm
_WIDTH = LETTER[0] - 2 * _MARGIN - 12  # 12: the padding of the frame

_ENDLESS = re.compile(r"\S{80}(?=\S)")
_CELL_PADDING = 12
_TALLEST = LETTER[1] - 2 * _MARGIN - 40 * mm  # what is left of a page under a repeated header

_TONES: dict[Tone, tuple[Color, Color]] = {
    "nota": (HexColor("#1f4e79"), HexColor("#eef4fa")),
    "aviso": (HexColor("#8a5a00"), HexColor("#fff6e0")),
    "alto": (HexColor("#a4001d"), HexColor("#fdecee")),
}
_GRID, _HEAD = HexColor("#767676"), HexColor("#e6ecf2")

_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=13, spaceAfter=5,
                       splitLongWords=1)  # fmt: skip
_CELL = ParagraphStyle("cell", _BODY, fontSize=8, leading=10, spaceAfter=0)
_CELL_BOLD = ParagraphStyle("cell-bold", _CELL, fontName="Helvetica-Bold")
_CAPTION = ParagraphStyle(
    "caption",
    _BODY,
    fontName="Helvetica-Bold",
    spaceBefore=6,
)
_TITLE = ParagraphStyle("title", _BODY, fontName="Helvetica-Bold", fontSize=16, leading=20)
_HEADINGS = {
    2: ParagraphStyle("h2", _TITLE, fontSize=13, leading=16, spaceBefore=12),
    3: ParagraphStyle("h3", _TITLE, fontSize=10.5, leading=13, spaceBefore=8),
}


def to_pdf(document: Document) -> bytes:
    """Return the document as a PDF of letter size, with its sections as bookmarks."""
    story: list[Flowable] = [_text(document.title, _TITLE), _text(document.subtitle, _BODY)]
    for block in document.blocks:
        story += _block(block)
    buffer = BytesIO()
    SimpleDocTemplate(
        buffer,
        pagesize=LETTER,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=document.title,
        subject=document.subtitle,
        author="Asistente de clasificación",
        creator="Asistente de clasificación",
        lang="es-CL",
        invariant=1,
    ).build(story, canvasmaker=_canvas_with(winansi(document.footer)))
    return buffer.getvalue()


def _canvas_with(footer: str) -> type[Canvas]:
    class Paged(Canvas):
        """A canvas that ends each page with the footer and its number."""

        def showPage(self) -> None:
            self.setFont("Helvetica", 7)
            self.drawString(_MARGIN, 10 * mm, footer[:120])
            self.drawRightString(LETTER[0] - _MARGIN, 10 * mm, f"Página {self.getPageNumber()}")
            super().showPage()

    return Paged


class _Bookmarked(PdfParagraph):
    """A heading that is also an entry of the outline."""

    def draw(self) -> None:
        key = f"{self.canv.getPageNumber()}: {self.getPlainText()}"
        super().draw()
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self.getPlainText(), key, 0)


def _text(text: str, style: ParagraphStyle, lead: str = "") -> PdfParagraph:
    bold = f"<b>{_safe(lead)}</b> " if lead else ""
    return PdfParagraph(bold + _safe(text), style)


def _safe(text: str) -> str:
    # ReportLab looks for the place to break a word letter by letter: endless words take for ever.
    return escape(_ENDLESS.sub(r"\g<0> ", winansi(text)))


def _block(block: Block) -> list[Flowable]:
    match block:
        case Heading(text, level):
            heading = _Bookmarked(_safe(text), _HEADINGS[level])
            return [CondPageBreak(40 * mm), heading]
        case Paragraph(text, lead):
            return [_text(text, _BODY, lead)]
        case Bullets(items, numbered):
            return [_list(items, numbered)]
        case Notice():
            return [_notice(block), Spacer(0, 6)]
        case Table():
            caption = _text(block.caption, _CAPTION)
            return [CondPageBreak(30 * mm), caption, _table(block), Spacer(0, 6)]


def _list(items: tuple[str, ...], numbered: bool = False) -> Flowable:
    return PdfList(
        [_text(item, _BODY) for item in items],
        bulletType="1" if numbered else "bullet",
        bulletFormat="%s." if numbered else None,
        bulletFontSize=8,
        leftIndent=14,
    )


def _notice(notice: Notice) -> Flowable:
    edge, ground = _TONES[notice.tone]
    # One row for each paragraph, because a row that fits no page is split but a list in it is not.
    lines = [_text(notice.text, _BODY, f"{notice.title}.")]
    lines += [_text(f"• {item}", _BODY) for item in notice.items]
    style = TableStyle(
        [("BACKGROUND", (0, 0), (-1, -1), ground), ("LINEBEFORE", (0, 0), (0, -1), 4, edge)]
    )
    return PdfTable([[line] for line in lines], colWidths=[_WIDTH], splitInRow=1, style=style)


def _has_a_row_taller_than_a_page(rows: list[list[PdfParagraph]], sizes: list[float]) -> bool:
    # Other rows stay whole: ReportLab repeats the header in mid-page where it splits one.
    return any(
        cell.wrap(size - _CELL_PADDING, _TALLEST)[1] > _TALLEST
        for row in rows
        for cell, size in zip(row, sizes, strict=True)
    )


def _table(table: Table) -> Flowable:
    sizes = [_WIDTH * width / sum(table.widths) for width in table.widths]
    head = [_text(cell, _CELL_BOLD) for cell in table.header]
    rows = [
        [_text(first, _CELL_BOLD), *(_text(cell, _CELL) for cell in rest)]
        for first, *rest in table.rows
    ]
    return PdfTable(
        [head, *rows],
        colWidths=sizes,
        repeatRows=1,
        splitInRow=int(_has_a_row_taller_than_a_page(rows, sizes)),
        style=TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, _GRID),
                ("BACKGROUND", (0, 0), (-1, 0), _HEAD),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        ),
    )
