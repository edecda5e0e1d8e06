"""A document without a format: what is said and how it is arranged, never how it looks.

The pieces clean their own texts, so that a renderer never meets a control character, whoever
wrote the text. They carry plain text only: escaping it is each renderer's job.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from governance.classification.report.clean import clean

Tone = Literal["nota", "aviso", "alto"]
"""How a notice sounds: for information, with care, or stop."""


@dataclass(frozen=True)
class Heading:
    """A title inside the document; level 2 opens a section, 3 a part of one."""

    text: str
    level: Literal[2, 3] = 2

    def __post_init__(self) -> None:  # noqa: D105
        object.__setattr__(self, "text", clean(self.text))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, with the words that open it in bold when it has them."""

    text: str
    lead: str = ""
    keeps_lines: bool = False
    """Whether its text is several lines, as a person wrote them; the PDF shows them so."""

    def __post_init__(self) -> None:  # noqa: D105
        lines = self.text.splitlines() if self.keeps_lines else [self.text]
        object.__setattr__(self, "text", "\n".join(map(clean, lines)))
        object.__setattr__(self, "lead", clean(self.lead))


@dataclass(frozen=True)
class Bullets:
    """A list, numbered when the order matters."""

    items: tuple[str, ...]
    numbered: bool = False

    def __post_init__(self) -> None:  # noqa: D105
        object.__setattr__(self, "items", tuple(map(clean, self.items)))


@dataclass(frozen=True)
class Notice:
    """A box that must not be missed."""

    title: str
    text: str
    tone: Tone = "nota"
    items: tuple[str, ...] = ()

    def __post_init__(self) -> None:  # noqa: D105
        object.__setattr__(self, "title", clean(self.title))
        object.__setattr__(self, "text", clean(self.text))
        object.__setattr__(self, "items", tuple(map(clean, self.items)))


@dataclass(frozen=True)
class Table:
    """A table whose first column names its row. `widths` are shares, one for each column.

    Raises:
        ValueError: a row, or the widths, have not as many cells as the header.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]

    def __post_init__(self) -> None:  # noqa: D105
        if any(len(row) != len(self.header) for row in (*self.rows, self.widths)):
            raise ValueError(f"table {self.caption!r}: a row has not {len(self.header)} cells")
        object.__setattr__(self, "caption", clean(self.caption))
        object.__setattr__(self, "header", tuple(map(clean, self.header)))
        object.__setattr__(self, "rows", tuple(tuple(map(clean, row)) for row in self.rows))


Block = Heading | Paragraph | Bullets | Notice | Table


@dataclass(frozen=True)
class Document:
    """A whole document: its title, what it is, a line for every foot of page, and its blocks."""

    title: str
    subtitle: str
    footer: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:  # noqa: D105
        for name in ("title", "subtitle", "footer"):
            object.__setattr__(self, name, clean(getattr(self, name)))
