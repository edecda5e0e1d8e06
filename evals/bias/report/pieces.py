"""A report: the blocks of the classification documents, and pictures between them."""

from __future__ import annotations

from dataclasses import dataclass

from governance.classification.report.document import Block, Document


@dataclass(frozen=True)
class Figure:
    """A plot, what it shows in one line, and the same in words for who does not see it."""

    name: str
    caption: str
    alt: str
    png: bytes
    height: float
    """Height for each unit of width."""


@dataclass(frozen=True)
class Report:
    """What is written: the title, what it is, the foot of each page, and its parts in order."""

    title: str
    subtitle: str
    footer: str
    parts: tuple[Block | Figure, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the pictures in order."""
        return tuple(part for part in self.parts if isinstance(part, Figure))

    def document(self, blocks: tuple[Block, ...]) -> Document:
        """Return the report as a document that has these blocks in place of its parts."""
        return Document(self.title, self.subtitle, self.footer, blocks)
