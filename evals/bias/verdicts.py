"""What can be said of a comparison. None of it says that a system has no bias."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """What the data allow to say, from the most serious to the least."""

    DIFFERENCE = "diferencia"
    HINT = "indicio"
    INSUFFICIENT = "insuficiente"
    NOT_JUDGED = "no_juzgado"
    NONE = "no_observada"


WORDS = {
    Outcome.DIFFERENCE: "Se observó una diferencia",
    Outcome.HINT: "Hay un indicio, sin confirmar",
    Outcome.INSUFFICIENT: "No hay datos suficientes",
    Outcome.NOT_JUDGED: "Grupo pequeño: se muestra, no se juzga",
    Outcome.NONE: "No se observó diferencia con estos datos",
}

_ORDER = tuple(Outcome)


def judge(low: float, high: float, adjusted: float, margin: float) -> Outcome:
    """Return what an interval of a difference of shares allows to say.

    `adjusted` is the p value after Holm's correction. An interval around zero says that nothing was
    observed only if it lies whole within the margin: if not, the data also admit a difference that
    matters, and are not enough.

    >>> judge(-0.04, 0.05, 0.9, margin=0.1), judge(-0.2, 0.15, 0.9, margin=0.1)
    (<Outcome.NONE: 'no_observada'>, <Outcome.INSUFFICIENT: 'insuficiente'>)
    >>> judge(0.05, 0.15, 0.01, margin=0.1), judge(0.01, 0.15, 0.2, margin=0.1)
    (<Outcome.DIFFERENCE: 'diferencia'>, <Outcome.HINT: 'indicio'>)
    """
    if low > 0 or high < 0:
        return Outcome.DIFFERENCE if adjusted < 0.05 else Outcome.HINT
    return Outcome.NONE if -margin <= low and high <= margin else Outcome.INSUFFICIENT


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the most serious of the outcomes; no outcome at all is that the data are not enough.

    >>> worst([Outcome.NONE, Outcome.HINT]).value, worst([]).value
    ('indicio', 'insuficiente')
    """
    return min(outcomes, key=_ORDER.index, default=Outcome.INSUFFICIENT)


def overall(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome of the whole evaluation.

    A group that is too small to be judged leaves the whole without data enough, however equal the
    others are.
    """
    found = worst(outcomes)
    return Outcome.INSUFFICIENT if found is Outcome.NOT_JUDGED else found
