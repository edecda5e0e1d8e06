"""A document as PDF of letter size, with ReportLab: its blocks, and pictures among them.

ReportLab splits a row that is longer than a page, which a phrase that a person wrote may make, and
gives the same bytes for the same document (`invariant`). It does not tag what it writes (ADR 0017):
the file says its language and its title, and has its sections as bookmarks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Image,
    KeepTogether,
    Preformatted,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)
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
)
from governance.classification.report.winansi import winansi
from governance.documents.pdf_look import GRID, HEAD, MARGIN, TALLEST, TONES, WIDTH, Look

_ENDLESS = re.compile(r"\S{80}(?=\S)")
_FITS_ALWAYS = 30
"""Letters that fit in a line of any of our sizes, whichever they are."""
_CELL_PADDING = 12


@dataclass(frozen=True)
class Picture:
    """A picture in PNG with what it shows in one line; `height` is for each unit of width."""

    caption: str
    png: bytes
    height: float


def write_pdf(
    document: Document,
    pictures: Sequence[tuple[int, Picture]] = (),
    *,
    author: str,
    creator: str,
    look: Look | None = None,
) -> bytes:
    """Return the document as PDF; the same document, the same bytes.

    Each of `pictures` goes before the block that has its number.
    """
    writer = _Writer(look or Look())
    story: list[Flowable] = [writer.text(document.title, writer.look.title)]
    if document.subtitle:
        story.append(writer.text(document.subtitle, writer.look.body))
    for place, block in enumerate(document.blocks):
        story += writer.pictures(pictures, place)
        story += writer.block(block)
    story += writer.pictures(pictures, len(document.blocks))
    buffer = BytesIO()
    SimpleDocTemplate(
        buffer,
        pagesize=LETTER,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=document.title,
        subject=document.subtitle,
        author=author,
        creator=creator,
        lang="es-CL",
        displayDocTitle=1,
        invariant=1,
    ).build(story, canvasmaker=_canvas_with(winansi(document.footer), writer.look.foot_size))
    return buffer.getvalue()


def _canvas_with(footer: str, size: float) -> type[Canvas]:
    class Paged(Canvas):
        """A canvas that ends each page with the footer and its number."""

        def showPage(self) -> None:
            self.setFont("Helvetica", size)
            self.drawString(MARGIN, 10 * mm, footer[:120])
            self.drawRightString(LETTER[0] - MARGIN, 10 * mm, f"Página {self.getPageNumber()}")
            super().showPage()

    return Paged


class _Bookmarked(PdfParagraph):
    """A heading that is also an entry of the outline."""

    def draw(self) -> None:
        key = f"{self.canv.getPageNumber()}: {self.getPlainText()}"
        super().draw()
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self.getPlainText(), key, 0)


@dataclass(frozen=True)
class _Writer:
    """Turns blocks into what ReportLab lays out."""

    look: Look

    def text(self, text: str, style: ParagraphStyle, lead: str = "") -> PdfParagraph:
        """Return a paragraph, with the words that open it in bold."""
        bold = f"<b>{_safe(lead)}</b> " if lead else ""
        return PdfParagraph(bold + _safe(text), style)

    def pictures(self, given: Sequence[tuple[int, Picture]], place: int) -> list[Flowable]:
        """Return the pictures that go at a place, with their numbers."""
        return [
            self._picture(picture, number)
            for number, (where, picture) in enumerate(given, 1)
            if where == place
        ]

    def block(self, block: Block) -> list[Flowable]:
        """Return what a block is on the page."""
        match block:
            case Heading(text, level):
                heading = _Bookmarked(_safe(text), self.look.heading(level))
                return [CondPageBreak(40 * mm), heading]
            case Paragraph(text, "", keeps_lines=True):
                return [Preformatted(_wrapped(text, self.look.body), self.look.body)]
            case Paragraph(text, lead):
                return [self.text(text, self.look.body, lead)]
            case Bullets(items, numbered):
                return [self._list(items, numbered)]
            case Notice():
                return [self._notice(block), Spacer(0, 6)]
            case Table():
                caption = self.text(block.caption, self.look.caption)
                return [CondPageBreak(30 * mm), caption, self._table(block), Spacer(0, 6)]

    def _picture(self, picture: Picture, number: int) -> Flowable:
        width = min(WIDTH, 190 * mm / picture.height)
        image = Image(BytesIO(picture.png), width=width, height=width * picture.height)
        caption = self.text(f"Figura {number}. {picture.caption}", self.look.caption)
        return KeepTogether([caption, image])

    def _list(self, items: tuple[str, ...], numbered: bool) -> Flowable:
        return PdfList(
            [self.text(item, self.look.body) for item in items],
            bulletType="1" if numbered else "bullet",
            bulletFormat="%s." if numbered else None,
            bulletFontSize=8,
            leftIndent=14,
        )

    def _notice(self, notice: Notice) -> Flowable:
        edge, ground = TONES[notice.tone]
        # One row for each paragraph: a row that fits no page is split, but a list in it is not.
        lines = [self.text(notice.text, self.look.body, f"{notice.title}.")]
        lines += [self.text(f"• {item}", self.look.body) for item in notice.items]
        style = TableStyle(
            [("BACKGROUND", (0, 0), (-1, -1), ground), ("LINEBEFORE", (0, 0), (0, -1), 4, edge)]
        )
        return PdfTable([[line] for line in lines], colWidths=[WIDTH], splitInRow=1, style=style)

    def _table(self, table: Table) -> Flowable:
        sizes = [WIDTH * width / sum(table.widths) for width in table.widths]
        head = [self.text(cell, self.look.cell_bold) for cell in table.header]
        rows = [
            [
                self.text(first, self.look.cell_bold),
                *(self.text(cell, self.look.cell) for cell in rest),
            ]
            for first, *rest in table.rows
        ]
        style = TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, GRID),
                ("BACKGROUND", (0, 0), (-1, 0), HEAD),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), self.look.cell_padding),
                ("BOTTOMPADDING", (0, 0), (-1, -1), self.look.cell_padding),
            ]
        )
        split = int(_has_a_row_taller_than_a_page(rows, sizes))
        return PdfTable([head, *rows], colWidths=sizes, repeatRows=1, splitInRow=split, style=style)


def _has_a_row_taller_than_a_page(rows: list[list[PdfParagraph]], sizes: list[float]) -> bool:
    # Other rows stay whole: ReportLab repeats the header in mid-page where it splits one.
    return any(
        cell.wrap(size - _CELL_PADDING, TALLEST)[1] > TALLEST
        for row in rows
        for cell, size in zip(row, sizes, strict=True)
    )


def _wrapped(text: str, style: ParagraphStyle) -> str:
    """Return lines that fit the page; laid out without markup, a thousand of them cost nothing."""
    lines: list[str] = []
    for line in winansi(text).splitlines():
        is_short = len(line) <= _FITS_ALWAYS  # to measure it would be most of the work
        lines += [line] if is_short else _split(line, style.fontName, style.fontSize)
    return "\n".join(lines)


def _split(line: str, font: str, size: float) -> list[str]:
    words = (
        word
        if len(word) <= _FITS_ALWAYS or stringWidth(word, font, size) < WIDTH
        else " ".join(re.findall(f".{{1,{_FITS_ALWAYS}}}", word))
        for word in line.split(" ")
    )
    return list(simpleSplit(" ".join(words), font, size, WIDTH))


def _safe(text: str) -> str:
    # ReportLab looks for the place to break a word letter by letter: endless words take for ever.
    return escape(_ENDLESS.sub(r"\g<0> ", winansi(text)))
