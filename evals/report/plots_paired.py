"""Plots of paired differences: two ways of asking the same, or two runs on the same cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.report.compare import Change, Direction
from evals.report.drawing import BAND, INK, MAIN, OTHER, Drawing, draw
from evals.report.names import contrast_name, metric_name, stratum_name
from evals.report.numbers import between, points
from evals.report.results import Parity
from evals.report.summary import MARGIN
from evals.suites.catalogue import TITLES

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

WIDTH, WIDE = 5.0, 5.5
"""Inches: for short names, and for longer ones."""


@dataclass(frozen=True)
class _Row:
    name: str
    difference: float
    low: float
    high: float
    look: str


_LOOKS = {
    "equal": (MAIN, "o", "Iguales"),
    "different": (OTHER, "D", "Distintos"),
    "unsettled": (INK, "^", "No se sabe"),
    Direction.BETTER: (MAIN, "o", "Mejoró"),
    Direction.WORSE: (OTHER, "D", "Empeoró"),
    Direction.HINT: (INK, "s", "Indicio"),
    Direction.UNCLEAR: (INK, "^", "No se ve diferencia"),
    Direction.SAME: (INK, "o", "Sin cambios"),
}
"""Told apart by shape as well as by colour."""


def equity(metric: str, parities: Sequence[Parity]) -> Drawing:
    """Return every contrast of a metric with its interval, over the band of equivalence."""
    rows = [
        _Row(contrast_name(p.contrast), p.difference, p.low, p.high, p.verdict) for p in parities
    ]
    title = f"Diferencia entre formas de preguntar lo mismo: {metric_name(metric)}"
    return _differences(f"equidad-{metric}", title, rows, WIDTH, band=MARGIN)


def changes(found: Sequence[Change]) -> Drawing:
    """Return how much each metric changed, with its interval."""
    rows = [
        _Row(
            change_name(c),
            c.paired.difference.mean,
            c.paired.difference.low,
            c.paired.difference.high,
            c.direction,
        )
        for c in found
    ]
    return _differences("cambios", "Cambio de cada medida principal", rows, WIDE)


def change_name(change: Change) -> str:
    """Return the subject of a change: its suite, and its stratum if it has one."""
    suite = TITLES[change.suite]
    if change.stratum:
        return f"{suite}: {stratum_name(change.stratum)}"
    return f"{suite}: {metric_name(change.metric)}"


def _differences(
    name: str, title: str, rows: Sequence[_Row], width: float, band: float | None = None
) -> Drawing:
    told = "; ".join(
        f"{r.name}: {points(r.difference)} ({between(r.low, r.high)}; {_LOOKS[r.look][2].lower()})"
        for r in rows
    )

    labels = [_folded(row.name, 34 if width > WIDTH else 26) for row in rows]

    def paint(canvas: Canvas) -> None:
        axes = canvas.subplots()
        if band is not None:
            axes.axvspan(-100 * band, 100 * band, color=BAND, alpha=0.35, lw=0,
                         label=f"Banda de ±{100 * band:.0f} puntos")  # fmt: skip
        axes.axvline(0, color=INK, lw=1)
        seen: set[str] = set()
        for place, row in enumerate(rows):
            colour, marker, look = _LOOKS[row.look]
            value = 100 * row.difference
            axes.errorbar(value, place, xerr=[[value - 100 * row.low], [100 * row.high - value]],
                          fmt=marker, color=colour, capsize=3, ms=7,
                          label=None if look in seen else look)  # fmt: skip
            seen.add(look)
        axes.set_yticks(range(len(rows)), labels, fontsize=9)
        axes.invert_yaxis()
        axes.grid(axis="x")
        most = max((abs(100 * v) for r in rows for v in (r.low, r.high)), default=0)
        reach = max(most * 1.15, 100 * (band or 0.02) * 1.4)
        axes.set_xlim(-reach, reach)
        axes.xaxis.set_major_formatter(lambda value, _: _signed(value))
        axes.set_xlabel("Puntos porcentuales")
        canvas.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9)

    lines = max((label.count("\n") for label in labels), default=0) + 1
    size = (width, 1.4 + (0.2 + 0.13 * lines) * len(rows))
    return draw(name, title, f"{told}.", size, paint)


def _signed(value: float) -> str:
    return f"{value:+g}".replace(".", ",").replace("-", "−") if value else "0"


def _folded(name: str, most: int) -> str:
    """Return a label on as many lines as a phone needs."""
    lines, line = [], ""
    for word in name.split():
        if line and len(line) + len(word) >= most:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])
