"""The clause that supports a suggestion, when its sentence says much more than that."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.describe.reading import Reading

LONG = 14
"""Words of a sentence from which one of its clauses is looked for."""

LEAST = 4
"""Words of the shortest clause that can be understood alone."""

NEARLY = 0.9
"""Part of the sentence's own points that a clause must reach to stand for it."""

Place = tuple[int, int]

_CUT = re.compile(r"\s*[,;:]\s*(?:[ye]\s+)?|\s+[ye]\s+")


def clauses(plain: str, place: Place) -> list[Place]:
    """Return the places of the clauses of a long sentence of the plain text; none of a short one.

    >>> text = "lee las notas de prensa del dia, las resume por tema y las manda a la jefatura"
    >>> [text[start:end] for start, end in clauses(text, (0, len(text)))]
    ['lee las notas de prensa del dia', 'las resume por tema', 'las manda a la jefatura']
    """
    start, end = place
    if len(plain[start:end].split()) < LONG:
        return []
    cuts = [m.span() for m in _CUT.finditer(plain, start, end)]
    starts, ends = [start, *(c[1] for c in cuts)], [*(c[0] for c in cuts), end]
    found = [p for p in zip(starts, ends, strict=True) if len(plain[slice(*p)].split()) >= LEAST]
    return found if found != [place] else []


def best_clause(
    reading: Reading, place: Place, points: Callable[[list[str]], Sequence[float]]
) -> Place:
    """Return the place of the clause with nearly the points of its sentence, or the sentence's."""
    places = [p for p in clauses(reading.plain, place) if reading.quote(*p)]
    if not places:
        return place
    whole, *each = points([reading.quote(*place), *(reading.quote(*p) for p in places)])
    best = max(range(len(each)), key=lambda n: each[n])
    return places[best] if whole > 0 and each[best] >= NEARLY * whole else place
