"""The verdict: the first difference that is too great, in words, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evals.scorers.support.findings import Findings, compare
from evals.scorers.support.fitted import Fitted, Limits
from evals.scorers.support.literal import is_figure, is_literal
from knowledge_base.embeddings import Vectors

Embed = Callable[[Sequence[str]], Vectors]


@dataclass
class SupportCheck:
    """The check, with an embedding that is asked once, and only when everything else agrees."""

    fitted: Fitted
    embed: Embed

    def __call__(self, claim: str, passage: str) -> tuple[bool, str]:
        """Return whether the passage supports the sentence, and what departs from it."""
        if is_literal(claim, passage):
            return True, ""
        limits = self.fitted.limits
        found = compare(claim, passage)
        for reason in departures(found, limits):
            return False, reason
        near = nearness(claim, found.window, self.embed)
        if near < limits.meaning:
            return False, f"su sentido está lejos del de la fuente ({near:.2f})"
        return True, ""


def nearness(claim: str, window: str, embed: Embed) -> float:
    """Return the cosine of both texts."""
    vectors = embed([claim, window])
    return float(vectors[0] @ vectors[1])


def departures(found: Findings, limits: Limits) -> Iterator[str]:
    """Yield, in words, every difference that is too great, the surest first."""
    if found.alien:
        yield f"la fuente no dice {_list(found.alien)}"
    if found.changed:
        yield f"la fuente dice otra cifra o fecha en lugar de {_list(found.changed)}"
    if found.leave:
        yield "dice que es obligatorio y la fuente dice que se puede"
    if found.denied:
        yield f"niega lo que la fuente afirma, o al revés: {_list(found.denied)}"
    if found.widened:
        yield f"la fuente no dice {_list(found.widened)}"
    if found.bounds:
        yield f"confunde el máximo con el mínimo: {_list(found.bounds)}"
    if found.offered:
        yield f"suma lo que la fuente da a elegir: {_list(found.offered)}"
    if found.dropped:
        yield f"calla una condición de la fuente: {_list(found.dropped)}"
    if len(found.foreign) > limits.foreign or any(map(is_figure, found.foreign)):
        yield f"la fuente lo dice de otra cosa: {_list(found.foreign)}"
    if found.duty and not limits.duty:
        yield "dice que es obligatorio y la fuente no"
    if found.run > limits.run or found.tail > limits.tail:
        yield f"agrega lo que no está en la fuente: {_list(found.strange)}"
    if found.missing > limits.missing:
        yield f"solo {1 - found.missing:.0%} de sus palabras están en la fuente"


def _list(words: Sequence[str]) -> str:
    return ", ".join(f"«{word}»" for word in words)
