"""A document as DOCX, so that the Subcomité can work on it; the same document, the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document as new_document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from governance.classification.report.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Notice,
    Paragraph,
    Table,
)

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of the parts of the file, which the format demands; the true date is in the text."""

_TEXT_WIDTH_MM = 180.0
_GROUNDS = {"nota": "EEF4FA", "aviso": "FFF6E0", "alto": "FDECEE"}
_HEAD = "E6ECF2"


def to_docx(document: Document) -> bytes:
    """Return the document as a Word file of letter size in Spanish of Chile."""
    word = new_document()
    _set_up(word, document)
    word.add_heading(document.title, 0)
    word.add_paragraph(document.subtitle)
    for block in document.blocks:
        _add(word, block)
    buffer = BytesIO()
    word.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def _set_up(word: Any, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(215.9), Mm(279.4)
    section.left_margin = section.right_margin = Mm(18)
    section.footer.paragraphs[0].text = document.footer
    normal = word.styles["Normal"]
    normal.font.size = Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "es-CL")
    normal.element.get_or_add_rPr().append(language)
    about = word.core_properties
    # The format allows 255 characters in each of these.
    about.title, about.subject = document.title[:255], document.subtitle[:255]
    about.author, about.comments, about.language = "", "", "es-CL"
    about.created = about.modified = _EPOCH


def _add(word: Any, block: Block) -> None:
    match block:
        case Heading(text, level):
            word.add_heading(text, level - 1)
        case Paragraph(text, lead):
            _paragraph(word.add_paragraph(), text, lead)
        case Bullets(items, numbered):
            _add_list(word, items, numbered)
        case Notice(title, text, tone, items):
            cell = _grid(word, 1, (1,)).rows[0].cells[0]
            _shade(cell, _GROUNDS[tone])
            _paragraph(cell.paragraphs[0], text, f"{title}.")
            for item in items:
                cell.add_paragraph(item, style="List Bullet")
            word.add_paragraph()
        case Table():
            _add_table(word, block)


def _paragraph(paragraph: Any, text: str, lead: str) -> None:
    if lead:
        paragraph.add_run(f"{lead} ").bold = True
    paragraph.add_run(text)


def _add_list(word: Any, items: tuple[str, ...], numbered: bool) -> None:
    # Word goes on counting from one numbered list to the next, so the numbers are written.
    for number, item in enumerate(items, 1):
        if numbered:
            word.add_paragraph(f"{number}. {item}")
        else:
            word.add_paragraph(item, style="List Bullet")


def _add_table(word: Any, table: Table) -> None:
    caption = word.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    caption.add_run(table.caption).bold = True
    grid = _grid(word, len(table.rows) + 1, table.widths)
    lines = (table.header, *table.rows)
    for number, (row, texts) in enumerate(zip(grid.rows, lines, strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(8.5)
            run.bold = number == 0 or column == 0
            if number == 0:
                _shade(cell, _HEAD)
    repeated = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(repeated)
    word.add_paragraph()


def _grid(word: Any, rows: int, widths: tuple[int, ...]) -> Any:
    grid = word.add_table(rows, len(widths), style="Table Grid")
    grid.autofit = False
    sizes = [Mm(_TEXT_WIDTH_MM * share / sum(widths)) for share in widths]
    # Word heeds the width of the cells and LibreOffice that of the columns.
    for column, size in zip(grid.columns, sizes, strict=True):
        column.width = size
    for row in grid.rows:
        for cell, size in zip(row.cells, sizes, strict=True):
            cell.width = size
    return grid


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _with_fixed_dates(content: bytes) -> bytes:
    """Return the file without the moment at which each of its parts was packed."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as packed, ZipFile(buffer, "w", ZIP_DEFLATED) as fixed:
        for name in packed.namelist():
            part = ZipInfo(name, _EPOCH.timetuple()[:6])
            part.compress_type = ZIP_DEFLATED
            fixed.writestr(part, packed.read(name))
    return buffer.getvalue()
