"""Whether a sentence is in a passage in its own words, whole; or but for a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from evals.scorers.numerals import in_figures
from evals.scorers.support.telling import conditions, is_leave
from evals.scorers.support.tokens import NEGATIONS
from knowledge_base.text import fold, sentences, words

_CHANGES = re.compile(
    r".*\d.*|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre"
    r"|diciembre|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?"
)
"""Words that say when or how many."""


def is_literal(claim: str, passage: str) -> bool:
    """Whether the words of the sentence follow one another in the passage, numbers in any way.

    A piece of a sentence counts only if what is left of it neither negates nor conditions: «puede
    postular» is not what «no puede postular» says.

    >>> is_literal("Dura 8 meses.", "El convenio rige. Dura ocho meses. Después se rinde.")
    True
    >>> is_literal("Puede postular.", "La empresa no puede postular.")
    False
    """
    said = _words(claim)
    return not said or any(
        True for _ in _places(said, [_words(u.text) for u in sentences(passage)])
    )


def changed_figures(claim: str, passage: str) -> tuple[str, ...]:
    """Return the figures and days in which the sentence departs from one that it copies.

    Empty if it copies none, or if it is literal.

    >>> changed_figures("Dura 9 meses.", "Se rinde en 9 días. Dura ocho meses.")
    ('9',)
    """
    said, parts = _words(claim), [_words(u.text) for u in sentences(passage)]
    if not said or is_literal(claim, passage):
        return ()
    masked = [[_mask(word) for word in part] for part in parts]
    there = [word for part in parts for word in part]
    for place in _places([_mask(word) for word in said], masked):
        pairs = zip(said, there[place : place + len(said)], strict=True)
        return tuple(a for a, b in pairs if a != b)
    return ()


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words(in_figures(fold(text).replace("**", ""))))


def is_figure(word: str) -> bool:
    """Whether a folded word says when or how many."""
    return bool(_CHANGES.fullmatch(word))


def _mask(word: str) -> str:
    return "#" if is_figure(word) else word


def _places(said: Sequence[str], parts: Sequence[Sequence[str]]) -> Iterator[int]:
    """Yield where the words begin, among those of the sentences, with nothing telling left out."""
    there = [word for part in parts for word in part]
    begins = [n for n, part in enumerate(parts) for _ in part]
    first = {n: sum(map(len, parts[:n])) for n in range(len(parts))}
    for i in range(len(there) - len(said) + 1):
        end = i + len(said)
        if there[i] == said[0] and list(there[i:end]) == list(said):
            last = begins[end - 1]
            before = there[first[begins[i]] : i]
            after = there[end : first[last] + len(parts[last])]
            if _says_nothing(before) and _says_nothing(after):
                yield i


def _says_nothing(left: Sequence[str]) -> bool:
    text = " ".join(left)
    return not (NEGATIONS & set(left) or conditions(text) or is_leave(text))
