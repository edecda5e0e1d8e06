"""A document of a classification as PDF; the layout is that of every PDF of the program."""

from __future__ import annotations

from governance.classification.report.document import Document
from governance.documents.pdf import write_pdf

_AUTHOR = "Asistente de clasificación"


def to_pdf(document: Document) -> bytes:
    """Return the document as a PDF of letter size, with its sections as bookmarks."""
    return write_pdf(document, author=_AUTHOR, creator=_AUTHOR)
