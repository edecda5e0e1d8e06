"""Three plots: presence against the population, favourable decisions, and errors, by group."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from evals.bias.comparing import FEWEST_SHOWN, Comparison, picked
from evals.bias.evaluation import Evaluation
from evals.bias.rates import Measure
from evals.bias.report import words
from evals.bias.report.pieces import Figure
from evals.bias.texts import percent
from evals.bias.verdicts import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_INK, _GRID, _BLUE, _ORANGE, _RED, _GREY = (
    "#1f2937", "#d1d5db", "#0b4f6c", "#b45309", "#9f1239", "#767676",
)  # fmt: skip
_LOOKS = {
    Outcome.DIFFERENCE: (_RED, "D", "Se observó diferencia"),
    Outcome.HINT: (_ORANGE, "s", "Indicio"),
    Outcome.NONE: (_BLUE, "o", "No se observó"),
    Outcome.INSUFFICIENT: (_GREY, "^", "Faltan datos"),
    Outcome.NOT_JUDGED: (_GREY, "x", "No se juzga"),
}
"""Told apart by shape as well as by colour."""
_WIDTH = 7.2


@dataclass(frozen=True)
class Plots:
    """Draws with up to `most` groups in each plot; `folder` is where matplotlib keeps its fonts."""

    folder: Path
    most: int

    def presence(self, evaluation: Evaluation) -> Figure | None:
        """Return the share of each group in the data and in the population, if both are known."""
        found = [
            (f"{one.grouping}: {presence.group}", presence)
            for one in evaluation.representations
            for presence in one.presences
            if presence.expected is not None
        ][: self.most]
        if not found:
            return None
        canvas, axes = self._canvas(len(found))
        for place, (_, one) in enumerate(found):
            value, expected = one.observed.value or 0, one.expected or 0
            axes.barh(place, 100 * value, 0.5, color=_BLUE, label=_once(place, "Datos"))
            axes.plot(
                [100 * expected] * 2, [place - 0.38, place + 0.38], color=_ORANGE, lw=3,
                label=_once(place, "Población de Ñuble"),
            )  # fmt: skip
        names = [name for name, _ in found]
        alt = "; ".join(
            f"{name}: datos {percent(one.observed.value or 0)}, "
            f"población {percent(one.expected or 0)}"
            for name, one in found
        )
        title = "Presencia de cada grupo en los datos y en la población"
        return _finish(canvas, axes, "presencia", title, names, alt)

    def selection(self, evaluation: Evaluation) -> Figure:
        """Return the favourable decisions of each group with their intervals."""
        found = self._shown(evaluation, (Measure.SELECTION,))
        return self._rates("decisiones", "Decisiones favorables de cada grupo", found)

    def errors(self, evaluation: Evaluation) -> Figure:
        """Return both kinds of error of each group with their intervals."""
        found = self._shown(evaluation, (Measure.MISSED, Measure.GRANTED))
        return self._rates("errores", "Errores de cada grupo", found)

    def _shown(
        self, evaluation: Evaluation, measures: Sequence[Measure]
    ) -> list[tuple[str, Comparison]]:
        shown = []
        for measure in measures:
            found = [one for one in evaluation.comparisons if one.measure is measure]
            found = [one for one in found if one.rate.of >= FEWEST_SHOWN]
            kept = picked(found, self.most)
            shown += [one for one in found if one in kept]
        return [(_label(one, len(measures) > 1), one) for one in shown]

    def _rates(self, name: str, title: str, found: list[tuple[str, Comparison]]) -> Figure:
        canvas, axes = self._canvas(len(found))
        seen: set[Outcome] = set()
        for place, (_, one) in enumerate(found):
            colour, marker, told = _LOOKS[one.outcome]
            value = one.rate.value or 0
            spread = [[100 * (value - one.rate.low)], [100 * (one.rate.high - value)]]
            axes.errorbar(
                100 * value, place, xerr=spread, fmt=marker, color=colour, capsize=3, ms=6,
                label=None if one.outcome in seen else told,
            )  # fmt: skip
            seen.add(one.outcome)
        alt = "; ".join(f"{label}: {words.share(one.rate)}" for label, one in found)
        caption = f"{title}, con intervalo de 95 %"
        return _finish(canvas, axes, name, caption, [label for label, _ in found], alt)

    def _canvas(self, rows: int) -> tuple[Canvas, Axes]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ.setdefault("MPLCONFIGDIR", str(self.folder.resolve()))
        from matplotlib.figure import Figure as Canvas

        canvas = Canvas(
            figsize=(_WIDTH, 1.3 + 0.27 * rows), dpi=160, facecolor="white", layout="constrained"
        )
        return canvas, canvas.subplots()


def _label(one: Comparison, named: bool) -> str:
    label = f"{one.grouping}: {one.group}"
    return f"{words.MEASURES[one.measure]}, {label}" if named else label


def _once(place: int, label: str) -> str | None:
    return None if place else label


def _finish(
    canvas: Canvas, axes: Axes, name: str, caption: str, labels: Sequence[str], alt: str
) -> Figure:
    axes.set_yticks(range(len(labels)), list(_shortened(labels)), fontsize=8, color=_INK)
    axes.invert_yaxis()
    axes.set_xlim(0, None)
    axes.set_xlabel("%", fontsize=8, color=_INK)
    axes.tick_params(axis="x", labelsize=8, colors=_INK)
    axes.grid(axis="x", color=_GRID, lw=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    canvas.legend(loc="outside lower center", ncols=5, frameon=False, fontsize=8)
    out = BytesIO()
    canvas.savefig(out, format="png", metadata={"Software": None})
    width, height = canvas.get_size_inches()
    return Figure(name, f"{caption}.", f"{caption}. {alt}.", out.getvalue(), height / width)


def _shortened(labels: Sequence[str], most: int = 52) -> Iterator[str]:
    for label in labels:
        yield label if len(label) <= most else f"{label[: most - 1]}…"
