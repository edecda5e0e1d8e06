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
        "P1:no": 1.75,
        "P2:si": 1.0,
        "P2:no": 2.0,
        "P3:efectiva": 2.0,
        "P3:nominal_o_no": 1.5,
        "P4:si_base": 1.75,
        "P4:si_auxiliar": 1.75,
        "P4:no": 1.5,
        "P5:si": 1.75,
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

SURE_DESPITE_SIGNALS = 3.0
"""Lead of «no decisions» (P1) with which it is suggested of a text that gives signs of risk."""

DENIALS = frozenset({"p1-denied", "p1-denied-twice", "p1-no-use", "p1-only-information"})
"""Cues of P1 that say what the system does not do; the others say what else it does."""

ENOUGH_REVIEW = 2.0
"""Weight of P3, either way, that shows a decision: only decisions are reviewed, or are not."""

ABOUT_THINGS = frozenset({"p4-material"})
"""Cues of texts about sensors, roads or weather, where a sign of risk is often only a word."""

DECIDING_PROHIBITIONS = frozenset({"b", "d"})
"""Prohibited uses that are, by their own text, a decision about people (P1)."""


@dataclass(frozen=True)
class Verdict:
    """The answer that the evidence settles, if any, and whether it was contradictory."""

    value: str | None = None
    evidence: Evidence | None = None
    is_conflict: bool = False


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


def settle_all(evidence: Iterable[Evidence]) -> dict[str, Verdict]:
    """Return the verdict on every question, in order, one in the light of those before.

    P2 and P3 are about a decision: without one (P1) there is nothing to suggest. Sensitive data
    are the basis of decisions only where there are decisions.
    """
    found = list(evidence)
    verdicts = {"P0": settle("P0", found)}
    prohibited = verdicts["P0"].value not in {None, "ninguna"}
    verdicts["P1"] = _decides(found, verdicts["P0"])
    is_decision = verdicts["P1"].value == "si"
    verdicts["P2"] = settle("P2", found) if is_decision else NOTHING
    if verdicts["P0"].value == "d" and is_decision and verdicts["P2"].value is None:
        # Letter d is about jobs and benefits: rights and essential services, by its own text.
        verdicts["P2"] = Verdict("si", verdicts["P0"].evidence)
    verdicts["P3"] = settle("P3", found) if is_decision else NOTHING
    harmless = verdicts["P1"].value == "no"
    may_decide = is_decision or prohibited or (not harmless and _is_plain(found))
    verdicts["P4"] = _sensitive(settle("P4", found), may_decide, harmless)
    if verdicts["P0"].value == "c" and verdicts["P4"].value is None:
        # Biometric identification works on biometric data, by definition.
        verdicts["P4"] = Verdict("si_base", verdicts["P0"].evidence)
    verdicts["P5"] = settle("P5", found, less=0.75 if harmless else 0.0)
    return verdicts


def _decides(found: list[Evidence], prohibition: Verdict) -> Verdict:
    """Return the verdict on P1: a harmless function beside a decision takes nothing from it."""
    verdict = settle("P1", found)
    weights = weigh(found)
    said = [item for item in found if (item.question, item.value) == ("P1", "si")]
    lead = weights.get("P1", {}).get("no", 0.0) - weights.get("P1", {}).get("si", 0.0)
    if verdict.value == "si":
        return verdict
    if prohibition.value in DECIDING_PROHIBITIONS and lead < CLEARLY:
        return Verdict("si", (settle("P1", said).evidence or prohibition.evidence))
    reviewed = max(weights.get("P3", {}).values(), default=0.0)
    if verdict.value is None and not verdict.is_conflict and said and reviewed >= ENOUGH_REVIEW:
        return settle("P1", said, less=0.75)
    if verdict.value == "no":
        has_signals = any(item.question == SIGNAL for item in found)
        about_things = any(item.cue in ABOUT_THINGS for item in found)
        doubtful = has_signals and not about_things and lead < SURE_DESPITE_SIGNALS
        return Verdict(None, verdict.evidence, is_conflict=True) if doubtful else verdict
    if verdict.is_conflict and not any(item.cue in DENIALS for item in found) and lead < 1.25:
        beside = settle("P1", said, less=-1.0)
        return beside if beside.value else verdict
    return verdict


def _is_plain(found: list[Evidence]) -> bool:
    """Whether sensitive data are beyond doubt what the system works on."""
    return weigh(found).get("P4", {}).get("si_base", 0.0) >= 2.25


def _sensitive(verdict: Verdict, is_decision: bool, is_harmless: bool) -> Verdict:
    if verdict.value != "si_base" or is_decision:
        return verdict
    # What is processed without deciding about anybody is, at most, an auxiliary datum.
    return Verdict("si_auxiliar", verdict.evidence) if is_harmless else NOTHING
