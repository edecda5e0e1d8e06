"""Small words that change what a sentence says: duties, quantities, bounds, conditions."""

from __future__ import annotations

import re
from types import MappingProxyType

_DUTY = re.compile(
    r"\b(?:deb(?:e|en|era|eran|es|emos)|obligatori[oa]s?|tienen? que|hay que|es necesario|obliga\w*"
    r"|exig\w+|requier\w+|se piden?|imprescindible|forzos\w+|sin falta)\b"
)
_LEAVE = re.compile(
    r"\b(?:pued(?:e|en|es|an|a)|podra[ns]?|podria[ns]?|permit\w+|acept\w+|opcional\w*"
    r"|voluntari\w+|recomend\w+|referencial\w*)\b"
)
_CONDITION = re.compile(
    r"\b(?:salvo|excepto|a menos que|siempre que|siempre y cuando|solo (?:si|cuando|para|con|en)"
    r"|si|unicamente|exclusivamente|cuando corresponda|segun (?:el|la) (?:caso|tramo)|previ[oa]"
    r"|con hora agendada|a quienes|quien no|quienes no|que (?:usan?|presenten?|tengan?)"
    r"|mientras no|hasta agotar|de lunes a viernes|excepcionalmente)\b"
)
_ALL = (
    r"tod[oa]s?|siempre|cualquier\w*|nunca|jamas|ningun[oa]?|nadie"
    r"|sin excepcion|en todos los casos|automaticamente|por igual"
)
_ONLY = r"solo|solamente|unicamente|exclusivamente|no mas"
QUANTIFIERS = MappingProxyType(
    {
        "todos o siempre": re.compile(rf"\b(?:{_ALL})\b"),
        "solo": re.compile(rf"\b(?:{_ONLY})\b"),
    }
)
"""What widens or closes a sentence, by the name that the reason gives it."""

_MOST = r"(?:hasta|maximo(?: de)?|tope(?: de)?|no mas de|a mas tardar|dentro de(?: los)?|menos de)"
_LEAST = r"(?:al menos|minimo(?: de)?|por lo menos|mas de|desde(?: las?| los?| el)?|a partir de)"
_BOUND = re.compile(
    rf"\b(?:(?P<most>{_MOST})|(?P<least>{_LEAST})) (?:el |las? |los )?[$]?(?P<n>\d[\d.,:]*\d|\d)"
)
_AFTER = re.compile(
    r"(?P<n>\d[\d.,:]*\d|\d) (?:\w+ )?(?:o (?:(?P<least>mas)|(?P<most>menos))\b"
    r"|como (?:(?P<least2>minimo)|(?P<most2>maximo))\b)"
)


def is_duty(folded: str) -> bool:
    """Whether it says that something must be done."""
    return bool(_DUTY.search(folded))


def is_leave(folded: str) -> bool:
    """Whether it says that something may be done."""
    return bool(_LEAVE.search(folded))


def widened(claim: str, source: str) -> list[str]:
    """Return the quantifiers of a folded sentence that its folded source lacks.

    >>> widened("siempre se paga", "se paga en marzo")
    ['todos o siempre']
    """
    return [n for n, told in QUANTIFIERS.items() if told.search(claim) and not told.search(source)]


def conditions(folded: str) -> list[str]:
    """Return the words of a folded sentence that begin a condition or an exception."""
    return [m.group() for m in _CONDITION.finditer(folded)]


def crossed_bounds(claim: str, source: str) -> tuple[str, ...]:
    """Return the figures that one calls a ceiling and the other a floor, in folded figures.

    >>> crossed_bounds("al menos 10 dias", "un plazo de hasta 10 dias")
    ('10',)
    """
    said, there = _bounds(claim), _bounds(source)
    return tuple(sorted(n for n, side in said.items() if n in there and there[n] != side))


def _bounds(folded: str) -> dict[str, str]:
    found = {m["n"]: "most" if m["most"] else "least" for m in _BOUND.finditer(folded)}
    return found | {
        m["n"]: "most" if m["most"] or m["most2"] else "least" for m in _AFTER.finditer(folded)
    }
