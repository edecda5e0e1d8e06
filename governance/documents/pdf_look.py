"""How a PDF looks: the size of its letters, its margins and its colours.

The standard fonts are enough for Spanish, so that nothing is embedded or shipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from governance.classification.report.document import Tone

MARGIN = 18 * mm
WIDTH = LETTER[0] - 2 * MARGIN - 12  # 12: the padding of the frame
TALLEST = LETTER[1] - 2 * MARGIN - 40 * mm
"""What is left of a page under a repeated header."""
TONES: Mapping[Tone, tuple[Color, Color]] = MappingProxyType(
    {
        "nota": (HexColor("#1f4e79"), HexColor("#eef4fa")),
        "aviso": (HexColor("#8a5a00"), HexColor("#fff6e0")),
        "alto": (HexColor("#a4001d"), HexColor("#fdecee")),
    }
)
"""The edge and the ground of each box."""
GRID, HEAD = HexColor("#767676"), HexColor("#e6ecf2")


@dataclass(frozen=True)
class Look:
    """The sizes of a document, in points; those that are given are of the classification papers."""

    body_size: float = 9.5
    cell_size: float = 8.0
    caption_size: float = 9.5
    part_size: float = 10.5
    """Of the titles of third level."""
    foot_size: float = 7.0
    cell_padding: float = 3.0
    """Above and below what a cell says."""

    @cached_property
    def body(self) -> ParagraphStyle:
        """Return the style of what is read."""
        return ParagraphStyle(
            "body",
            fontName="Helvetica",
            fontSize=self.body_size,
            leading=self.body_size * 1.37,
            spaceAfter=5,
            splitLongWords=1,
        )

    @cached_property
    def cell(self) -> ParagraphStyle:
        """Return the style of a cell of a table."""
        leading = self.cell_size * 1.25
        return ParagraphStyle(
            "cell", self.body, fontSize=self.cell_size, leading=leading, spaceAfter=0
        )

    @cached_property
    def cell_bold(self) -> ParagraphStyle:
        """Return the style of a cell that names a row or a column."""
        return ParagraphStyle("cell-bold", self.cell, fontName="Helvetica-Bold")

    @cached_property
    def caption(self) -> ParagraphStyle:
        """Return the style of what a table or a picture is called."""
        return ParagraphStyle(
            "caption",
            self.body,
            fontName="Helvetica-Bold",
            fontSize=self.caption_size,
            spaceBefore=6,
        )

    @cached_property
    def title(self) -> ParagraphStyle:
        """Return the style of the title of the document."""
        return ParagraphStyle(
            "title", self.body, fontName="Helvetica-Bold", fontSize=16, leading=20
        )

    def heading(self, level: int) -> ParagraphStyle:
        """Return the style of a title of second or third level."""
        if level == 2:
            return ParagraphStyle("h2", self.title, fontSize=13, leading=16, spaceBefore=12)
        leading = self.part_size + 2.5
        return ParagraphStyle(
            "h3", self.title, fontSize=self.part_size, leading=leading, spaceBefore=8
        )
