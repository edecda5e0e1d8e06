"""Measures, rates and verdicts as the report writes them."""

from __future__ import annotations

from collections.abc import Sequence

from evals.bias.comparing import FEWEST_SHOWN, Comparison
from evals.bias.rates import Measure, Rate
from evals.bias.texts import percent, points, thousands
from evals.bias.verdicts import WORDS, Outcome

DRAFT = "por completar"
HIDDEN = f"menos de {FEWEST_SHOWN}"

MEASURES = {
    Measure.SELECTION: "Decisiones favorables",
    Measure.MISSED: "Rechazos equivocados",
    Measure.GRANTED: "Aprobaciones equivocadas",
    Measure.FOUND: "Aprobaciones correctas",
    Measure.PRECISION: "Acierto al aprobar",
}
TECHNICAL = {
    Measure.SELECTION: "tasa de selección",
    Measure.MISSED: "tasa de falsos negativos",
    Measure.GRANTED: "tasa de falsos positivos",
    Measure.FOUND: "tasa de verdaderos positivos",
    Measure.PRECISION: "precisión",
}
HEADLINES = {
    Outcome.DIFFERENCE: "Se observaron diferencias entre grupos con estos datos",
    Outcome.HINT: "Hay indicios de diferencias que estos datos no confirman",
    Outcome.INSUFFICIENT: "No hay datos suficientes para concluir sobre todos los grupos",
    Outcome.NONE: "No se observó diferencia entre grupos con estos datos",
}


def count(size: int) -> str:
    """Return how many cases a group has, unless so few that it would point at somebody."""
    return thousands(size) if size == 0 or size >= FEWEST_SHOWN else HIDDEN


def share(one: Rate) -> str:
    """Return a rate with its interval and its counts, unless so few that it points at somebody."""
    if one.value is None:
        return "sin casos"
    if one.of < FEWEST_SHOWN:
        return "no se muestra"
    low, high = (percent(bound).removesuffix(" %") for bound in (one.low, one.high))
    mark = "*" if one.exact else ""
    return f"{percent(one.value)} ({low} a {high}){mark}, de {thousands(one.of)}"


def difference(one: Comparison) -> str:
    """Return the difference with the others and its interval, if it could be worked out."""
    if one.difference is None:
        return "no se calcula"
    low, high = (points(bound).removesuffix(" puntos") for bound in (one.low, one.high))
    return f"{points(one.difference)} ({low} a {high})"


def verdict(outcome: Outcome) -> str:
    """Return what can be said of a comparison."""
    return WORDS[outcome]


def joined(items: Sequence[str]) -> str:
    """Return the items as a list inside a sentence.

    >>> joined(["sexo", "edad", "zona"])
    'sexo, edad y zona'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} y {items[-1]}"
