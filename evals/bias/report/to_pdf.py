"""The report as PDF of letter size, with its pictures among the text.

The writer of the classification documents has no pictures and signs them with its own name, so this
one lays out the same blocks; the letters that the standard fonts have come from there.
"""

from __future__ import annotations

from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Image,
    KeepTogether,
    ListFlowable,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from evals.bias.report.pieces import Figure, Report
from governance.classification.report.document import (
    Block,
    Bullets,
    Heading,
    Notice,
    Paragraph,
    Table,
    Tone,
)
from governance.classification.report.winansi import winansi

_MARGIN = 18 * mm
_WIDTH = LETTER[0] - 2 * _MARGIN - 12  # 12: the padding of the frame
_TALLEST = 190 * mm

_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=13, spaceAfter=5,
                       splitLongWords=1)  # fmt: skip
_CELL = ParagraphStyle("cell", _BODY, fontSize=7.5, leading=9.3, spaceAfter=0)
_BOLD = ParagraphStyle("bold", _CELL, fontName="Helvetica-Bold")
_CAPTION = ParagraphStyle("caption", _BODY, fontName="Helvetica-Bold", fontSize=8.5, spaceBefore=6)
_TITLE = ParagraphStyle("title", _BODY, fontName="Helvetica-Bold", fontSize=16, leading=20)
_HEADINGS = {
    2: ParagraphStyle("h2", _TITLE, fontSize=13, leading=16, spaceBefore=12),
    3: ParagraphStyle("h3", _TITLE, fontSize=10.5, leading=13, spaceBefore=8),
}
_TONES: dict[Tone, tuple[str, str]] = {
    "nota": ("#1f4e79", "#eef4fa"),
    "aviso": ("#8a5a00", "#fff6e0"),
    "alto": ("#a4001d", "#fdecee"),
}


def to_pdf(report: Report) -> bytes:
    """Return the report as PDF; the same report, the same bytes."""
    story: list[Flowable] = [_text(report.title, _TITLE), _text(report.subtitle, _BODY)]
    number = 0
    for part in report.parts:
        if isinstance(part, Figure):
            number += 1
            story.append(_picture(part, number))
        else:
            story += _block(part)
    out = BytesIO()
    SimpleDocTemplate(
        out, pagesize=LETTER, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN,
        bottomMargin=_MARGIN, title=report.title, subject=report.subtitle, author="",
        creator="asistente eval bias", lang="es-CL", invariant=1,
    ).build(story, canvasmaker=_paged(winansi(report.footer)))  # fmt: skip
    return out.getvalue()


def _paged(footer: str) -> type[Canvas]:
    class Paged(Canvas):
        """A canvas that ends each page with the footer and its number."""

        def showPage(self) -> None:
            self.setFont("Helvetica", 7)
            self.drawString(_MARGIN, 10 * mm, footer[:120])
            self.drawRightString(LETTER[0] - _MARGIN, 10 * mm, f"Página {self.getPageNumber()}")
            super().showPage()

    return Paged


class _Bookmarked(Text):
    """A heading that is also an entry of the outline."""

    def draw(self) -> None:
        key = f"{self.canv.getPageNumber()}: {self.getPlainText()}"
        super().draw()
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self.getPlainText(), key, 0)


def _text(text: str, style: ParagraphStyle, lead: str = "") -> Text:
    opening = f"<b>{escape(winansi(lead))}</b> " if lead else ""
    return Text(opening + escape(winansi(text)), style)


def _block(block: Block) -> list[Flowable]:
    match block:
        case Heading(text, level):
            return [CondPageBreak(40 * mm), _Bookmarked(escape(winansi(text)), _HEADINGS[level])]
        case Paragraph(text, lead):
            return [_text(text, _BODY, lead)]
        case Bullets(items, _):
            listed = [_text(item, _BODY) for item in items]
            return [ListFlowable(listed, bulletType="bullet", bulletFontSize=8, leftIndent=14)]
        case Notice():
            return [_notice(block), Spacer(0, 6)]
        case Table():
            caption = _text(block.caption, _CAPTION)
            return [CondPageBreak(30 * mm), caption, _table(block), Spacer(0, 4)]


def _picture(figure: Figure, number: int) -> Flowable:
    width = min(_WIDTH, _TALLEST / figure.height)
    image = Image(BytesIO(figure.png), width=width, height=width * figure.height)
    return KeepTogether([_text(f"Figura {number}. {figure.caption}", _CAPTION), image])


def _notice(notice: Notice) -> Flowable:
    edge, ground = (HexColor(colour) for colour in _TONES[notice.tone])
    lines = [_text(notice.text, _BODY, f"{notice.title}.")]
    lines += [_text(f"• {item}", _BODY) for item in notice.items]
    style = TableStyle(
        [("BACKGROUND", (0, 0), (-1, -1), ground), ("LINEBEFORE", (0, 0), (0, -1), 4, edge)]
    )
    return Grid([[line] for line in lines], colWidths=[_WIDTH], style=style)


def _table(table: Table) -> Flowable:
    rows = [[_text(cell, _BOLD) for cell in table.header]]
    rows += [
        [_text(first, _BOLD), *(_text(cell, _CELL) for cell in rest)] for first, *rest in table.rows
    ]
    return Grid(
        rows,
        colWidths=[_WIDTH * width / sum(table.widths) for width in table.widths],
        repeatRows=1,
        style=TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#767676")),
                ("BACKGROUND", (0, 0), (-1, 0), HexColor("#e6ecf2")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        ),
    )
