"""The figures of the knowledge base as their files say now, read again only when a file changes.

Documents that name a figure change with an ingestion, without starting the server again: what is
shown from the figures themselves must not stay behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge_base.figures import Figure, load_figures

_Marks = tuple[tuple[str, int, int], ...]


@dataclass
class FreshFigures:
    """Gives the figures of a folder."""

    folder: Path
    _marks: _Marks = field(init=False, default=())
    _figures: Mapping[str, Figure] = field(init=False, default_factory=dict)

    def __call__(self) -> Mapping[str, Figure]:
        """Return every figure, by key.

        Raises:
            FigureError: a file is wrong.
        """
        files = sorted(self.folder.glob("*.yaml"))
        stats = [(file.name, file.stat()) for file in files]
        marks = tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
        if marks != self._marks:
            self._figures, self._marks = load_figures(self.folder), marks
        return self._figures
