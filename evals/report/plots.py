"""Plots of a run: what a threshold costs, whether confidence can be believed, where time goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.report.drawing import GRID, INK, MAIN, OTHER, Drawing, draw
from evals.report.names import step_name, stratum_name
from evals.report.numbers import decimal, milliseconds, percent
from evals.report.results import Latency
from evals.report.routing import Confusion
from evals.statistics.ranks import Bin, Operating

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

WIDTH = 5.0
"""Inches: about as wide as a phone at the size of its text."""


@dataclass(frozen=True)
class Thresholds:
    """Where the assistant stood: below `low` it is silent, from `sure` on it answers plainly."""

    low: float
    sure: float


def abstention(curve: Sequence[Operating], thresholds: Thresholds | None) -> Drawing:
    """Return what every threshold would refuse and silence, with the present ones marked."""
    marks = [] if thresholds is None else [thresholds.low, thresholds.sure]
    told = [
        f"Con el umbral {decimal(mark, 3)} rehusaría {percent(at.refused)} de las preguntas que "
        f"sí tienen respuesta y callaría {percent(at.silenced)} de las que no."
        for mark in marks
        for at in [min(curve, key=lambda o: abs(o.threshold - mark))]
    ]

    def paint(canvas: Canvas) -> None:
        axes = canvas.subplots()
        where = [o.threshold for o in curve]
        axes.plot(where, [100 * o.silenced for o in curve], color=MAIN, lw=2,
                  label="Sin respuesta en la base: calla (mejor, más)")  # fmt: skip
        axes.plot(where, [100 * o.refused for o in curve], color=OTHER, lw=2, ls="--",
                  label="Con respuesta en la base: rehúsa (mejor, menos)")  # fmt: skip
        for mark, name in zip(marks, ("bajo esto, calla", "desde aquí, responde"), strict=False):
            axes.axvline(mark, color=INK, lw=1.2, ls=":")
            axes.annotate(f"{decimal(mark, 3)}\n{name}", (mark, 100), (4, 4), color=INK,
                          textcoords="offset points", fontsize=9)  # fmt: skip
        _percents(axes, "y")
        axes.set_xlim(0, 1)
        _commas(axes)
        axes.set_xlabel("Confianza desde la que respondería")
        canvas.legend(loc="outside lower center", ncols=1, frameon=False, fontsize=9)

    return draw("abstencion", "Qué calla y qué rehúsa según el umbral de confianza",
                " ".join(told), (WIDTH, 3.9), paint)  # fmt: skip


def reliability(bins: Sequence[Bin]) -> Drawing:
    """Return how often answers were right, by how sure the search was."""
    told = "; ".join(
        f"con confianza de cerca de {percent(b.sure)}, acertó {percent(b.right)} de {b.total}"
        for b in bins
    )

    def paint(canvas: Canvas) -> None:
        axes = canvas.subplots()
        axes.plot([0, 100], [0, 100], color=INK, lw=1, ls=":", label="Confianza perfecta")
        axes.plot([100 * b.sure for b in bins], [100 * b.right for b in bins], color=MAIN, lw=1.5,
                  marker="o", ms=7, label="Respuestas de esta corrida")  # fmt: skip
        for one in bins:
            axes.annotate(f"{one.total}", (100 * one.sure, 100 * one.right), (7, -11),
                          textcoords="offset points", fontsize=9, color=INK)  # fmt: skip
        _percents(axes, "y")
        _percents(axes, "x")
        axes.set_ylabel("Respuestas correctas")
        axes.set_xlabel("Confianza de la búsqueda (junto a cada punto, cuántas)")
        canvas.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9)

    return draw("fiabilidad", "Cuánto acierta según cuán segura estaba la búsqueda",
                f"{told}.", (WIDTH, 4.2), paint)  # fmt: skip


def confusion(matrix: Confusion) -> Drawing:
    """Return the confusion matrix: mistakes in another colour, columns named by number."""
    size = len(matrix.labels)
    names = [f"{stratum_name(label)}  {n}" for n, label in enumerate(matrix.labels, start=1)]
    right = sum(matrix.counts[n][n] for n in range(size))
    total = sum(map(sum, matrix.counts))

    def paint(canvas: Canvas) -> None:
        from matplotlib.patches import Rectangle

        axes = canvas.subplots()
        for row, counts in enumerate(matrix.counts):
            for column, count in enumerate(counts):
                if not count:
                    continue
                colour, whole = (MAIN if row == column else OTHER), max(sum(counts), 1)
                axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour,
                                         alpha=0.12 + 0.33 * count / whole))  # fmt: skip
                axes.text(column, row, str(count), ha="center", va="center", fontsize=9,
                          fontweight="normal" if row == column else "bold")  # fmt: skip
        axes.set_xlim(-0.5, size - 0.5)
        axes.set_ylim(size - 0.5, -0.5)
        axes.set_xticks(range(size), [str(n) for n in range(1, size + 1)], fontsize=9)
        axes.set_yticks(range(size), names, fontsize=9)
        axes.xaxis.tick_top()
        axes.set_xticks([n - 0.5 for n in range(1, size)], minor=True)
        axes.set_yticks([n - 0.5 for n in range(1, size)], minor=True)
        axes.grid(which="minor", color=GRID)
        axes.tick_params(which="both", length=0)
        axes.spines[:].set_visible(False)

    words = f"{right} de {total} mensajes en la diagonal: reconocidos como lo que son."
    return draw("confusion", "Por qué tema tomó cada mensaje", words,
                (6.4, 1.0 + 0.3 * size), paint, is_wide=True)  # fmt: skip


def latency(found: Sequence[Latency]) -> Drawing:
    """Return how long each step takes: half of the turns, and 95 of each 100."""
    told = "; ".join(
        f"{step_name(x.step)}: la mitad, menos de {milliseconds(x.p50)}; 95 de cada 100, menos de "
        f"{milliseconds(x.p95)}"
        for x in found
    )

    def paint(canvas: Canvas) -> None:
        axes = canvas.subplots()
        places = range(len(found))
        axes.barh(places, [x.p50 for x in found], 0.55, color=MAIN, label="La mitad tarda menos")
        axes.hlines(places, [x.p50 for x in found], [x.p95 for x in found], color=OTHER, lw=2)
        axes.plot([x.p95 for x in found], places, color=OTHER, marker="D", ls="", ms=6,
                  label="95 de cada 100 tardan menos")  # fmt: skip
        axes.set_yticks(places, [step_name(x.step) for x in found])
        axes.invert_yaxis()
        axes.grid(axis="x")
        axes.set_xlim(0, None)
        axes.set_xlabel("Milisegundos")
        canvas.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9)

    return draw("tiempos", "Cuánto tarda cada paso", f"{told}.",
                (WIDTH, 1.3 + 0.32 * len(found)), paint)  # fmt: skip


def _percents(axes: Axes, which: str) -> None:
    (axes.set_ylim if which == "y" else axes.set_xlim)(0, 102)
    ticks = range(0, 101, 20)
    (axes.set_yticks if which == "y" else axes.set_xticks)(ticks, [f"{n} %" for n in ticks])
    axes.grid()


def _commas(axes: Axes) -> None:
    ticks = [n / 5 for n in range(6)]
    axes.set_xticks(ticks, [decimal(tick, 1) for tick in ticks])
