"""What the evidence of a description adds up to: one answer for each question, or none.

Each answer needs its weight of evidence, more where a wrong suggestion would lower the level.
Evidence for two answers settles neither, unless one clearly outweighs the other. What a text does
not say is left to be asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assistant.describe.cues import Evidence

ENOUGH: Mapping[str, float] = MappingProxyType(
    {
        "P1:si": 1.0,
        "P1:no": 1.5,
        "P2:si": 1.0,
        "P2:no": 2.0,
        "P3:efectiva": 2.0,
        "P3:nominal_o_no": 1.5,
        "P4:si_base": 1.75,
        "P4:si_auxiliar": 1.75,
        "P4:no": 1.5,
        "P5:si": 1.5,
        "P5:no": 1.75,
    }
)
"""Weight that settles each answer, chosen on the development set; 2 for the others (P0)."""

MILDER = frozenset({"P1:no", "P2:no", "P3:efectiva", "P4:no", "P5:no"})
"""Answers that may lower the level: contrary evidence stops them sooner."""

AGAINST = 1.0
"""Contrary evidence from which a milder answer is in doubt."""

MENTIONED = 0.5
"""Weight of a single mention of sensitive data: from there a text does not work without them."""

CLEARLY = 2.5
"""How much more weight a milder answer in doubt needs to be suggested all the same."""

NEAR = "examples"
"""The «cue» of evidence that comes from the labelled sentences: its phrase is a whole sentence."""

SIGNAL = "signal"
"""The «question» of the cues that only warn."""

LETTERS = frozenset("abcde")
"""The prohibited uses of article 6."""


@dataclass(frozen=True)
class Verdict:
    """The answer that the evidence settles, if any, and whether it was contradictory."""

    value: str | None = None
    evidence: Evidence | None = None
    is_conflict: bool = False

    @property
    def is_prohibited(self) -> bool:
        """Whether it is a letter of article 6 (only P0 has letters)."""
        return self.value in LETTERS


NOTHING = Verdict()


def weigh(evidence: Iterable[Evidence]) -> dict[str, dict[str, float]]:
    """Return the weight for each answer of each question; a cue counts once."""
    counted: dict[tuple[str, str, str], float] = {}
    for item in evidence:
        counted[item.question, item.value, item.cue] = item.weight
    totals: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (question, value, _), weight in counted.items():
        totals[question][value] += weight
    return {question: dict(values) for question, values in totals.items()}


def settle(question: str, evidence: Iterable[Evidence], less: float = 0.0) -> Verdict:
    """Return what the evidence of one question settles; `less` lowers the weight it needs."""
    found = [item for item in evidence if item.question == question]
    totals = weigh(found).get(question, {})
    if not totals:
        return NOTHING
    ranked = sorted(totals, key=lambda value: -totals[value])
    best, against = ranked[0], totals[ranked[1]] if len(ranked) > 1 else 0.0
    answer = f"{question}:{best}"
    if totals[best] < ENOUGH.get(answer, 2.0) - less:
        return NOTHING
    if question == "P0" and all(item.cue == NEAR for item in found if item.value == best):
        return NOTHING  # nearness alone does not call a use prohibited
    strongest = max(
        (e for e in found if e.value == best), key=lambda e: (e.cue != NEAR, e.weight, -e.start)
    )
    lead = totals[best] - against
    if question == "P4" and best == "no" and against >= MENTIONED:
        return Verdict(None, strongest, is_conflict=True)
    if answer in MILDER and against >= AGAINST and lead < CLEARLY:
        return Verdict(None, strongest, is_conflict=True)
    if against >= 1.5 and lead < 0.75:
        return Verdict(None, strongest, is_conflict=True)
    return Verdict(best, strongest)
