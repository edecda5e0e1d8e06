"""An SVG that lives inside a page: its colours are the page's, its ids its own, its text text.

matplotlib draws with placeholder colours that become the page's CSS variables, so that one picture
serves light, dark and paper. A title and a description say in words what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

INK, GRID, MAIN, OTHER, BAND = "#010101", "#020202", "#030303", "#040404", "#050505"
_COLOURS = {
    INK: "var(--tinta)",
    GRID: "var(--rejilla)",
    MAIN: "var(--serie)",
    OTHER: "var(--contraste)",
    BAND: "var(--banda)",
}
_FONTS = "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
_LOCK = Lock()


@dataclass(frozen=True)
class Drawing:
    """A picture, ready to be put in a page, with the same in words."""

    name: str
    title: str
    words: str
    svg: str
    is_wide: bool = False
    """Whether a phone must scroll it sideways rather than shrink it."""


def draw(
    name: str,
    title: str,
    words: str,
    size: tuple[float, float],
    paint: Callable[[Canvas], None],
    is_wide: bool = False,
) -> Drawing:
    """Return what `paint` draws on a canvas of `size` inches."""
    import matplotlib
    from matplotlib.figure import Figure as Canvas

    with _LOCK, matplotlib.rc_context(_style()):
        canvas = Canvas(figsize=size, layout="constrained")
        paint(canvas)
        out = BytesIO()
        canvas.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    svg = _for_a_page(out.getvalue().decode(), name, title, words)
    return Drawing(name, title, words, svg, is_wide)


def _style() -> dict[Any, Any]:
    return {
        "svg.fonttype": "none",
        "svg.hashsalt": "asistente",
        "text.parse_math": False,
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.8,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }


def _for_a_page(svg: str, name: str, title: str, words: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<(metadata|style)\b.*?</\1>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\s(?:xmlns(?::\w+)?|version|width|height)="[^"]*"', "", svg, count=5)
    svg = svg.replace("xlink:href", "href").replace("'DejaVu Sans', sans-serif", _FONTS)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    for placeholder, colour in _COLOURS.items():
        svg = svg.replace(placeholder, colour)
    told = (
        f'<title id="{name}-titulo">{escape(title)}</title>'
        f'<desc id="{name}-palabras">{escape(words)}</desc>'
    )
    opening = f'<svg role="img" aria-labelledby="{name}-titulo {name}-palabras"'
    return re.sub(r"<svg([^>]*)>", rf"{opening}\1>" + told.replace("\\", r"\\"), svg, count=1)
