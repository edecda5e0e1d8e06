"""What no question shows: does the whole knowledge base say only what somebody checked?

A document that was slipped in, or written in a hurry, may spoil answers that no case asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType

from evals.scorers.numerals import in_figures
from evals.suites.case import Case
from knowledge_base.figures import Figure
from knowledge_base.model import Passage
from knowledge_base.text import fold

_UNIT = "%|por ciento|anos?|mes(?:es)?|dias?|horas?|minutos?|semanas?|utm|uf|personas|votos|puntos"
_QUANTITY = re.compile(
    r"\$ ?\d(?:[\d.,]*\d)?(?: (?:millones|mil))?"
    rf"|\b(?!1 )\d(?:[\d.,]*\d)? ?(?:{_UNIT})(?!\w)"
)


def quantities(text: str) -> set[str]:
    """Return the amounts, terms and shares of a text, each in one spelling; «1 hora» is none.

    >>> sorted(quantities("Hasta $1.800.000 en dos meses, el 40 % en un día."))
    ['$1800000', '2 mes', '40 %']
    """
    return {re.sub(r"(?:es|s)$", "", m.group()) for m in _QUANTITY.finditer(in_figures(fold(text)))}


def unchecked(passages: Iterable[Passage], figures: Iterable[Figure]) -> set[str]:
    """Return the quantities that passages state and no figure of the data does."""
    known = set().union(*(quantities(figure.texto) for figure in figures))
    return set().union(*(quantities(p.text) for p in passages)) - known


def unasked(passages: Iterable[Passage], asked: Collection[str]) -> set[str]:
    """Return the documents in which the gold of no case lies."""
    return {p.document_id for p in passages} - set(asked)


def observe(case: Case, passages: Iterable[Passage], figures: Mapping[str, Figure]) -> str:
    """Return what a case about the whole knowledge base finds, always in the same words."""
    return ", ".join(sorted(_LOOKS[case.question](case, passages, figures)))


_Look = Callable[[Case, Iterable[Passage], Mapping[str, Figure]], set[str]]
_LOOKS: Mapping[str, _Look] = MappingProxyType(
    {
        "unchecked": lambda case, passages, figures: unchecked(passages, figures.values()),
        "unasked": lambda case, passages, figures: unasked(passages, case.gold),
    }
)
