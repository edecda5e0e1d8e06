"""How big the windows are, and in which colours."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Literal

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
THEME_WORDS = {"light": "claro", "dark": "oscuro"}


@dataclass(frozen=True)
class Size:
    """A window, in CSS pixels."""

    width: int
    height: int

    @property
    def name(self) -> str:
        """As it is written in a report."""
        return f"{self.width}×{self.height}"

    @property
    def is_zoomed(self) -> bool:
        """Whether so little fits that the page may scroll as a whole (WCAG 2.2, 1.4.10)."""
        return self.height < 420


SIZES = (Size(320, 640), Size(360, 740), Size(768, 1024), Size(1366, 768))
ZOOMED = Size(320, 256)
"""A window of 1280×1024 at 400 %, as WCAG 2.2, 1.4.10 puts it."""


@dataclass(frozen=True)
class View:
    """A window in a theme."""

    size: Size
    theme: Theme

    @property
    def name(self) -> str:
        """As it is written in a report."""
        return f"{self.size.name} {THEME_WORDS[self.theme]}"

    @property
    def slug(self) -> str:
        """As it is written in the name of a file.

        >>> View(Size(320, 256), "dark").slug
        '320x256-oscuro'
        """
        return f"{self.size.width}x{self.size.height}-{THEME_WORDS[self.theme]}"


def views(sizes: tuple[Size, ...]) -> tuple[View, ...]:
    """Return each size in each theme."""
    return tuple(View(size, theme) for theme, size in product(THEMES, sizes))
