"""Plots of the measures, as SVG: four pictures, each with the same figures in words.

matplotlib is imported when the first one is asked for, and writes what it needs under our folder.
Only figures are used (no `pyplot`, which keeps one for the whole process), one at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from assistant.desk.cases import REASONS
from assistant.desk.measures.measuring import Measures
from ui.measures.series import by_period, closings, is_weekly, lasting, wait_counts, weeks
from ui.panel import case_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_FONTS = "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
_INK, _GRID = "#1f2937", "#d1d5db"
_BLUE, _ORANGE = "#0b4f6c", "#b45309"
_LOOKS: Mapping[str, tuple[str, str]] = {
    "crisis": ("#9f1239", "xxx"),
    "personal_case": (_BLUE, ""),
    "unanswered": (_ORANGE, "///"),
    "requested": ("#4d7c0f", "\\\\\\"),
}
"""Colour and pattern of each reason: 3:1 or more on white, and told apart without colour."""


@dataclass(frozen=True)
class Plots:
    """Draws; call it from a thread."""

    data_dir: Path
    """Under which matplotlib writes what it found of the fonts."""
    _lock: Lock = field(default_factory=Lock, repr=False)

    def draw(self, name: str, found: Measures) -> bytes:
        """Return the plot `name`, one of `measure_series.PLOTS`, as SVG."""
        with self._lock:
            figure = _new_figure(self.data_dir / "matplotlib")
            _DRAW[name](figure, found)
            out = BytesIO()
            figure.savefig(out, format="svg", metadata={"Date": None})
        return out.getvalue().replace(b"'DejaVu Sans', sans-serif", _FONTS.encode())


def _new_figure(folder: Path) -> Figure:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["MPLCONFIGDIR"] = str(folder.resolve())
    import matplotlib
    from matplotlib.figure import Figure

    matplotlib.rcParams.update(
        {
            "svg.fonttype": "none",  # texts stay texts: sharp, small, and read by assistive tools
            "svg.hashsalt": "asistente",
            "font.family": "sans-serif",
            "font.sans-serif": ["DejaVu Sans"],
            "font.size": 11,
            "text.color": _INK,
            "axes.labelcolor": _INK,
            "axes.edgecolor": _INK,
            "xtick.color": _INK,
            "ytick.color": _INK,
            "hatch.color": "white",
        }
    )
    return Figure(figsize=(7.6, 3.8), facecolor="white", layout="constrained")


def _draw_periods(figure: Figure, found: Measures) -> None:
    each = "semana" if is_weekly(found) else "día"
    axes, periods = _axes(figure, f"Personas derivadas por {each} y motivo"), by_period(found)
    bottom = [0] * len(periods)
    for reason in REASONS:
        counts = [period.counts[reason] for period in periods]
        colour, hatch = _LOOKS[reason]
        label = case_words.REASONS[reason].capitalize()
        places = range(len(periods))
        axes.bar(
            places, counts, 0.8, bottom, color=colour, hatch=hatch, edgecolor="white", label=label
        )
        bottom = [low + count for low, count in zip(bottom, counts, strict=True)]
    _name_days(axes, [period.day for period in periods])
    _whole_numbers(axes)
    axes.set_ylabel("Casos")
    axes.legend(loc="upper left", ncols=2, frameon=False, fontsize=10)
    axes.set_ylim(0, max(bottom) * 1.35)


def _draw_waits(figure: Figure, found: Measures) -> None:
    axes, counts = _axes(figure, "Espera hasta el primer mensaje humano"), wait_counts(found)
    for shift, label, colour, hatch, name in (
        (-0.2, "Tiempo total", _BLUE, "", "by_clock"),
        (0.2, "En horario de atención", _ORANGE, "///", "working"),
    ):
        heights = [getattr(one, name) for one in counts]
        places = [place + shift for place in range(len(counts))]
        bars = axes.bar(
            places, heights, 0.38, color=colour, hatch=hatch, edgecolor="white", label=label
        )
        axes.bar_label(bars, [str(n) if n else "" for n in heights], padding=2, fontsize=10)
    axes.set_xticks(range(len(counts)), [one.name for one in counts])
    _whole_numbers(axes)
    axes.set_ylabel("Casos")
    axes.margins(y=0.3)
    axes.legend(loc="upper right", frameon=False, fontsize=10)


def _draw_weeks(figure: Figure, found: Measures) -> None:
    title = "Conversaciones que respondió solo el asistente, por semana"
    axes, shown = _axes(figure, title), weeks(found)
    places = range(len(shown))
    values = [100 * week.value for week in shown]
    below = [100 * (week.value - week.low) for week in shown]
    above = [100 * (week.high - week.value) for week in shown]
    axes.errorbar(places, values, [below, above], fmt="o-", color=_BLUE, capsize=4, lw=1.5)
    if len(shown) <= 14:
        for place, week in zip(places, shown, strict=True):
            axes.annotate(
                f"n = {week.of}", (place, 0), (0, 4), textcoords="offset points", ha="center"
            )
    _name_days(axes, [week.day for week in shown])
    axes.set_ylim(0, 105)
    axes.set_ylabel("%, con su intervalo de 95 %")


def _draw_closings(figure: Figure, found: Measures) -> None:
    top, bottom = figure.subplots(2, 1, height_ratios=(3, 1))
    shown = closings(found)
    bars = top.barh([one.name for one in shown], [one.count for one in shown], color=_BLUE)
    top.bar_label(bars, padding=3)
    top.invert_yaxis()
    top.margins(x=0.15)
    top.set_xticks([])
    _name(top, "Cierres por motivo")
    stayed, undone = lasting(found)
    left = 0
    for count, label, colour, hatch in (
        (stayed, "Siguen cerrados", _BLUE, ""),
        (undone, "Se reabrieron", _ORANGE, "///"),
    ):
        bars = bottom.barh(
            [""], [count], left=left, color=colour, hatch=hatch, edgecolor="white",
            label=f"{label}: {count}",
        )  # fmt: skip
        left += count
    bottom.set_xticks([])
    _name(bottom, "Resueltos, siete días después")
    if left:
        bottom.legend(loc="upper center", bbox_to_anchor=(0.5, 0), ncols=2, frameon=False)
    else:
        told = "Todavía no se cumplen siete días de ninguno."
        bottom.text(0, 0.5, told, transform=bottom.transAxes, va="center")
    for axes in (top, bottom):
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)


def _axes(figure: Figure, title: str) -> Axes:
    axes: Axes = figure.subplots()
    _name(axes, title)
    axes.grid(axis="y", color=_GRID, lw=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def _name(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")


def _name_days(axes: Axes, days: list[date]) -> None:
    step = -(-len(days) // 10)
    shown = range(0, len(days), step)
    axes.set_xticks(list(shown), [f"{days[place]:%d/%m}" for place in shown])


def _whole_numbers(axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, min_n_ticks=1))


_DRAW: Mapping[str, Callable[[Any, Measures], None]] = {
    "derivaciones": _draw_periods,
    "espera": _draw_waits,
    "respondidas": _draw_weeks,
    "cierres": _draw_closings,
}
