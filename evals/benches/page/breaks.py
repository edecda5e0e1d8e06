"""What is broken in the layout of a page, as the browser draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Frame

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "pagina-ancha": "la página se desplaza hacia el lado",
        "fuera-de-la-ventana": "algo se sale de la ventana",
        "texto-cortado": "texto cortado, sin cómo verlo",
        "texto-chico": "texto de menos de 16 px",
        "blanco-menor-que-24": "blanco de menos de 24 px, con otro al lado",
        "tapado": "un control está tapado por otra cosa",
        "no-a-la-vista": "lo que debe estar a la vista no lo está",
    }
)
"""Each kind of break. Targets: WCAG 2.2, 2.5.8, with its exceptions of spacing and inline links."""
SMALL_TARGET = "blanco-menor-que-44"
"""Told, but no break: the size that this project wants, beyond level AA."""


@dataclass(frozen=True)
class Break:
    """Something broken: of which kind, where, and how much."""

    kind: str
    where: str
    detail: str

    @property
    def is_break(self) -> bool:
        """Whether it counts, and is not only told."""
        return self.kind != SMALL_TARGET


def find_breaks(frame: Frame, in_sight: tuple[str, ...] = ()) -> tuple[Break, ...]:
    """Return what is broken in a frame; `in_sight` are the places that must be in the window."""
    found = frame.evaluate(_script(), list(in_sight))
    return tuple(dict.fromkeys(Break(*map(str, row)) for row in found))


@cache
def _script() -> str:
    source = Path(__file__).with_name("breaks.js").read_text(encoding="utf-8")
    return source[source.index("(inSight)") :]
