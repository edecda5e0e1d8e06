"""What was found, step by step, with its tables and its plots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.bias.comparing import Comparison, picked, told_once
from evals.bias.disparities import FOUR_FIFTHS, Disparities, Disparity
from evals.bias.evaluation import Evaluation
from evals.bias.population import NO_FIGURE, Shares
from evals.bias.rates import Measure, measured
from evals.bias.report import words
from evals.bias.report.pieces import Figure
from evals.bias.report.plots import Plots
from evals.bias.texts import percent, points
from evals.bias.verdicts import Outcome
from governance.classification.report.document import Block, Heading, Notice, Paragraph, Table

_ORDER = tuple(Outcome)


def findings(evaluation: Evaluation, plots: Plots, most: int) -> Iterator[Block | Figure]:
    """Yield section 4; each table has up to `most` rows, the ones to look at first."""
    yield Heading("4. Hallazgos")
    yield from _presence(evaluation, plots, most)
    yield Heading("4.2 Decisiones por grupo", 3)
    yield from _measure(evaluation, Measure.SELECTION, most)
    yield plots.selection(evaluation)
    yield from _parity(evaluation.disparities)
    yield Heading("4.3 Errores por grupo", 3)
    if evaluation.cases.real is None:
        yield Notice(
            "No se midieron los errores",
            "El archivo no trae qué debía decidirse en cada caso. Sin eso no se sabe si el sistema "
            "se equivoca más con un grupo. Pide ese dato, al menos de una muestra revisada por "
            "personas, y repite con --real.",
            "aviso",
        )
    else:
        for measure in measured(evaluation.cases)[1:]:
            if measure is not Measure.FOUND:
                yield from _measure(evaluation, measure, most)
        yield plots.errors(evaluation)


def _presence(evaluation: Evaluation, plots: Plots, most: int) -> Iterator[Block | Figure]:
    yield Heading("4.1 Presencia en los datos y en la población", 3)
    for found in evaluation.representations:
        if found.shares is None:
            yield Paragraph(f"{found.absence.rstrip('.')}.", f"{found.grouping}:")
            continue
        ordered = sorted(found.presences, key=lambda one: _ORDER.index(one.outcome))
        rows = [
            (
                one.group,
                words.share(one.observed),
                _expected(one.group, found.shares),
                "—" if one.difference is None else points(one.difference),
                "no se compara" if one.expected is None else words.verdict(one.outcome),
            )
            for one in ordered[:most]
        ]
        yield Table(
            f"{found.grouping}: presencia en los datos y en Ñuble.{_more(ordered, rows)}",
            ("Grupo", "En los datos", "En la población", "Diferencia", "Qué se puede decir"),
            tuple(rows),
            (4, 6, 3, 3, 5),
        )
        yield Paragraph(_source(found.shares.source, found.shares.confidence, found.shares.note))
    figure = plots.presence(evaluation)
    if figure:
        yield figure
        yield Paragraph(
            "Compara con toda la población de Ñuble. Si el sistema atiende solo a una parte, como "
            "organizaciones o personas adultas, la diferencia puede tener esa explicación: escribe "
            "en el mapa («poblacion») las cifras de esa parte, con su fuente.",
            "Cuidado.",
        )


def _expected(group: str, shares: Shares) -> str:
    if group not in shares.of:
        return NO_FIGURE
    mark = " (por resta)" if group in shares.subtracted else ""
    return f"{percent(shares.of[group])}{mark}"


def _source(source: str, confidence: str, note: str) -> str:
    return f"Fuente: {source}. Confianza: {confidence}. {note}".strip()


def _measure(evaluation: Evaluation, measure: Measure, most: int) -> Iterator[Block]:
    found = told_once([one for one in evaluation.comparisons if one.measure is measure])
    rows = [comparison_row(one) for one in picked(found, most)]
    name, technical = words.MEASURES[measure], words.TECHNICAL[measure]
    yield Table(
        f"{name} ({technical}), con su intervalo de 95 %. De dos grupos va uno: «los demás» son el "
        f"otro.{_more(found, rows)}",
        ("Grupo", "En el grupo", "En los demás", "Diferencia", "Qué se puede decir"),
        tuple(rows),
        (4, 6, 6, 5, 4),
    )


def comparison_row(one: Comparison) -> tuple[str, ...]:
    """Return the row of a table for one comparison."""
    return (
        f"{one.grouping}: {one.group}",
        words.share(one.rate),
        words.share(one.rest),
        words.difference(one),
        words.verdict(one.outcome),
    )


def _more(found: Sequence[object], rows: Sequence[object]) -> str:
    left = len(found) - len(rows)
    return f" Los otros {left} están en medidas.json." if left else ""


def _parity(found: Sequence[Disparities]) -> Iterator[Block]:
    yield Table(
        "Distancia entre el grupo más alto y el más bajo (Fairlearn), con intervalo de 95 %.",
        ("Grupos", "Diferencia de paridad", "Razón de paridad", "Probabilidades igualadas"),
        tuple(
            (
                one.grouping,
                _as_points(one.parity_difference),
                _as_ratio(one.parity_ratio),
                _as_points(one.equalized_odds) if one.equalized_odds else "faltan datos",
            )
            for one in found
        ),
        (3, 4, 5, 4),
    )
    below = [one.grouping for one in found if one.parity_ratio.value < FOUR_FIFTHS]
    told = f"Bajo 0,8: {words.joined(below)}." if below else "Ninguna razón es menor que 0,8."
    yield Paragraph(
        f"{told} Es la referencia de los cuatro quintos, que no es un límite en Chile "
        "(sección 3.3).",
        "Razón.",
    )


def _as_points(one: Disparity) -> str:
    value, low, high = (
        f"{100 * bound:.1f}".replace(".", ",") for bound in (one.value, one.low, one.high)
    )
    return f"{value} puntos ({low} a {high})"


def _as_ratio(one: Disparity) -> str:
    value, low, high = (
        f"{bound:.2f}".replace(".", ",") for bound in (one.value, one.low, one.high)
    )
    mark = ", bajo 0,8" if one.value < FOUR_FIFTHS else ""
    return f"{value} ({low} a {high}){mark}"
